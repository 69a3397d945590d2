package retirement

import "math"

// dials are what a search turns: annual spending, and money added to the plan.
type dials struct {
	spending float64 // a year
	saving   float64 // more in the first year, growing like contributions
	capital  float64 // more today
}

// walkPots is the walk of any schedule through one lane of futures: several
// pots with their taxes and distributions, and every rule.
func (w *walker) walkPots(d dials, f futures, lane int, balances []wide) outcome {
	result := outcome{underpaid: never, slack: math.Inf(1)}
	spender := spender{rule: w.rule}
	w.purse.open(d.capital)
	if balances != nil {
		balances[0][lane] = w.purse.total()
	}
	for t := range w.years {
		copy(w.purse.started, w.purse.left)
		if w.atEnd {
			w.purse.grow(f.growth[t][lane])
		}
		w.pass(t, d, f, lane, &spender, &result)
		if !w.atEnd {
			w.purse.grow(f.growth[t][lane])
		}
		if balances != nil {
			balances[t+1][lane] = w.purse.total()
		}
	}
	switch {
	case result.unfunded > 0:
		result.slack = -result.unfunded
	case w.rule.kind == constantRule:
		result.slack = max(w.purse.total(), 0)
	default:
		result.slack = max(result.slack, 0) // below is rounding
	}
	return result
}

// pass is the money of one year: in, out, and what is left for the rest.
func (w *walker) pass(t int, d dials, f futures, lane int, spender *spender, result *outcome) {
	y, price, priceGrowth := &w.years[t], f.deflator[t][lane], 1.0
	if w.atEnd {
		price = f.deflator[t+1][lane]
		priceGrowth = price / f.deflator[t][lane]
	}
	w.purse.put(y.saved+float64(d.saving*w.units[t]), y.in+float64(y.inNominal*price))
	cash := w.purse.distribute(w.divisor(t), priceGrowth)
	fixed := y.out + float64(y.outNominal*price)
	missing, spare := w.settle(fixed, cash)
	if y.retired {
		spare = w.spend(t, d, w.look(t, f, lane), price, spare, spender, result)
	}
	w.purse.put(0, spare)
	missing = w.purse.pay(missing) // a surplus of income pays for it too
	w.miss(result, t, missing)
	result.spent += fixed - missing
}

// settle pays a net amount from cash at hand, then from the purse.
func (w *walker) settle(amount, cash float64) (missing, spare float64) {
	if amount <= cash {
		return 0, cash - amount
	}
	return w.purse.pay(amount - cash), 0
}

// spend pays a year of retirement from cash at hand, other income and the
// purse, and returns what is left over.
func (w *walker) spend(t int, d dials, seen year, price, cash float64, spender *spender, result *outcome) (spare float64) {
	y := &w.years[t]
	seen.balance += cash
	seen.income = y.income + float64(y.incomeNominal*price)
	seen.target, seen.phases = w.target(y, d.spending, price), w.asPlanned(y.phases, price)
	planned := spender.spend(w.asPlanned(d.spending, price), seen)
	missing, spare := w.settle(planned, cash+seen.income)
	paid := planned - missing
	result.spent += paid
	if w.rule.kind == constantRule {
		w.miss(result, t, missing)
		return spare
	}
	enough := float64(w.rule.least * seen.target)
	w.miss(result, t, enough-paid)
	result.slack = min(result.slack, paid-enough)
	return spare
}

// miss books what a year could not pay, unless it is rounding.
func (w *walker) miss(o *outcome, year int, missing float64) {
	if missing > w.tolerance*(1-w.tax) {
		o.lack(year, missing)
	}
}

// look is what a rule may see of the year besides its flows.
func (w *walker) look(t int, f futures, lane int) year {
	seen := year{
		share: w.years[t].share, balance: w.purse.total(), net: w.purse.net(),
		left: w.length - t, growth: noReturnKnown, shrink: 1,
	}
	last := t - 1 // the year whose returns are the newest
	if w.atEnd {
		last = t
	}
	if last >= 0 {
		seen.shrink = f.deflator[last+1][lane] / f.deflator[last][lane]
		seen.growth = f.growth[last][lane] / seen.shrink
	}
	return seen
}

func (w *walker) divisor(t int) float64 {
	if w.divisors == nil {
		return 0
	}
	return w.divisors[t]
}

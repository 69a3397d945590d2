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
		growth := f.growth[t][lane]
		if w.divisor(t) != 0 {
			copy(w.purse.started, w.purse.left)
		}
		if w.atEnd {
			w.purse.grow(growth)
		}
		w.pass(t, d, f, lane, &spender, &result)
		if w.purse.borrows {
			if total := w.purse.total(); total < result.slack {
				result.slack = total
			}
		}
		if !w.atEnd {
			w.purse.grow(growth)
		}
		if balances != nil {
			balances[t+1][lane] = w.purse.total()
		}
	}
	return result
}

// reserve is the least that is ever left in a future if what is missing is
// borrowed at the balance's own return; for rules that adapt it is the least
// distance of spending from what is enough. Below zero the plan falls short. It
// falls in spending almost in straight lines.
func (w *walker) reserve(d dials, f futures, lane int) float64 {
	w.purse.borrows = w.rule.kind == constantRule
	end := w.walkPots(d, f, lane, nil)
	switch {
	case w.purse.borrows:
		w.purse.borrows = false
		return end.slack
	case end.unfunded > 0:
		return -end.unfunded
	default:
		return max(end.slack, 0) // below is rounding
	}
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
	borrows := w.purse.borrows
	w.purse.borrows = false // before a surplus of income has paid for it
	missing, spare := w.settle(fixed, cash)
	w.purse.borrows = borrows
	distributed := spare
	if y.retired {
		income, target := y.income+float64(y.incomeNominal*price), w.target(y, d.spending, price)
		if w.rule.kind == constantRule {
			spare = w.spend(t, target, spare+income, result)
		} else {
			seen := w.look(t, f, lane)
			seen.balance += spare
			seen.income, seen.target, seen.phases = income, target, w.asPlanned(y.phases, price)
			seen.ahead = y.ahead + float64(y.aheadNominal*price)
			spare = w.adapt(t, spender, w.asPlanned(d.spending, price), seen, spare+income, result)
		}
	}
	w.purse.put(0, spare)
	w.purse.saved = w.purse.saved || distributed > 0 && spare > 0
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

// spend pays a year of retirement from cash at hand and the purse, and returns
// what is left over.
func (w *walker) spend(t int, planned, cash float64, result *outcome) (spare float64) {
	missing, spare := w.settle(planned, cash)
	result.spent += planned - missing
	w.miss(result, t, missing)
	return spare
}

// adapt is spend by a rule that decides what is spent: it succeeds where that
// is enough.
func (w *walker) adapt(t int, s *spender, annual float64, seen year, cash float64, result *outcome) (spare float64) {
	planned := s.spend(annual, seen)
	missing, spare := w.settle(planned, cash)
	paid, enough := planned-missing, float64(w.rule.least*seen.target)
	result.spent += paid
	w.miss(result, t, enough-paid)
	result.slack = min(result.slack, paid-enough)
	return spare
}

// look is what a rule may see of the year besides its flows.
func (w *walker) look(t int, f futures, lane int) year {
	seen := year{
		share: w.years[t].share, partial: w.years[t].working > 0,
		balance: w.purse.total(), net: w.purse.net(), left: w.length - t, growth: noReturnKnown, shrink: 1,
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

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
	if result.unfunded > 0 {
		result.slack = -result.unfunded
	} else if w.rule.kind == constantRule {
		result.slack = w.purse.total()
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
	w.miss(result, t, missing)
	result.spent += fixed - missing
	if y.retired {
		w.spend(t, d, w.news(t, f, lane), price, spare, spender, result)
		return
	}
	w.purse.put(0, spare)
}

// settle pays a net amount from cash at hand, then from the purse.
func (w *walker) settle(amount, cash float64) (missing, spare float64) {
	if amount <= cash {
		return 0, cash - amount
	}
	return w.purse.pay(amount - cash), 0
}

// spend pays a year of retirement from cash at hand, other income and the
// purse; what is left over is saved.
func (w *walker) spend(t int, d dials, last news, price, cash float64, spender *spender, result *outcome) {
	y := &w.years[t]
	income := y.income + float64(y.incomeNominal*price)
	target := w.target(y, d.spending, price)
	planned := spender.spend(d.spending, w.look(t, last, target, income, cash))
	missing, spare := w.settle(planned, cash+income)
	w.purse.put(0, spare)
	paid := planned - missing
	result.spent += paid
	if w.rule.kind == constantRule {
		w.miss(result, t, missing)
		return
	}
	enough := float64(w.rule.least * target)
	w.miss(result, t, enough-paid)
	result.slack = min(result.slack, paid-enough)
}

// miss books what a year could not pay, unless it is rounding.
func (w *walker) miss(o *outcome, year int, missing float64) {
	if missing > w.tolerance*(1-w.tax) {
		o.lack(year, missing)
	}
}

// look is what a rule may see of the year.
func (w *walker) look(t int, last news, target, income, cash float64) year {
	y := &w.years[t]
	return year{
		target: target, share: y.share, phases: y.phases, income: income, news: last,
		balance: w.purse.total() + cash, net: w.purse.net(), left: w.length - t,
	}
}

// news is of the newest year whose returns are known.
func (w *walker) news(t int, f futures, lane int) news {
	last := t - 1
	if w.atEnd {
		last = t
	}
	if last < 0 {
		return news{growth: 1, shrink: 1}
	}
	shrink := f.deflator[last+1][lane] / f.deflator[last][lane]
	return news{growth: f.growth[last][lane] / shrink, shrink: shrink}
}

func (w *walker) divisor(t int) float64 {
	if w.divisors == nil {
		return 0
	}
	return w.divisors[t]
}

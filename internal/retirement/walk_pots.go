package retirement

import "math"

// walkPots is the walk of any schedule: several pots with their taxes and
// distributions, and every rule.
func (w *walker) walkPots(d dials, f future, balances []float64) outcome {
	result := outcome{underpaid: never, slack: math.Inf(1)}
	spender := spender{rule: w.rule}
	w.purse.open(d.capital)
	if balances != nil {
		balances[0] = w.purse.total()
	}
	for t := range w.years {
		copy(w.purse.started, w.purse.left)
		if w.atEnd {
			w.purse.grow(f.growth[t][f.lane])
		}
		w.pass(t, d, f, &spender, &result)
		if !w.atEnd {
			w.purse.grow(f.growth[t][f.lane])
		}
		if balances != nil {
			balances[t+1] = w.purse.total()
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
func (w *walker) pass(t int, d dials, f future, spender *spender, result *outcome) {
	y, price, priceGrowth := &w.years[t], f.deflator[t][f.lane], 1.0
	if w.atEnd {
		price = f.deflator[t+1][f.lane]
		priceGrowth = price / f.deflator[t][f.lane]
	}
	w.purse.put(y.saved+float64(d.saving*w.units[t]), y.in+float64(y.inNominal*price))
	cash := w.purse.distribute(w.divisor(t), priceGrowth)
	fixed := y.out + float64(y.outNominal*price)
	missing, spare := w.settle(fixed, cash)
	w.fallShort(result, t, missing)
	result.spent += fixed - missing
	if y.retired {
		w.spend(t, d, f, price, spare, spender, result)
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
func (w *walker) spend(t int, d dials, f future, price, cash float64, spender *spender, result *outcome) {
	y := &w.years[t]
	income := y.income + float64(y.incomeNominal*price)
	target := w.target(y, d.spending, price)
	planned := spender.spend(d.spending, w.look(t, f, target, income, cash))
	missing, spare := w.settle(planned, cash+income)
	w.purse.put(0, spare)
	paid := planned - missing
	result.spent += paid
	if w.rule.kind == constantRule {
		w.fallShort(result, t, missing)
		return
	}
	enough := float64(w.rule.least * target)
	w.fallShort(result, t, enough-paid)
	result.slack = min(result.slack, paid-enough)
}

// look is what a rule may see of the year.
func (w *walker) look(t int, f future, target, income, cash float64) year {
	y := &w.years[t]
	seen := year{
		target: target, share: y.share, phases: y.phases, income: income,
		balance: w.purse.total() + cash, net: w.purse.net(), left: w.length - t,
		growth: noReturnKnown, shrink: 1,
	}
	last := t - 1 // the year whose returns are the newest
	if w.atEnd {
		last = t
	}
	if last >= 0 {
		seen.shrink = f.deflator[last+1][f.lane] / f.deflator[last][f.lane]
		seen.growth = f.growth[last][f.lane] / seen.shrink
	}
	return seen
}

func (w *walker) divisor(t int) float64 {
	if w.divisors == nil {
		return 0
	}
	return w.divisors[t]
}

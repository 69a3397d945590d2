package retirement

// never is the year index of a future that pays everything.
const never = -1

// outcome is one future of a plan, in today's dollars.
type outcome struct {
	underpaid int     // the first year that is not paid in full, or never
	unfunded  float64 // planned spending that was not paid
	spent     float64 // spending that was paid
	slack     float64 // how far the future is from failing, below zero from succeeding
}

// futures are eight futures of one plan side by side.
type futures struct {
	growth   []wide // real, after fees, by year
	deflator []wide // 1 ÷ the price index, by year; one more than years
}

// walker takes a plan through futures; it belongs to one worker.
type walker struct {
	*schedule
	purse *purse
}

func newWalker(s *schedule) *walker { return &walker{schedule: s, purse: newPurse(s)} }

// walk takes the plan through eight futures. balances, of length years+1 or
// nil, receives today's balance and that after every year.
func (w *walker) walk(f futures, balances []wide) (ends [lanes]outcome) {
	if w.simple {
		w.walkOnePot(f, balances, &ends)
		return ends
	}
	for lane := range ends {
		ends[lane] = w.walkPots(dials{spending: w.spending}, f, lane, balances)
	}
	return ends
}

// walkOnePot is the walk of a simple schedule, where everything is one pot.
func (w *walker) walkOnePot(f futures, balances []wide, ends *[lanes]outcome) {
	var balance, due, planned wide
	for lane := range lanes {
		balance[lane], ends[lane].underpaid = w.start, never
	}
	record(balances, 0, &balance)
	for t := range w.years {
		growth, price := &f.growth[t], &f.deflator[t]
		if w.atEnd {
			grow(&balance, growth)
			price = &f.deflator[t+1]
		}
		w.flowing(t, price, &due, &planned)
		for lane := range lanes {
			left, paid := balance[lane]+due[lane], planned[lane]
			if left < 0 {
				paid -= w.fallShort(&ends[lane], t, -left)
				left = 0
			}
			balance[lane] = left
			ends[lane].spent += paid
		}
		if !w.atEnd {
			grow(&balance, growth)
		}
		record(balances, t+1, &balance)
	}
}

func grow(balance, factor *wide) {
	for lane := range lanes {
		balance[lane] = float64(balance[lane] * factor[lane])
	}
}

func record(balances []wide, t int, balance *wide) {
	if balances != nil {
		balances[t] = *balance
	}
}

// flowing is what a year brings to the balance, net, and what is planned to be
// spent. Where no amount is nominal, all eight futures have the same.
func (w *walker) flowing(t int, price, due, planned *wide) {
	y := &w.years[t]
	if y.real {
		for lane := range lanes {
			due[lane], planned[lane] = y.due, y.planned
		}
		return
	}
	for lane := range lanes {
		in, gross, plan := w.due(y, w.spending, price[lane])
		due[lane], planned[lane] = in-gross, plan
	}
}

// fallShort books what a year could not pay of the one pot, unless it is
// rounding, and returns it net of tax.
func (w *walker) fallShort(o *outcome, year int, gross float64) (missing float64) {
	if gross <= w.tolerance {
		return 0
	}
	missing = float64(gross * (1 - w.tax))
	o.lack(year, missing)
	return missing
}

// lack books what was planned in a year and not paid.
func (o *outcome) lack(year int, missing float64) {
	if o.underpaid == never {
		o.underpaid = year
	}
	o.unfunded += missing
}

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
	if w.after.alike || w.after.exact && balances == nil {
		w.walkWorth(f, balances, &ends)
		return ends
	}
	for lane := range ends {
		ends[lane] = w.walkPots(dials{spending: w.spending}, f, lane, balances)
	}
	return ends
}

// walkWorth is the walk in what the money is worth after tax.
func (w *walker) walkWorth(f futures, balances []wide, ends *[lanes]outcome) {
	var left, due, planned wide
	for lane := range lanes {
		left[lane], ends[lane].underpaid = w.after.start, never
	}
	w.record(balances, 0, &left)
	for t := range w.years {
		growth, price := &f.growth[t], &f.deflator[t]
		if w.atEnd {
			grow(&left, growth)
			price = &f.deflator[t+1]
		}
		w.flowing(t, price, &due, &planned)
		for lane := range lanes {
			rest, paid := left[lane]+due[lane], planned[lane]
			if rest < 0 {
				paid += rest
				w.miss(&ends[lane], t, -rest)
				rest = 0
			}
			left[lane] = rest
			ends[lane].spent += paid
		}
		if !w.atEnd {
			grow(&left, growth)
		}
		w.record(balances, t+1, &left)
	}
}

func grow(amount, factor *wide) {
	for lane := range lanes {
		amount[lane] = float64(amount[lane] * factor[lane])
	}
}

// record turns worth into balances.
func (w *walker) record(balances []wide, t int, left *wide) {
	if balances == nil {
		return
	}
	for lane := range lanes {
		balances[t][lane] = left[lane] / w.after.kept
	}
}

// flowing is what a year adds to the worth, and what is planned to be spent.
func (w *walker) flowing(t int, price, due, planned *wide) {
	y := &w.after.years[t]
	for lane := range lanes {
		due[lane], planned[lane] = y.due, y.planned
	}
	if y.real {
		return
	}
	for lane := range lanes {
		due[lane], planned[lane] = w.due(y, w.after.keeps, w.spending, price[lane])
	}
}

// miss books what was planned in a year and not paid, unless it is rounding.
func (w *walker) miss(o *outcome, year int, missing float64) {
	if missing <= w.tolerance {
		return
	}
	if o.underpaid == never {
		o.underpaid = year
	}
	o.unfunded += missing
}

package retirement

import "alex"

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
	ones  wide

	balances [alex.MaxHorizonYears + 1]wide // room for eight futures
}

func newWalker(s *schedule) *walker {
	return &walker{schedule: s, purse: newPurse(s), ones: wide{1, 1, 1, 1, 1, 1, 1, 1}}
}

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

// around is what a year multiplies by before and after its flows, and the
// deflator at which they are.
func (w *walker) around(f futures, t int) (before, after, price *wide) {
	if w.atEnd {
		return &f.growth[t], &w.ones, &f.deflator[t+1]
	}
	return &w.ones, &f.growth[t], &f.deflator[t]
}

// walkWorth is the walk in what the money is worth after tax.
func (w *walker) walkWorth(f futures, balances []wide, ends *[lanes]outcome) {
	var left, spent, unread wide
	for lane := range lanes {
		left[lane], ends[lane].underpaid = w.after.start, never
		if balances != nil {
			balances[0][lane] = w.start
		}
	}
	for t := range w.years {
		y, balance := &w.after.years[t], &unread
		if balances != nil {
			balance = &balances[t+1]
		}
		before, after, price := w.around(f, t)
		for lane := range lanes {
			due, paid := y.due, y.planned
			if !y.real {
				due, paid = w.due(y, w.after.keeps, w.spending, price[lane])
			}
			rest := float64(left[lane]*before[lane]) + due
			if rest < 0 {
				w.miss(&ends[lane], t, -rest)
				paid += rest
				rest = 0
			}
			spent[lane] += paid
			rest = float64(rest * after[lane])
			left[lane], balance[lane] = rest, float64(rest*w.after.gross)
		}
	}
	for lane := range ends {
		ends[lane].spent = spent[lane]
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

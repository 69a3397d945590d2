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

// dials are what a search turns: annual spending, and money added to the plan.
type dials struct {
	spending float64 // a year
	saving   float64 // more in the first year, growing like contributions
	capital  float64 // more today
}

// future is one lane of eight futures side by side.
type future struct {
	growth, deflator []wide
	lane             int
}

// walker takes a plan through futures; it belongs to one worker.
type walker struct {
	*schedule
	purse *purse
}

func newWalker(s *schedule) *walker { return &walker{schedule: s, purse: newPurse(s)} }

// planned are the dials as the plan has them.
func (w *walker) planned() dials { return dials{spending: w.spending} }

// walk takes the plan through one future. balances, of length years+1 or nil,
// receives today's balance and that after every year.
func (w *walker) walk(d dials, f future, balances []float64) outcome {
	if w.simple {
		return w.walkOnePot(d, f, balances)
	}
	return w.walkPots(d, f, balances)
}

// walkOnePot is the walk of a simple schedule, where everything is one pot.
func (w *walker) walkOnePot(d dials, f future, balances []float64) outcome {
	result := outcome{underpaid: never}
	balance, lane := w.start+d.capital, f.lane&(lanes-1)
	if balances != nil {
		balances[0] = balance
	}
	for t := range w.years {
		price := f.deflator[t][lane]
		if w.atEnd {
			balance *= f.growth[t][lane]
			price = f.deflator[t+1][lane]
		}
		in, gross, planned := w.due(&w.years[t], d.spending, price)
		balance += in - gross + float64(d.saving*w.units[t])
		if balance < 0 {
			missing := float64(-balance * (1 - w.tax))
			w.fallShort(&result, t, missing)
			planned -= missing
			balance = 0
		}
		result.spent += planned
		if !w.atEnd {
			balance *= f.growth[t][lane]
		}
		if balances != nil {
			balances[t+1] = balance
		}
	}
	return result
}

// fallShort books what a year could not pay, unless it is rounding.
func (w *walker) fallShort(o *outcome, year int, missing float64) {
	if missing <= w.tolerance*(1-w.tax) {
		return
	}
	if o.underpaid == never {
		o.underpaid = year
	}
	o.unfunded += missing
}

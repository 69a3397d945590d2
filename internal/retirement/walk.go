package retirement

import "context"

// never is the year index of a future that pays everything.
const never = -1

// outcome is one future of a plan, in today's dollars.
type outcome struct {
	underpaid int     // the first year that is not paid in full, or never
	unfunded  float64 // planned spending that was not paid
	spent     float64 // spending that was paid
}

// walk takes a plan through one future with annual spending w. balances, of
// length years+1, receives today's balance and that after every year.
func (s *schedule) walk(w float64, growth, deflator, balances []float64) outcome {
	result := outcome{underpaid: never}
	balance := s.start
	balances[0] = balance
	for t := range s.years {
		price := deflator[t]
		if s.atEnd {
			balance *= growth[t]
			price = deflator[t+1]
		}
		in, gross, planned := s.due(&s.years[t], w, price)
		balance += in - gross
		result.spent += planned
		if balance < 0 {
			s.fallShort(&result, t, -balance)
			balance = 0
		}
		if !s.atEnd {
			balance *= growth[t]
		}
		balances[t+1] = balance
	}
	return result
}

// fallShort books what a year could not pay, unless it is rounding.
func (s *schedule) fallShort(o *outcome, year int, missing float64) {
	if missing <= s.tolerance {
		return
	}
	if o.underpaid == never {
		o.underpaid = year
	}
	net := missing * (1 - s.tax)
	o.unfunded += net
	o.spent -= net
}

// outcomes are every future of a plan.
type outcomes struct {
	each       []outcome
	balances   [][]float64 // by year 0…years, then by path
	affordable []float64   // by path: the highest annual spending it pays in full
}

func (s *schedule) walkAll(ctx context.Context, f *futures, workers int) (*outcomes, error) {
	all := &outcomes{
		each: make([]outcome, f.paths), affordable: make([]float64, f.paths),
		balances: make([][]float64, f.years+1),
	}
	for t := range all.balances {
		all.balances[t] = make([]float64, f.paths)
	}
	err := inBatches(ctx, f.paths, workers, func(first, last int) {
		balances := make([]float64, f.years+1)
		for path := first; path < last; path++ {
			growth, deflator := f.growth(path), f.deflator(path)
			all.each[path] = s.walk(s.spending, growth, deflator, balances)
			all.affordable[path] = s.affordable(growth, deflator)
			for t, balance := range balances {
				all.balances[t][path] = balance
			}
		}
	})
	return all, err
}

func (all *outcomes) successes() int {
	count := 0
	for _, o := range all.each {
		if o.underpaid == never {
			count++
		}
	}
	return count
}

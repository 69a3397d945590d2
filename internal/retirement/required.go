package retirement

import (
	"context"
	"math"
	"slices"

	"alex"
)

// savingNeeded is how much more each future needs to be saved a year; none
// where there is no year left to save in.
func (r *run) savingNeeded(ctx context.Context) ([]float64, error) {
	if r.plan.RetirementAge <= r.plan.CurrentAge {
		return nil, nil
	}
	return r.perFuture(ctx, (*walker).requiredSaving)
}

// mostDollars is the largest amount a year that a plan takes: more is no answer.
const mostDollars = 9_999_999_999

// neededIn turns what each future needs more than there is into the whole with
// which so many percent of the futures are paid in full: order statistics,
// rounded up to the cent. It is nil where more would not help.
func neededIn(more []float64, present float64) *Income {
	if len(more) == 0 {
		return nil
	}
	slices.Sort(more)
	var amounts [4]alex.Money
	for i, percent := range []int{50, 75, 90, 95} {
		needed := more[shareOf(len(more), percent)-1] + present
		if needed > mostDollars {
			return nil
		}
		amounts[i] = alex.Dollars(alex.DecimalFromFloat(max(needed, 0)*(1-1e-12), 8).Ceil(2))
	}
	return &Income{P50: amounts[0], P75: amounts[1], P90: amounts[2], P95: amounts[3]}
}

// requiredSaving is how much more has to be saved in the first year, growing
// as contributions do, for one future to pay everything in full; requiredCapital
// is how much more is needed today. Both are below zero where less would do, and
// +Inf where no amount helps.
func (w *walker) requiredSaving(f futures, lane int) float64 {
	if w.after.exact {
		return w.exactAddition(f, lane, 0, w.after.units)
	}
	return w.least(-w.saving, func(more float64) dials { return dials{saving: more} }, f, lane)
}

func (w *walker) requiredCapital(f futures, lane int) float64 {
	if w.after.exact {
		return w.exactAddition(f, lane, w.after.adds, make([]float64, len(w.years)))
	}
	return w.least(-w.start, func(more float64) dials { return dials{capital: more} }, f, lane)
}

// least searches, upwards from an amount, for the least that is enough.
func (w *walker) least(from float64, turned func(more float64) dials, f futures, lane int) float64 {
	lacking := func(more float64) float64 {
		d := turned(more)
		d.spending = w.spending
		slack := w.reserve(d, f, lane)
		if slack >= 0 { // enough, even where a rule leaves nothing over
			return min(-slack, -math.SmallestNonzeroFloat64)
		}
		return -slack
	}
	b := bracket{low: from, atLow: lacking(from)}
	if b.atLow <= 0 {
		return from
	}
	step := max(w.start, w.spending, 1)
	for b.high = from + step; ; b.high += step {
		if b.atHigh = lacking(b.high); b.atHigh < 0 {
			break
		}
		if b.low, b.atLow, step = b.high, b.atHigh, 4*step; step > 1e15 {
			return math.Inf(1)
		}
	}
	within := w.precision()
	if enough := b.closeIn(lacking, within) + 2*within; lacking(enough) < 0 {
		return enough
	}
	return b.high
}

// exactAddition solves the schedule by worth for money added to it: a times
// capital today and a times units, year by year. Without a floor at zero every
// year's worth is A_t + a·K_t, so that a is the highest −A_t/K_t.
func (s *schedule) exactAddition(f futures, lane int, capital float64, units []float64) float64 {
	lane &= lanes - 1 // spares the bounds checks
	needed := math.Inf(-1)
	value, slope := s.after.start, capital // A_t and K_t
	for t := range s.years {
		price := f.deflator[t][lane]
		if s.atEnd {
			value, slope, price = float64(value*f.growth[t][lane]), float64(slope*f.growth[t][lane]), f.deflator[t+1][lane]
		}
		due, _ := s.due(&s.after.years[t], s.after.keeps, s.spending, price)
		value += due
		slope += units[t]
		switch {
		case slope > 0:
			needed = max(needed, -value/slope)
		case value < -s.tolerance:
			return math.Inf(1)
		}
		if !s.atEnd {
			value, slope = float64(value*f.growth[t][lane]), float64(slope*f.growth[t][lane])
		}
	}
	return needed
}

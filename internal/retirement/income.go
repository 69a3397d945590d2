package retirement

import (
	"math"

	"alex"
)

// affordable is the highest annual spending that one future pays in full
// through the horizon: +Inf where nothing is ever withdrawn for it, -Inf where
// even none is too much.
func (w *walker) affordable(f future) float64 {
	if w.simple {
		return w.exactSpending(f)
	}
	return w.search(func(spending float64) float64 { return w.walk(dials{spending: spending}, f, nil).slack })
}

// exactSpending solves a simple schedule. Without a floor at zero the balance
// B_t(w) after every year's withdrawal is concave and piecewise linear in
// spending w, so w* = max{w : min_t B_t(w) ≥ 0} is found by Newton steps from
// the right: each lands on the lowest root of the years' tangents, never below
// w*. Without tax the first is exact.
func (s *schedule) exactSpending(f future) float64 {
	w := s.lowestRoot(math.Inf(1), f)
	for range maxNewtonSteps {
		if math.IsInf(w, 0) {
			return w
		}
		next := s.lowestRoot(w, f)
		if !(next < w-1e-13*math.Abs(w)) {
			return w
		}
		w = next
	}
	return w
}

const maxNewtonSteps = 200 // two a year is the most a path can need

// lowestRoot is the lowest spending at which the tangent, in w, of a year's
// balance is zero; w = +Inf takes the tangents of very high spending.
func (s *schedule) lowestRoot(w float64, f future) float64 {
	lane := f.lane & (lanes - 1)
	lowest := w
	value, slope := s.start, 0.0 // B_t(w) — at w = +Inf its intercept — and −dB_t/dw
	for t := range s.years {
		price := f.deflator[t][lane]
		if s.atEnd {
			value, slope, price = float64(value*f.growth[t][lane]), float64(slope*f.growth[t][lane]), f.deflator[t+1][lane]
		}
		change, steepness := s.tangent(&s.years[t], w, price)
		value += change
		slope += steepness
		switch {
		case slope > 0:
			lowest = min(lowest, rootOf(w, value, slope))
		case value < -s.tolerance:
			return math.Inf(-1)
		}
		if !s.atEnd {
			value, slope = float64(value*f.growth[t][lane]), float64(slope*f.growth[t][lane])
		}
	}
	return lowest
}

func rootOf(w, value, slope float64) float64 {
	if math.IsInf(w, 1) {
		return value / slope
	}
	return w + value/slope
}

// tangent is a year's net flow at spending w and how fast it falls in w. At
// w = +Inf it is the intercept of the line on which the flow ends up.
func (s *schedule) tangent(y *flows, w, deflator float64) (flow, steepness float64) {
	unit := 1.0
	if !s.indexed {
		unit = deflator
	}
	if math.IsInf(w, 1) {
		in, gross, _ := s.due(&flows{saved: y.saved, in: y.in, inNominal: y.inNominal, out: y.out, outNominal: y.outNominal}, 0, deflator)
		if !y.retired {
			return in - gross, 0
		}
		income := y.income + float64(y.incomeNominal*deflator)
		return in - gross + (income-y.phases*unit)/(1-s.tax), unit * y.share / (1 - s.tax)
	}
	in, gross, _ := s.due(y, w, deflator)
	if !y.retired || w*y.share+y.phases <= 0 {
		return in - gross, 0
	}
	if (w*y.share+y.phases)*unit > y.income+float64(y.incomeNominal*deflator) {
		unit /= 1 - s.tax
	}
	return in - gross, unit * y.share
}

// payableIn is the annual spending that is paid in full in at least percent of
// the futures: the order statistic with zero-based ascending index N − ⌈pN⌉,
// floored to the cent, 0 if negative. sorted is ascending; ok is false where
// any spending is payable because none is ever withdrawn.
func payableIn(sorted []float64, percent int) (income alex.Money, ok bool) {
	n := len(sorted)
	value := sorted[n-(percent*n+99)/100]
	if math.IsInf(value, 1) {
		return alex.Money{}, false
	}
	return floorToCent(value), true
}

// floorToCent forgives rounding in the last bits, so that exactly 40,000 does
// not become 39,999.99.
func floorToCent(value float64) alex.Money {
	if value <= 0 {
		return alex.Money{}
	}
	return alex.Dollars(alex.DecimalFromFloat(value*(1+1e-12), 8).Floor(2))
}

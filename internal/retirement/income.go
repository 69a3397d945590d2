package retirement

import (
	"math"

	"alex"
)

// affordable is the highest annual spending that each of eight futures pays in
// full through the horizon: +Inf where nothing is ever withdrawn for it, -Inf
// where even none is too much.
func (w *walker) affordable(f futures) (most wide) {
	if w.simple {
		return w.exactSpending(f)
	}
	for lane := range most {
		most[lane] = w.search(func(spending float64) float64 {
			return w.walkPots(dials{spending: spending}, f, lane, nil).slack
		})
	}
	return most
}

// exactSpending solves a simple schedule. Without a floor at zero the balance
// B_t(w) after every year's withdrawal is concave and piecewise linear in
// spending w, so w* = max{w : min_t B_t(w) ≥ 0} is found by Newton steps from
// the right: each lands on the lowest root of the years' tangents, never below
// w*. The first takes the lines of very high spending, and is exact unless it
// lands where some year's line is another.
func (s *schedule) exactSpending(f futures) wide {
	roots, kinks := s.highestRoots(f)
	for lane, w := range roots {
		if w < kinks[lane] {
			roots[lane] = s.newton(w, f, lane)
		}
	}
	return roots
}

func (s *schedule) newton(w float64, f futures, lane int) float64 {
	for range maxNewtonSteps {
		if math.IsInf(w, 0) {
			return w
		}
		next := s.lowestRoot(w, f, lane)
		if !(next < w-1e-13*math.Abs(w)) {
			return w
		}
		w = next
	}
	return w
}

const maxNewtonSteps = 200 // two a year is the most a path can need

// line is a year's net flow as spending w becomes very high: flow − slope·w.
// It is the year's line down to the kink, below which other income is more than
// is spent.
type line struct{ flow, slope, kink float64 }

// lineOf is the year's line at a deflator. With a tax rate of zero there is no
// kink but where spending itself would be negative.
func (s *schedule) lineOf(y *flows, deflator float64) line {
	if y.share == 0 { // working, or a survivor who spends nothing of it
		in, gross, _ := s.due(y, 0, deflator)
		return line{flow: in - gross, kink: math.Inf(-1)}
	}
	base := y.saved + y.in + float64(y.inNominal*deflator) - (y.out+float64(y.outNominal*deflator))/(1-s.tax)
	unit, income := s.asPlanned(1, deflator), y.income+float64(y.incomeNominal*deflator)
	l := line{
		flow:  base + (income-float64(y.phases*unit))/(1-s.tax),
		slope: unit * y.share / (1 - s.tax),
		kink:  -y.phases / y.share,
	}
	if s.tax > 0 {
		l.kink = max(l.kink, (income/unit-y.phases)/y.share)
	}
	return l
}

// highestRoots are the lowest roots of the lines of eight futures, and the
// highest of their kinks.
func (s *schedule) highestRoots(f futures) (roots, kinks wide) {
	var value, slope wide // B_t(w) = value − slope·w
	for lane := range lanes {
		value[lane], roots[lane], kinks[lane] = s.start, math.Inf(1), math.Inf(-1)
	}
	for t := range s.years {
		y, growth, price := &s.years[t], &f.growth[t], &f.deflator[t]
		if s.atEnd {
			grow(&value, growth)
			grow(&slope, growth)
			price = &f.deflator[t+1]
		}
		l := y.line
		for lane := range lanes {
			if !y.real {
				l = s.lineOf(y, price[lane])
			}
			v, k := value[lane]+l.flow, slope[lane]+l.slope
			value[lane], slope[lane] = v, k
			if l.kink > kinks[lane] {
				kinks[lane] = l.kink
			}
			if k > 0 {
				if v < roots[lane]*k {
					roots[lane] = v / k
				}
			} else if v < -s.tolerance {
				roots[lane], kinks[lane] = math.Inf(-1), math.Inf(-1)
			}
		}
		if !s.atEnd {
			grow(&value, growth)
			grow(&slope, growth)
		}
	}
	return roots, kinks
}

// lowestRoot is the lowest spending at which the tangent, at w, of a year's
// balance is zero.
func (s *schedule) lowestRoot(w float64, f futures, lane int) float64 {
	lane &= lanes - 1 // spares the bounds checks
	lowest := w
	value, slope := s.start, 0.0 // B_t(w) and −dB_t/dw
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
			lowest = min(lowest, w+value/slope)
		case value < -s.tolerance:
			return math.Inf(-1)
		}
		if !s.atEnd {
			value, slope = float64(value*f.growth[t][lane]), float64(slope*f.growth[t][lane])
		}
	}
	return lowest
}

// tangent is a year's net flow at spending w and how fast it falls in w.
func (s *schedule) tangent(y *flows, w, deflator float64) (flow, steepness float64) {
	in, gross, _ := s.due(y, w, deflator)
	if !y.retired || w*y.share+y.phases <= 0 {
		return in - gross, 0
	}
	unit := s.asPlanned(y.share, deflator)
	if s.target(y, w, deflator) > y.income+float64(y.incomeNominal*deflator) {
		unit /= 1 - s.tax
	}
	return in - gross, unit
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

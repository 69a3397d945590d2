package retirement

import (
	"math"

	"alex"
)

// affordable is the highest annual spending that each of eight futures pays in
// full through the horizon: +Inf where nothing is ever withdrawn for it, -Inf
// where even none is too much.
func (w *walker) affordable(f futures) (most wide) {
	most = w.exactSpending(f)
	if w.after.exact {
		return most
	}
	for lane, guess := range most {
		if !(guess >= 1 && guess < 1e12) {
			guess = max(w.spending, w.start/float64(len(w.years)), 1)
		}
		slack := func(spending float64) float64 { return w.reserve(dials{spending: spending}, f, lane) }
		if most[lane] == guess && w.exactAt(slack, guess) {
			continue
		}
		most[lane] = search(guess, w.precision(), slack)
	}
	return most
}

// exactAt reports that what is paid by worth is what is paid: no distribution
// is saved in a pot that is taxed again.
func (w *walker) exactAt(slack func(float64) float64, spending float64) bool {
	if w.rule.kind != constantRule {
		return false
	}
	slack(spending)
	return !w.purse.saved
}

// exactSpending solves the schedule by worth. Without a floor at zero the worth
// B_t(w) after every year's spending is concave and piecewise linear in annual
// spending w, so w* = max{w : min_t B_t(w) ≥ 0} is found by Newton steps from
// the right: each lands on the lowest root of the years' tangents, never below
// w*. The first takes the lines of very high spending, and is exact unless it
// lands where some year's line is another.
func (w *walker) exactSpending(f futures) wide {
	roots, kinks := w.highestRoots(f)
	for lane, root := range roots {
		if root < kinks[lane] {
			roots[lane] = w.newton(root, f, lane)
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

// line is what a year adds to the worth as spending w becomes very high:
// flow − slope·w. It is so down to the kink, below which other income is more
// than is spent, or spending would be below zero.
type line struct{ flow, slope, kink float64 }

func (s *schedule) lineOf(y *effect, keeps, deflator float64) line {
	if y.share == 0 { // working, or a survivor who spends nothing of it
		flow, _ := s.due(y, keeps, 0, deflator)
		return line{flow: flow, kink: math.Inf(-1)}
	}
	unit, income := s.asPlanned(1, deflator), y.income+float64(y.incomeNominal*deflator)
	flow := y.saved + y.in + float64(y.inNominal*deflator) - y.out - float64(y.outNominal*deflator)
	l := line{flow: flow + income - float64(y.phases*unit), slope: unit * y.share, kink: -y.phases / y.share}
	if keeps < 1 {
		l.kink = max(l.kink, (income/unit-y.phases)/y.share)
	}
	return l
}

// highestRoots are the lowest roots of the lines of eight futures, and the
// highest of their kinks.
func (w *walker) highestRoots(f futures) (roots, kinks wide) {
	var value, slope wide // B_t(w) = value − slope·w
	for lane := range lanes {
		value[lane], roots[lane], kinks[lane] = w.after.start, math.Inf(1), math.Inf(-1)
	}
	for t := range w.years {
		y := &w.after.years[t]
		before, after, price := w.around(f, t)
		l := y.line
		for lane := range lanes {
			if !y.real {
				l = w.lineOf(y, w.after.keeps, price[lane])
			}
			v := float64(value[lane]*before[lane]) + l.flow
			k := float64(slope[lane]*before[lane]) + l.slope
			if l.kink > kinks[lane] {
				kinks[lane] = l.kink
			}
			if k > 0 {
				if v < roots[lane]*k {
					roots[lane] = v / k
				}
			} else if v < -w.tolerance {
				roots[lane], kinks[lane] = math.Inf(-1), math.Inf(-1)
			}
			value[lane], slope[lane] = float64(v*after[lane]), float64(k*after[lane])
		}
	}
	return roots, kinks
}

// lowestRoot is the lowest spending at which the tangent, at w, of a year's
// worth is zero.
func (s *schedule) lowestRoot(w float64, f futures, lane int) float64 {
	lane &= lanes - 1 // spares the bounds checks
	lowest := w
	value, slope := s.after.start, 0.0 // B_t(w) and −dB_t/dw
	for t := range s.years {
		price := f.deflator[t][lane]
		if s.atEnd {
			value, slope, price = float64(value*f.growth[t][lane]), float64(slope*f.growth[t][lane]), f.deflator[t+1][lane]
		}
		change, steepness := s.tangent(&s.after.years[t], w, price)
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

// tangent is what a year adds to the worth at spending w, and how fast that
// falls in w.
func (s *schedule) tangent(y *effect, w, deflator float64) (due, steepness float64) {
	due, _ = s.due(y, s.after.keeps, w, deflator)
	if !y.retired || w*y.share+y.phases <= 0 {
		return due, 0
	}
	steepness = s.asPlanned(y.share, deflator)
	if s.target(&y.flows, w, deflator) <= y.income+float64(y.incomeNominal*deflator) {
		steepness *= s.after.keeps
	}
	return due, steepness
}

// payableRank is the order statistic, counted from 0 in ascending order, of what
// each of n futures can pay that is paid in at least percent of them: N − ⌈pN⌉.
func payableRank(n, percent int) int { return n - shareOf(n, percent) }

// payableIn is the annual spending that is paid in full in at least percent of
// the futures, floored to the cent, 0 if negative. sorted is ascending; ok is
// false where any spending is payable because none is ever withdrawn.
func payableIn(sorted []float64, percent int) (income alex.Money, ok bool) {
	value := sorted[payableRank(len(sorted), percent)]
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
	return alex.Dollars(alex.DecimalFromFloat(value*(1+1e-12)+10*closeEnough, 8).Floor(2))
}

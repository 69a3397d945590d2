package retirement

import "math"

// search finds, in one future, the largest amount at which slack is not below
// zero, for plans without a closed form: +Inf where slack never falls below
// zero, -Inf where it is below zero even at nothing. slack must fall.
func (w *walker) search(slack func(amount float64) float64) float64 {
	b := bracket{atLow: slack(0)}
	if b.atLow < 0 {
		return math.Inf(-1)
	}
	b.high = max(w.spending, w.start/float64(len(w.years)), 1)
	for b.atHigh = slack(b.high); b.atHigh >= 0; b.atHigh = slack(b.high) {
		if b.low, b.atLow, b.high = b.high, b.atHigh, 4*b.high; b.high > 1e15 {
			return math.Inf(1)
		}
	}
	return b.closeIn(slack)
}

// bracket encloses the zero of a falling function: atLow ≥ 0 > atHigh.
type bracket struct {
	low, high     float64
	atLow, atHigh float64
	kept          int // how often the same end has stood still: the high one above zero, the low one below
}

// closeIn narrows the bracket to a thousandth of a dollar and returns its low
// end: the Illinois variant of regula falsi (Dowell and Jarratt 1971), with a
// bisection every third turn against functions that jump.
func (b *bracket) closeIn(f func(float64) float64) float64 {
	for turn := 0; turn < 200 && b.high-b.low > max(1e-3, 1e-13*b.high); turn++ {
		at := b.low + (b.high-b.low)*(b.atLow/(b.atLow-b.atHigh))
		if turn%3 == 2 || !(at > b.low && at < b.high) {
			at = b.low + (b.high-b.low)/2
		}
		b.take(at, f(at))
	}
	return b.low
}

// take moves the end on whose side the value lies; an end that stands still
// twice counts for half.
func (b *bracket) take(at, value float64) {
	if value >= 0 {
		b.low, b.atLow, b.kept = at, value, max(b.kept, 0)+1
		if b.kept > 1 {
			b.atHigh /= 2
		}
		return
	}
	b.high, b.atHigh, b.kept = at, value, min(b.kept, 0)-1
	if b.kept < -1 {
		b.atLow /= 2
	}
}

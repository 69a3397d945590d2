package retirement

import "math"

// search finds, in one future, the largest amount at which slack is not below
// zero, for plans without a closed form, from a guess on and to within so many
// dollars: +Inf where slack never falls below zero, -Inf where it is below zero
// even at nothing. slack must fall.
func search(guess, within float64, slack func(amount float64) float64) float64 {
	at := slack(guess)
	b := bracket{low: guess, atLow: at, high: guess, atHigh: at}
	for step := within; b.atHigh >= 0; step = wider(step, guess) {
		if b.low, b.atLow = b.high, b.atHigh; b.high > 1e15 {
			return math.Inf(1)
		}
		b.high += step
		b.atHigh = slack(b.high)
	}
	for step := within; b.atLow < 0; step = wider(step, guess) {
		if b.high, b.atHigh = b.low, b.atLow; b.low <= 0 {
			return math.Inf(-1)
		}
		b.low = max(b.low-step, 0)
		b.atLow = slack(b.low)
	}
	return b.closeIn(slack, within)
}

// wider is the next step away from a guess: it may be exact, or near, or bad.
func wider(step, guess float64) float64 { return max(.02*guess, 4*step) }

// bracket encloses the zero of a falling function: atLow ≥ 0 > atHigh.
type bracket struct {
	low, high     float64
	atLow, atHigh float64
	kept          int // how often the same end has stood still: the high one above zero, the low one below
}

// Where a search ends, in dollars: cents are told, but spending that adapts to
// balances jumps, so that its cents would mean nothing.
const (
	closeEnough       = 1e-7
	closeEnoughToJump = .25
)

func (w *walker) precision() float64 {
	if w.rule.kind == constantRule {
		return closeEnough
	}
	return closeEnoughToJump
}

// closeIn narrows the bracket until its low end is close enough to the zero,
// and returns it: the Illinois variant of regula falsi (Dowell and Jarratt
// 1971), with bisections where that is slow, as with a function that jumps.
func (b *bracket) closeIn(f func(float64) float64, within float64) float64 {
	const swift = 8
	for turn := 0; turn < 200 && b.high-b.low > max(within, 1e-13*b.high); turn++ {
		step := (b.high - b.low) * (b.atLow / (b.atLow - b.atHigh))
		if within == closeEnough && step < within && b.atLow > 0 && turn > 1 { // nearly straight by then
			break
		}
		if turn > swift && turn%2 == 0 || !(step > 0 && b.low+step < b.high) {
			step = (b.high - b.low) / 2
		}
		b.take(b.low+step, f(b.low+step))
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

package retirement

import (
	"math"

	"alex"
)

// HistogramBin is the share of the futures whose balance at the horizon is at
// least From and below To; To is null in the last, which has no end. The first
// bin, from 0 to 0, is those that end with nothing.
type HistogramBin struct {
	From  alex.Money  `json:"from"`
	To    *alex.Money `json:"to"`
	Share float64     `json:"share"`
}

// endingBins is how many bins of one width lie below the best tenth of the
// futures, at most. One more holds what is beyond them.
const endingBins = 14

// endingHistogram counts what the futures end with; p90 is what nine in ten of
// them stay below.
func endingHistogram(balances []float64, p90 float64) []HistogramBin {
	width := roundWidth(p90 / endingBins)
	last := int(math.Ceil(p90 / width))
	counts, empty := make([]int, last+1), 0
	for _, balance := range balances {
		if balance < 0.005 { // no cent
			empty++
			continue
		}
		counts[binOf(balance/width, last)]++
	}
	share := func(count int) float64 { return float64(count) / float64(len(balances)) }
	nothing := dollars(0)
	bins := []HistogramBin{{From: nothing, To: &nothing, Share: share(empty)}}
	for i, count := range counts {
		bin := HistogramBin{From: dollars(float64(i) * width), Share: share(count)}
		if i < last {
			to := dollars(float64(i+1) * width)
			bin.To = &to
		}
		bins = append(bins, bin)
	}
	return bins
}

// binOf is the bin of a balance counted in widths. Wild assumptions end with
// more than a whole number can count.
func binOf(widths float64, last int) int {
	if widths < float64(last) {
		return int(widths)
	}
	return last
}

// roundWidth is the next of 1, 2, 2.5, 5 and 10 times a power of ten, from ten
// dollars on.
func roundWidth(least float64) float64 {
	power := 10.0
	for power*10 < least {
		power *= 10
	}
	for _, step := range []float64{1, 2, 2.5, 5} {
		if step*power >= least {
			return step * power
		}
	}
	return 10 * power
}

package retirement

import (
	"math"
	"slices"
)

// quantiles are those of values at ascending probabilities by linear
// interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
func quantiles(values, probabilities []float64) []float64 {
	return new(bins).quantiles(values, probabilities)
}

// quantiles is the same with bins that may have been used before.
func (b *bins) quantiles(values, probabilities []float64) []float64 {
	last := len(values) - 1
	ranks := make([]int, 0, 2*len(probabilities))
	for _, p := range probabilities {
		low := int(math.Floor(p * float64(last)))
		ranks = append(ranks, low, min(low+1, last))
	}
	at := b.orderStatistics(values, ranks)
	found := make([]float64, len(probabilities))
	for i, p := range probabilities {
		h := p * float64(last)
		below, above := at[2*i], at[2*i+1]
		found[i] = below + float64((h-math.Floor(h))*(above-below))
	}
	return found
}

// Below so many values sorting is quickest.
const sortBelow = 512

// orderStatistics are the values of the given ranks, ascending from 0, as
// sorting would find them: values are counted into bins, and only the bins that
// hold a rank are sorted.
func (b *bins) orderStatistics(values []float64, ranks []int) []float64 {
	found := make([]float64, len(ranks))
	if !b.sort(values) {
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		for i, rank := range ranks {
			found[i] = sorted[rank]
		}
		return found
	}
	b.gather(values, ranks)
	for i, rank := range ranks {
		bin := b.binOf(rank)
		found[i] = b.gathered[int(b.place[bin])-int(b.count[bin])+rank-b.before(bin)]
	}
	return found
}

const binCount = 1024

// bins count values between two that a small sample takes for the ends; what
// lies outside falls into the first or the last.
type bins struct {
	of       []uint16 // the bin of each value
	count    [binCount]int32
	place    [binCount]int32 // of a wanted bin: where in gathered its values end
	through  [binCount]int32 // values up to and in a bin
	gathered []float64
}

// sort puts every value into a bin. It is not ok where sorting is as good.
func (b *bins) sort(values []float64) (ok bool) {
	if len(values) < sortBelow {
		return false
	}
	var sampled [32]float64
	for i := range sampled {
		sampled[i] = values[(2*i+1)*len(values)/(2*len(sampled))]
	}
	slices.Sort(sampled[:])
	low, high := sampled[0], sampled[len(sampled)-1]
	scale := binCount / (high - low)
	if !(high > low) || math.IsInf(scale, 0) || math.IsInf(high, 0) || math.IsInf(low, 0) {
		return false
	}
	*b = bins{of: slices.Grow(b.of[:0], len(values))[:len(values)], gathered: b.gathered}
	for i, v := range values {
		bin := binCount - 1
		if x := (v - low) * scale; x < binCount {
			bin = max(int(x), 0)
		}
		b.of[i] = uint16(bin)
		b.count[bin&(binCount-1)]++
	}
	sum := int32(0)
	for i, count := range b.count {
		sum += count
		b.through[i] = sum
	}
	return true
}

func (b *bins) before(bin int) int { return int(b.through[bin] - b.count[bin]) }

func (b *bins) binOf(rank int) int {
	bin, _ := slices.BinarySearch(b.through[:], int32(rank)+1)
	return bin
}

// gather collects and sorts the bins that hold a rank.
func (b *bins) gather(values []float64, ranks []int) {
	var wanted [binCount]bool
	room := int32(0)
	for _, rank := range ranks {
		if bin := b.binOf(rank); !wanted[bin] {
			wanted[bin] = true
			b.place[bin] = room
			room += b.count[bin]
		}
	}
	b.gathered = slices.Grow(b.gathered[:0], int(room))[:room]
	for i, bin := range b.of {
		if bin &= binCount - 1; wanted[bin] {
			b.gathered[b.place[bin]] = values[i]
			b.place[bin]++
		}
	}
	for bin, want := range wanted {
		if want {
			end := b.place[bin]
			slices.Sort(b.gathered[end-b.count[bin] : end])
		}
	}
}

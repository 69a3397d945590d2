package retirement

import (
	"math"
	"slices"
)

// quantiles are those of values at ascending probabilities by linear
// interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
// values is reordered.
func quantiles(values, probabilities []float64) []float64 {
	last := len(values) - 1
	ranks := make([]int, 0, 2*len(probabilities))
	for _, p := range probabilities {
		low := int(math.Floor(p * float64(last)))
		ranks = append(ranks, low, min(low+1, last))
	}
	slices.Sort(ranks)
	placeRanks(values, slices.Compact(ranks), 0)
	found := make([]float64, len(probabilities))
	for i, p := range probabilities {
		h := p * float64(last)
		low := int(math.Floor(h))
		below, above := values[low], values[min(low+1, last)]
		found[i] = below + float64((h-float64(low))*(above-below))
	}
	return found
}

const sortBelow = 48

// placeRanks partly sorts values until each of the ascending ranks, counted
// from offset, holds its order statistic: quickselect for several ranks.
func placeRanks(values []float64, ranks []int, offset int) {
	for len(ranks) > 0 {
		if len(values) <= sortBelow {
			slices.Sort(values)
			return
		}
		low, high := partition(values, ninther(values))
		left, _ := slices.BinarySearch(ranks, offset+low)
		right, _ := slices.BinarySearch(ranks, offset+high)
		placeRanks(values[:low], ranks[:left], offset)
		values, ranks, offset = values[high:], ranks[right:], offset+high
	}
}

// partition orders values as below, equal to and above pivot; the equal ones
// are values[low:high].
func partition(values []float64, pivot float64) (low, high int) {
	high = len(values)
	for i := 0; i < high; {
		switch v := values[i]; {
		case v < pivot:
			values[i], values[low] = values[low], v
			low++
			i++
		case v > pivot:
			high--
			values[i], values[high] = values[high], v
		default:
			i++
		}
	}
	return low, high
}

func ninther(values []float64) float64 {
	step := len(values) / 9
	at := func(i int) float64 { return values[i*step] }
	return median(median(at(0), at(1), at(2)), median(at(3), at(4), at(5)), median(at(6), at(7), at(8)))
}

func median(a, b, c float64) float64 {
	return max(min(a, b), min(max(a, b), c))
}

package retirement

import "math"

const z95 = 1.959963984540054 // two-sided 95 % of the normal distribution

// wilson is the 95 % interval of a rate of k in n (Wilson 1927); at 0 and n
// the rule of three gives the open end.
func wilson(k, n int) (low, high float64) {
	p, size := float64(k)/float64(n), float64(n)
	switch k {
	case 0:
		return 0, min(3/size, 1)
	case n:
		return max(1-3/size, 0), 1
	}
	center := p + z95*z95/(2*size)
	spread := z95 * math.Sqrt(p*(1-p)/size+z95*z95/(4*size*size))
	scale := 1 + z95*z95/size
	return (center - spread) / scale, (center + spread) / scale
}

// standardError is that of a rate of k in n: √(p(1−p)/n).
func standardError(k, n int) float64 {
	p := float64(k) / float64(n)
	return math.Sqrt(p * (1 - p) / float64(n))
}

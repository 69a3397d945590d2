package retirement

import (
	"math"
	"math/bits"
)

// stream is the generator PCG-DXSM of math/rand/v2 (O'Neill 2014), kept here so
// that its draws can be inlined. A test holds both streams to the same bits.
type stream struct{ hi, lo uint64 }

// next is the next 64 random bits.
func (s *stream) next() (u uint64) {
	u, s.hi, s.lo = advance(s.hi, s.lo)
	return u
}

// advance is next on a state in registers.
func advance(hi, lo uint64) (u, nextHi, nextLo uint64) {
	const (
		multiplierHi, multiplierLo = 2549297995355413924, 4865540595714422341
		incrementHi, incrementLo   = 6364136223846793005, 1442695040888963407
		cheapMultiplier            = 0xda942042e4dd58b5
	)
	productHi, productLo := bits.Mul64(lo, multiplierLo)
	productHi += hi*multiplierLo + lo*multiplierHi
	lo, carry := bits.Add64(productLo, incrementLo, 0)
	hi, _ = bits.Add64(productHi, incrementHi, carry)
	u = hi ^ hi>>32
	u *= cheapMultiplier
	u ^= u >> 48
	return u * (lo | 1), hi, lo
}

// uniform lies in [0, 1) with 53 random bits.
func (s *stream) uniform() float64 { return float64(s.next()<<11>>11) / (1 << 53) }

// below is uniform in [0, n) to within 2⁻⁶⁴·n, which no sample can tell.
func (s *stream) below(n int) int {
	hi, _ := bits.Mul64(s.next(), uint64(n))
	return int(hi)
}

// ziggurat draws standard normals by the method of Marsaglia and Tsang (2000)
// with 128 strips: the same draws as math/rand/v2 makes of the same stream.
type ziggurat struct {
	accept [128]int64   // below this a draw lies inside its strip
	width  [128]float64 // of a strip, per unit of the draw; to single precision
	height [128]float32 // of the density at the strip's edge
	exp    *exponential
}

const (
	tailStart = 3.442619855899
	stripArea = 9.91256303526217e-3
)

func newZiggurat(exp *exponential) *ziggurat {
	const unit = 1 << 31
	density := func(x float64) float64 { return math.Exp(-.5 * x * x) }
	z := &ziggurat{exp: exp}
	edge, inner := tailStart, tailStart
	bottom := stripArea / density(edge)
	z.accept[0], z.width[0], z.height[0] = int64(edge/bottom*unit), single(bottom/unit), 1
	z.width[127], z.height[127] = single(edge/unit), float32(density(edge))
	for i := 126; i >= 1; i-- {
		edge = math.Sqrt(-2 * math.Log(stripArea/edge+density(edge)))
		z.accept[i+1], inner = int64(edge/inner*unit), edge
		z.width[i], z.height[i] = single(edge/unit), float32(density(edge))
	}
	return z
}

func single(x float64) float64 { return float64(float32(x)) }

// fill draws len(out) normals into one lane of out.
func (z *ziggurat) fill(s *stream, out []wide, lane int) {
	hi, lo := s.hi, s.lo
	for k := range out {
		var u uint64
		u, hi, lo = advance(hi, lo)
		j, strip := int64(int32(u)), u>>32&127
		x := float64(j) * z.width[strip]
		if sign := j >> 63; j^sign-sign >= z.accept[strip] {
			s.hi, s.lo = hi, lo
			x = z.edge(s, j, strip, x)
			hi, lo = s.hi, s.lo
		}
		out[k][lane&(lanes-1)] = x
	}
	s.hi, s.lo = hi, lo
}

// edge decides a draw that lies outside the sure part of its strip: it is one
// in eighty.
func (z *ziggurat) edge(s *stream, j int64, strip uint64, x float64) float64 {
	for {
		if strip == 0 {
			return s.tail(j > 0)
		}
		between := float32(float32(s.uniform()) * (z.height[strip-1] - z.height[strip]))
		if z.height[strip]+between < float32(z.exp.of(float64(-.5*x)*x)) {
			return x
		}
		u := s.next()
		j, strip = int64(int32(u)), u>>32&127
		if x = float64(j) * z.width[strip]; max(j, -j) < z.accept[strip] {
			return x
		}
	}
}

// tail draws beyond the last strip.
func (s *stream) tail(positive bool) float64 {
	for {
		x := -math.Log(s.uniform()) * (1.0 / tailStart)
		y := -math.Log(s.uniform())
		if y+y < x*x {
			continue
		}
		if positive {
			return tailStart + x
		}
		return -tailStart - x
	}
}

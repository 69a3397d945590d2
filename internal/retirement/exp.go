package retirement

import (
	"math"
	"math/big"
)

// exponential raises e to many powers at once. Each product is rounded before
// it is added, so that every architecture gives the same bits; the result is
// within two units of the last place for |x| ≤ 700.
//
// e^x = 2^(n/128)·e^r with n the nearest integer to 128·x/ln 2, so that
// |r| ≤ ln 2/256: a table, and a polynomial of degree five (Tang 1989).
type exponential struct {
	roots [128]float64 // 2^(i/128)
}

func newExponential() *exponential {
	e := &exponential{}
	root := big.NewFloat(2).SetPrec(100)
	for range 7 {
		root.Sqrt(root)
	}
	power := big.NewFloat(1).SetPrec(100)
	for i := range e.roots {
		e.roots[i], _ = power.Float64()
		power.Mul(power, root)
	}
	return e
}

const (
	steps      = 128 / math.Ln2
	stepLength = 0x1.62e42fep-8                                                // ln 2/128 in the leading bits
	stepRest   = 0x1.62e42fefa39ef35793c7673007e5ed5e81e69p-8 - 0x1.62e42fep-8 // and what is left of it
	toInteger  = 0x1.8p52                                                      // added, it leaves an integer in the last bits
)

// raise replaces every x by e^x.
func (e *exponential) raise(xs *wide) {
	for i, x := range xs {
		xs[i] = e.of(x)
	}
}

// of is e^x.
func (e *exponential) of(x float64) float64 {
	shifted := float64(x*steps) + toInteger
	n := math.Float64bits(shifted)
	turns := shifted - toInteger
	r := x - float64(turns*stepLength) - float64(turns*stepRest)
	p := 1.0/24 + float64(r*(1.0/120))
	p = 1.0/6 + float64(r*p)
	p = 1.0/2 + float64(r*p)
	p = 1 + float64(r*p)
	root := e.roots[n&127]
	p = root + float64(root*float64(r*p))
	return math.Float64frombits(math.Float64bits(p) + n>>7<<52)
}

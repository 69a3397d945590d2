package retirement

import (
	"math"

	"alex"
)

// lognormal is the distribution of a log return a year.
type lognormal struct{ mu, sigma float64 }

// logParameters turns a mean and the standard deviation s of simple annual
// returns into those of log returns. From a compound mean g:
// u = (1 + √(1 + 4s²/(1+g)²))/2, σ² = ln u, μ = ln(1+g). From an arithmetic
// mean m: σ² = ln(1 + s²/(1+m)²), μ = ln(1+m) − σ²/2.
func (m ReturnModel) logParameters() lognormal {
	s := fraction(m.Volatility)
	if m.Arithmetic != nil {
		mean := 1 + fraction(*m.Arithmetic)
		variance := math.Log1p(s * s / (mean * mean))
		return lognormal{mu: math.Log(mean) - variance/2, sigma: math.Sqrt(variance)}
	}
	mean := 1 + fraction(*m.Compound)
	u := (1 + math.Sqrt(1+4*s*s/(mean*mean))) / 2
	return lognormal{mu: math.Log(mean), sigma: math.Sqrt(math.Log(u))}
}

// mean is the expected simple growth factor, 1 + the arithmetic mean.
func (l lognormal) mean() float64 { return math.Exp(l.mu + l.sigma*l.sigma/2) }

// fixed is a return that is known: no volatility.
func fixed(rate float64) lognormal { return lognormal{mu: math.Log1p(rate)} }

func fraction(p alex.Percent) float64 { return p.Float64() / 100 }

// Swing rates how much a mix swings: volatilityPercent is the standard
// deviation of its simple annual return, √(wᵀΣw) with
// Σ_ij = (1+m_i)(1+m_j)(e^{ρσ_iσ_j} − 1), and score is half of it rounded up,
// clipped to 1–10. Classes that the set does not have count as unmoving.
func Swing(mix alex.ClassAllocation, a Assumptions) (score int, volatilityPercent float64) {
	variance := 0.0
	classes := a.classNames()
	for _, x := range classes {
		for _, y := range classes {
			p, q := a.Classes[x].logParameters(), a.Classes[y].logParameters()
			rho := a.correlation(string(x), string(y))
			covariance := p.mean() * q.mean() * math.Expm1(rho*p.sigma*q.sigma)
			variance += fraction(mix[x]) * fraction(mix[y]) * covariance
		}
	}
	volatilityPercent = 100 * math.Sqrt(max(variance, 0))
	half := math.Ceil(volatilityPercent/2 - 1e-9) // 16 % is an 8, whatever its last bit
	return min(max(int(half), 1), 10), volatilityPercent
}

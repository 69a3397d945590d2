package retirement

import (
	"fmt"
	"math"
	"math/rand/v2"

	"alex"
)

// market draws the futures of one plan: each year's growth of its mix after
// fees, and of prices, from correlated lognormal returns.
type market struct {
	normals   int         // drawn a year: every class of the set, then inflation
	classes   []logReturn // those that the plan ever holds, in name order
	weights   [][]float64 // by year, then as classes
	inflation logReturn
	kept      float64 // of a balance after a year's fee
}

// logReturn is a log return as a linear form of the year's normals.
type logReturn struct {
	mu      float64
	loading []float64 // σ times a row of the Cholesky factor
}

func newMarket(plan alex.Plan, a Assumptions) (*market, error) {
	factor, err := cholesky(a.correlationMatrix())
	if err != nil {
		return nil, err
	}
	names := a.drawOrder()
	m := &market{normals: len(names), kept: 1 - fraction(plan.Fee)}
	m.inflation = newLogReturn(a.Inflation.logParameters(), factor[len(names)-1])
	held, err := heldClasses(plan, a)
	if err != nil {
		return nil, err
	}
	rate, hasCash := cashRate(plan)
	for i, class := range a.classNames() {
		if !held[class] {
			continue
		}
		parameters := a.Classes[class].logParameters()
		if class == alex.Cash && hasCash {
			parameters = fixed(rate)
		}
		m.classes = append(m.classes, newLogReturn(parameters, factor[i][:i+1]))
	}
	m.weights = yearlyWeights(plan, a, held)
	return m, nil
}

func newLogReturn(l lognormal, row []float64) logReturn {
	r := logReturn{mu: l.mu}
	if l.sigma == 0 {
		return r
	}
	for _, x := range row {
		r.loading = append(r.loading, l.sigma*x)
	}
	return r
}

// heldClasses are the classes with a weight in any year; one that the set
// does not have is refused.
func heldClasses(plan alex.Plan, a Assumptions) (map[alex.AssetClass]bool, error) {
	var p alex.Problems
	held := map[alex.AssetClass]bool{}
	collect := func(at string, mix alex.ClassAllocation) {
		for _, class := range sortedKeys(mix) {
			if mix[class].Sign() <= 0 {
				continue
			}
			if _, ok := a.Classes[class]; !ok {
				p.Addf(at+"."+string(class), "the assumption set %q has no such class", clip(a.ID))
			}
			held[class] = true
		}
	}
	collect("allocation", plan.Allocation)
	for i, step := range plan.GlidePath {
		collect(fmt.Sprintf("glidePath[%d].allocation", i), step.Allocation)
	}
	return held, p.Err()
}

func yearlyWeights(plan alex.Plan, a Assumptions, held map[alex.AssetClass]bool) [][]float64 {
	weights := make([][]float64, plan.LastAge()-plan.CurrentAge)
	for t := range weights {
		mix := plan.MixAt(plan.CurrentAge + t)
		for _, class := range a.classNames() {
			if held[class] {
				weights[t] = append(weights[t], fraction(mix[class]))
			}
		}
	}
	return weights
}

// draw fills one future: growth[t] is the real growth factor of year t after
// fees, deflator[t] one over the price index at its start (deflator[0] is 1).
func (m *market) draw(rng *rand.Rand, growth, deflator []float64) {
	var buffer [maxClasses + 1]float64
	z := buffer[:m.normals]
	deflator[0] = 1
	for t, weights := range m.weights {
		for k := range z {
			z[k] = rng.NormFloat64()
		}
		mix := 0.0
		for j := range m.classes {
			mix += float64(weights[j] * m.classes[j].factor(z, 1))
		}
		shrink := m.inflation.factor(z, -1)
		growth[t] = float64(float64(mix*m.kept) * shrink)
		deflator[t+1] = float64(deflator[t] * shrink)
	}
}

// factor is e^{sign·x} of the year's log return x.
func (r *logReturn) factor(z []float64, sign float64) float64 {
	x := r.mu
	for k, loading := range r.loading {
		x += float64(loading * z[k])
	}
	return math.Exp(sign * x)
}

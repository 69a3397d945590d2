package retirement

import (
	"math"
	"testing"

	"alex"
)

const many = MaxPaths

func meanAndDeviation(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	for _, v := range values {
		deviation += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(deviation / float64(len(values)-1))
}

// 300,000 and 20,000 a year at the start of the year at 7 % arithmetic and
// 18 %: the exact mean after 30 years is 4,305,137.34 and the standard
// deviation 4,078,735, by the moments of independent lognormal years.
func TestMeanOfSavingIsWithinFourStandardErrors(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2, 3, 1 << 63} {
		all := futuresOf(t, saver("300000", "20000", 30), iid(t), many, seed)
		mean, _ := meanAndDeviation(all.balances[30])
		if limit := 4 * 4_078_735 / math.Sqrt(many); math.Abs(mean-4_305_137.34) > limit {
			t.Errorf("seed %d: the mean is %.2f, more than %.0f from 4305137.34", seed, mean, limit)
		}
	}
}

// A lump sum of one is lognormal after 30 years: its quantiles are exact.
func TestLumpSumHasLognormalQuantiles(t *testing.T) {
	t.Parallel()
	plan := retiree("1000000", "0", 30)
	p := project(t, plan, Options{Assumptions: iid(t), Paths: many})
	sigma := 0.1670520403 * math.Sqrt(30)
	tests := []struct {
		name      string
		p         float64
		got       alex.Money
		want      float64 // per dollar
		normalPDF float64
	}{
		{"p5", 0.05, p.EndingBalance.P5, 1.111991678, 0.10314},
		{"p25", 0.25, p.EndingBalance.P25, 2.702069359, 0.31778},
		{"median", 0.50, p.EndingBalance.P50, 5.008636347, 0.39894},
		{"p75", 0.75, p.EndingBalance.P75, 9.284157705, 0.31778},
		{"p95", 0.95, p.EndingBalance.P95, 22.55991529, 0.10314},
	}
	for _, test := range tests {
		limit := 4 * sigma * math.Sqrt(test.p*(1-test.p)/many) / test.normalPDF
		if miss := math.Abs(math.Log(test.got.Float64() / 1e6 / test.want)); miss > limit {
			t.Errorf("%s is %s, want %.6f millions within %.2g in logs", test.name, test.got, test.want, limit)
		}
	}
}

func TestLogParameters(t *testing.T) {
	t.Parallel()
	percent := func(text string) *alex.Percent { return &alex.Percent{Decimal: alex.MustDecimal(text)} }
	l := ReturnModel{Arithmetic: percent("7"), Volatility: *percent("18")}.logParameters()
	wantNear(t, "μ of 7 % and 18 %", l.mu, 0.0537054564, 1e-8)
	wantNear(t, "σ of 7 % and 18 %", l.sigma, 0.1670520403, 1e-8)
	wantNear(t, "mean", l.mean(), 1.07, 1e-12)

	// The same distribution by its compound mean has the same volatility.
	compound := alex.Percent{Decimal: alex.DecimalFromFloat(100*math.Expm1(l.mu), 15)}
	same := ReturnModel{Compound: &compound, Volatility: *percent("18")}.logParameters()
	wantNear(t, "μ from the compound mean", same.mu, l.mu, 1e-10)
	wantNear(t, "σ from the compound mean", same.sigma, l.sigma, 1e-10)
}

// The log returns that are drawn have the correlations that are stated.
func TestDrawnReturnsCorrelateAsStated(t *testing.T) {
	t.Parallel()
	set := DefaultAssumptions()
	logs := map[alex.AssetClass][]float64{}
	for class := range set.Classes {
		plan := retiree("1", "0", 1)
		plan.Allocation = alex.ClassAllocation{class: alex.PercentOf100(100)}
		set.Inflation = flat(t, "0", "0").Inflation
		for _, balance := range futuresOf(t, plan, set, many, 7).balances[1] {
			logs[class] = append(logs[class], math.Log(balance))
		}
	}
	for x, one := range logs {
		for y, other := range logs {
			want := set.correlation(string(x), string(y))
			limit := 4*(1-want*want)/math.Sqrt(many) + 1e-12
			if got := correlationOf(one, other); math.Abs(got-want) > limit {
				t.Errorf("%s and %s correlate by %.4f, want %.2f ± %.4f", x, y, got, want, limit)
			}
		}
	}
}

func correlationOf(x, y []float64) float64 {
	meanX, sdX := meanAndDeviation(x)
	meanY, sdY := meanAndDeviation(y)
	sum := 0.0
	for i := range x {
		sum += (x[i] - meanX) * (y[i] - meanY)
	}
	return sum / float64(len(x)-1) / sdX / sdY
}

// The volatility that Swing states is that of the year that is drawn.
func TestSwingIsTheVolatilityOfADrawnYear(t *testing.T) {
	t.Parallel()
	set := DefaultAssumptions()
	set.Inflation = flat(t, "0", "0").Inflation
	plan := retiree("1", "0", 1)
	plan.Allocation = mix("equity", 50, "fixed_income", 20, "real_estate", 20, "cash", 10)
	_, deviation := meanAndDeviation(futuresOf(t, plan, set, many, 11).balances[1])
	_, volatility := Swing(plan.Allocation, set)
	wantNear(t, "volatility", 100*deviation, volatility, 0.015)
}

package retirement

import (
	"math"
	"testing"

	"alex"
)

// thousandfold is the plan with all of its money a thousand times larger.
func thousandfold(plan alex.Plan) alex.Plan {
	by := func(m *alex.Money) { *m = m.Mul(alex.DecimalOf(1000)) }
	wealth := *plan.Balance
	plan.Balance = &wealth
	by(plan.Balance)
	by(&plan.AnnualContribution)
	by(&plan.AnnualSpending)
	plan.Incomes = append([]alex.Income(nil), plan.Incomes...)
	plan.Events = append([]alex.Event(nil), plan.Events...)
	for i := range plan.Incomes {
		by(&plan.Incomes[i].Annual)
	}
	for i := range plan.Events {
		by(&plan.Events[i].Amount)
	}
	return plan
}

// Whatever is looked at, a thousand times the money is the same success and a
// thousand times the amounts, to what rounding to a cent a year or a month can do.
func TestScaleOfEverything(t *testing.T) {
	t.Parallel()
	for _, mode := range Modes() {
		p := project(t, claimant(), Options{Mode: mode, Detail: DetailFull})
		q := project(t, thousandfold(claimant()), Options{Mode: mode, Detail: DetailFull})
		if p.Successes != q.Successes || p.Successes == 0 {
			t.Errorf("%s: %d successes become %d", mode, p.Successes, q.Successes)
		}
		near := func(what string, x, y alex.Money) {
			t.Helper()
			if miss := math.Abs(y.Float64() - 1000*x.Float64()); miss > 10.02+1e-9*y.Float64() {
				t.Errorf("%s, %s: %s becomes %s", mode, what, x, y)
			}
		}
		for i := range p.Percentiles {
			near("p5", p.Percentiles[i].P5, q.Percentiles[i].P5)
			near("p95", p.Percentiles[i].P95, q.Percentiles[i].P95)
		}
		for i := range p.IncomeCurve {
			near("income", p.IncomeCurve[i].Income, q.IncomeCurve[i].Income)
		}
		near("shortfall", p.ExpectedShortfall, q.ExpectedShortfall)
		near("spent", p.MedianTotalSpent, q.MedianTotalSpent)
		near("saving", p.RequiredSaving.P90, q.RequiredSaving.P90)
		near("balance", p.RequiredBalance.P90, q.RequiredBalance.P90)
		for i := range p.Stress {
			near("stress", p.Stress[i].Balance, q.Stress[i].Balance)
		}
		for i := range p.Sensitivities {
			if p.Sensitivities[i].SuccessRate != q.Sensitivities[i].SuccessRate {
				t.Errorf("%s: %+v becomes %+v", mode, p.Sensitivities[i], q.Sensitivities[i])
			}
		}
		checkScaledLevers(t, mode, p.Levers, q.Levers)
	}
}

func checkScaledLevers(t *testing.T, mode string, small, large []Lever) {
	t.Helper()
	if len(small) != len(large) || len(small) < 3 {
		t.Fatalf("%s: %d levers become %d", mode, len(small), len(large))
	}
	for i := range small {
		factor, miss := 1.0, 0.0
		if small[i].Unit == UnitDollarsAMonth {
			factor, miss = 1000, 10.02
		}
		if math.Abs(large[i].Value.Float64()-factor*small[i].Value.Float64()) > miss || small[i].Reached != large[i].Reached {
			t.Errorf("%s: %+v becomes %+v", mode, small[i], large[i])
		}
	}
}

// At the edges every detail has an answer: no wealth, retired today, retired at
// the horizon, one year.
func TestEdgesAtEveryDetail(t *testing.T) {
	t.Parallel()
	poor := claimant()
	nothing := alex.Money{}
	poor.Balance = &nothing
	atHorizon := claimant()
	atHorizon.RetirementAge = atHorizon.HorizonAge
	tests := []struct {
		name           string
		plan           alex.Plan
		saving, income bool
	}{
		{"no wealth", poor, true, true},
		{"neither wealth nor saving", retiree("0", "10000", 30), false, true},
		{"retired today", retiree("1000000", "60000", 30), false, true},
		{"horizon is retirement", atHorizon, true, false},
		{"one year", retiree("1000", "1001", 1), false, true},
	}
	for _, test := range tests {
		for _, mode := range Modes() {
			for _, timing := range []string{TimingStart, TimingEnd} {
				p := project(t, test.plan, Options{Mode: mode, Timing: timing, Detail: DetailFull})
				if (p.RequiredSaving != nil) != test.saving || (p.SustainableIncome != nil) != test.income || p.RequiredBalance == nil {
					t.Errorf("%s, %s, %s: saving %v, income %v, balance %v", test.name, mode, timing, p.RequiredSaving, p.SustainableIncome, p.RequiredBalance)
				}
				inText(t, p) // fails where a figure is not finite
			}
		}
	}
}

// Parametric futures do not depend on which classes are held, so that a plan of
// one class is the same beside any others with no weight, whatever its name.
func TestPermutedClassesHaveTheSameMoments(t *testing.T) {
	t.Parallel()
	forward := assumptions(t, `{"id":"x","classes":{"equity":{"compound":6,"volatility":16},"cash":{"compound":3,"volatility":1},
		"commodities":{"compound":4,"volatility":15}},"correlations":{"equity":{"commodities":0.3,"cash":0.1}},
		"inflation":{"compound":2,"volatility":1}}`)
	turned := assumptions(t, `{"id":"x","classes":{"cash":{"compound":6,"volatility":16},"commodities":{"compound":3,"volatility":1},
		"equity":{"compound":4,"volatility":15}},"correlations":{"cash":{"equity":0.3,"commodities":0.1}},
		"inflation":{"compound":2,"volatility":1}}`)
	plan := retiree("1000000", "52000", 30)
	plan.Allocation = mix("equity", 60, "cash", 10, "commodities", 30)
	p := project(t, plan, Options{Assumptions: forward, Paths: 20_000})
	plan.Allocation = mix("cash", 60, "commodities", 10, "equity", 30)
	q := project(t, plan, Options{Assumptions: turned, Paths: 20_000})
	if limit := 4 * math.Hypot(*p.StandardError, *q.StandardError); math.Abs(p.SuccessRate-q.SuccessRate) > limit || p.SuccessRate == q.SuccessRate {
		t.Errorf("%v becomes %v ± %.4f; other draws, but the same market", p.SuccessRate, q.SuccessRate, limit)
	}
	wantNear(t, "median", q.EndingBalance.P50.Float64(), p.EndingBalance.P50.Float64(), 0.08)
}

package retirement

import (
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// At the sustainable income at least p of the futures pay in full; a little
// more, and fewer do.
func TestSustainableIncomeIsExact(t *testing.T) {
	t.Parallel()
	indexed, level := true, false
	plans := map[string]func(*alex.Plan){
		"plain":           func(p *alex.Plan) { p.Tax, p.Incomes = alex.Percent{}, nil },
		"tax and income":  func(*alex.Plan) {},
		"nominal":         func(p *alex.Plan) { p.SpendingIndexed = &level },
		"level income":    func(p *alex.Plan) { p.Incomes[0].Indexed, p.SpendingIndexed = &level, &indexed },
		"high income":     func(p *alex.Plan) { p.Incomes[0].Annual, p.Incomes[0].EndAge = thousands(90), 80 },
		"phase and event": func(p *alex.Plan) { addPhaseAndEvent(p) },
		"retired":         func(p *alex.Plan) { p.CurrentAge = 65 },
	}
	for name, change := range plans {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := saverWhoRetires()
			change(&plan)
			for _, timing := range []string{TimingStart, TimingEnd} {
				checkExact(t, plan, Options{Timing: timing, Paths: 2000})
			}
		})
	}
}

func addPhaseAndEvent(p *alex.Plan) {
	p.Spending = []alex.SpendingPhase{
		{Name: "travel", Annual: thousands(12), StartAge: 65, EndAge: 75},
		{Name: "quiet", Annual: thousands(-9), StartAge: 80},
	}
	p.Events = []alex.Event{{Name: "roof", Amount: thousands(-40), Age: 85}, {Name: "house", Amount: thousands(150), Age: 70}}
}

func checkExact(t *testing.T, plan alex.Plan, opt Options) {
	t.Helper()
	income := project(t, plan, opt).SustainableIncome
	levels := []struct {
		percent int
		income  alex.Money
	}{{50, income.P50}, {75, income.P75}, {90, income.P90}, {95, income.P95}}
	for _, level := range levels {
		need := (level.percent*opt.Paths + 99) / 100
		if level.income.Sign() <= 0 {
			t.Fatalf("p%d is %s: the plan does not test anything", level.percent, level.income)
		}
		plan.AnnualSpending = level.income
		if p := project(t, plan, opt); p.Successes < need {
			t.Errorf("%s %s is paid in %d futures, want %d", opt.Timing, level.income, p.Successes, need)
		}
		plan.AnnualSpending = level.income.Add(alex.MustMoney("0.02")) // a cent more, beyond the tolerance of success
		if p := project(t, plan, opt); p.Successes >= need {
			t.Errorf("%s %s is still paid in %d futures", opt.Timing, plan.AnnualSpending, p.Successes)
		}
	}
}

func TestIncomeIsZeroWhereEvenNothingIsTooMuch(t *testing.T) {
	t.Parallel()
	plan := retiree("100000", "10000", 20)
	plan.Events = []alex.Event{{Name: "debt", Amount: thousands(-5000), Age: 66}}
	p := project(t, plan, Options{})
	if p.SustainableIncome == nil || p.SustainableIncome.P50.Sign() != 0 || p.Successes != 0 {
		t.Errorf("income %v with %d successes, want zeros", p.SustainableIncome, p.Successes)
	}
}

// An event before retirement that cannot be paid fails the plan whatever is
// spent later.
func TestEventBeforeRetirementCounts(t *testing.T) {
	t.Parallel()
	plan := saverWhoRetires()
	plan.Events = []alex.Event{{Name: "wedding", Amount: thousands(-3000), Age: 51}}
	p := project(t, plan, Options{})
	if p.Successes != 0 || p.SustainableIncome.P50.Sign() != 0 || p.DepletionAges.P50 != 51 {
		t.Errorf("%d successes, income %v, depletion %v", p.Successes, p.SustainableIncome, p.DepletionAges)
	}
}

func TestPayableInTakesTheOrderStatistic(t *testing.T) {
	t.Parallel()
	sorted := make([]float64, 10)
	for i := range sorted {
		sorted[i] = float64(i)
	}
	for percent, want := range map[int]string{50: "5.00", 75: "2.00", 90: "1.00", 95: "0.00", 91: "0.00"} {
		got, ok := payableIn(sorted, percent)
		if !ok || got.String() != want {
			t.Errorf("p%d is %s, want %s", percent, got, want)
		}
	}
}

func TestFloorToCent(t *testing.T) {
	t.Parallel()
	for value, want := range map[float64]string{
		40000: "40000.00", 39999.999999999993: "40000.00", 39999.9899: "39999.98", -3: "0.00", 0: "0.00", 0.009: "0.00",
	} {
		if got := floorToCent(value).String(); got != want {
			t.Errorf("%v is floored to %s, want %s", value, got, want)
		}
	}
}

// The whole curve: the share of futures that pay an income is that of the
// futures whose affordable income is at least as high.
func TestSuccessIsTheSurvivalFunctionOfIncome(t *testing.T) {
	t.Parallel()
	base := futuresOf(t, saverWhoRetires(), DefaultAssumptions(), 1000, 2)
	rapid.Check(t, func(rt *rapid.T) {
		plan := saverWhoRetires()
		plan.AnnualSpending = thousands(rapid.Int64Range(0, 150).Draw(rt, "spending"))
		want := 0
		for _, income := range base.affordable {
			if income >= plan.AnnualSpending.Float64() {
				want++
			}
		}
		if got := futuresOf(t, plan, DefaultAssumptions(), 1000, 2).fates().successes(); got != want {
			rt.Fatalf("%s succeeds in %d futures, the curve says %d", plan.AnnualSpending, got, want)
		}
	})
}

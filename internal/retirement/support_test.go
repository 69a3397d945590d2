package retirement

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"alex"
)

// flat is a set of one class, equity, that earns a compound rate each year
// without volatility, beside steady inflation. Both are in percent.
func flat(t testing.TB, returns, inflation string) Assumptions {
	t.Helper()
	return assumptions(t, fmt.Sprintf(`{"id":"flat","classes":{"equity":{"compound":%s,"volatility":0}},
		"inflation":{"compound":%s,"volatility":0}}`, returns, inflation))
}

// iid is the set of one class with an arithmetic mean of 7 % and a standard
// deviation of 18 %, without inflation.
func iid(t testing.TB) Assumptions {
	t.Helper()
	return assumptions(t, `{"id":"iid","classes":{"equity":{"arithmetic":7,"volatility":18}},
		"inflation":{"compound":0,"volatility":0}}`)
}

func assumptions(t testing.TB, text string) Assumptions {
	t.Helper()
	a, err := ParseAssumptions(strings.NewReader(text))
	if err != nil {
		t.Fatalf("assumptions: %v", err)
	}
	return a
}

func parsePlan(t testing.TB, text string) alex.Plan {
	t.Helper()
	plan, err := ParsePlan(strings.NewReader(text))
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return plan
}

func project(t testing.TB, plan alex.Plan, opt Options) Projection {
	t.Helper()
	if opt.Paths == 0 {
		opt.Paths = MinPaths
	}
	p, err := Project(context.Background(), plan, opt)
	if err != nil {
		t.Fatalf("project: %v", err)
	}
	return p
}

// retiree is a plan that starts to spend today, for years years.
func retiree(balance, spending string, years int) alex.Plan {
	wealth := alex.MustMoney(balance)
	return alex.Plan{
		CurrentAge: 65, RetirementAge: 65, HorizonAge: 65 + years, Balance: &wealth,
		AnnualSpending: alex.MustMoney(spending), Allocation: mix("equity", 100),
	}
}

// saver is a plan that only saves, for years years.
func saver(balance, contribution string, years int) alex.Plan {
	plan := retiree(balance, "0", years)
	plan.CurrentAge, plan.RetirementAge, plan.HorizonAge = 35, 35+years, 35+years
	plan.AnnualContribution = alex.MustMoney(contribution)
	return plan
}

func mix(pairs ...any) alex.ClassAllocation {
	m := alex.ClassAllocation{}
	for i := 0; i < len(pairs); i += 2 {
		m[alex.AssetClass(pairs[i].(string))] = alex.PercentOf100(int64(pairs[i+1].(int)))
	}
	return m
}

func balanced() alex.ClassAllocation { return mix("equity", 60, "fixed_income", 40) }

// wantCents compares an amount with a float to the cent, half a cent given.
func wantCents(t testing.TB, what string, got alex.Money, want float64) {
	t.Helper()
	if math.Abs(got.Float64()-want) > 0.0051 {
		t.Errorf("%s is %s, want %.4f", what, got, want)
	}
}

// wantNear compares two floats relatively.
func wantNear(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(math.Abs(want), 1e-300)) {
		t.Errorf("%s is %.12g, want %.12g", what, got, want)
	}
}

// futuresOf draws and walks a plan and hands out every future.
func futuresOf(t testing.TB, plan alex.Plan, a Assumptions, paths int, seed uint64) *outcomes {
	t.Helper()
	from, err := newParametric(a, seed)
	if err != nil {
		t.Fatalf("assumptions: %v", err)
	}
	s := newSample(from, paths, plan.LastAge()-plan.CurrentAge)
	if err := s.keep(context.Background(), 0); err != nil {
		t.Fatalf("draw: %v", err)
	}
	all, err := newRun(plan, s, Options{Timing: TimingStart}).outcomes(context.Background())
	if err != nil {
		t.Fatalf("walk: %v", err)
	}
	return all
}

package retirement

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// Every method is the projection of the same plan by that method alone, the
// projection's own first.
func TestMethodsAreSeparateProjections(t *testing.T) {
	t.Parallel()
	seed := uint64(99)
	own := ownSeries(t)
	for name, opt := range map[string]Options{
		"defaults":          {},
		"at the end":        {Timing: TimingEnd},
		"a seed of its own": {Seed: &seed},
		"by history":        {Mode: ModeHistorical},
		"by blocks":         {Mode: ModeBootstrap, Paths: 2000},
		"an own table":      {Series: &own},
		"an own set":        {Assumptions: own2(t)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			closer := opt
			closer.Detail = DetailFull
			p := project(t, claimant(), closer)
			if len(p.Methods) == 0 || p.Methods[0].SuccessRate != p.SuccessRate || p.Methods[0].AssumptionSet != p.AssumptionSet {
				t.Fatalf("the first method is not the projection's own: %+v", p.Methods)
			}
			var named []string
			for _, m := range p.Methods {
				named = append(named, m.Mode+" "+m.AssumptionSet)
				checkMethod(t, m, opt)
			}
			checkNames(t, named, opt)
		})
	}
}

func own2(t *testing.T) Assumptions {
	t.Helper()
	set := DefaultAssumptions()
	set.ID = "own"
	return set
}

// checkMethod projects by the method alone, with the seed that was given or
// else with its own.
func checkMethod(t *testing.T, m Method, opt Options) {
	t.Helper()
	alone := opt
	alone.Mode = m.Mode
	if m.Mode == ModeParametric && slices.Contains(ShippedIDs(), m.AssumptionSet) {
		alone.Assumptions, _ = ShippedAssumptions(m.AssumptionSet) // it is one of them
	}
	p := project(t, claimant(), alone)
	if p.SuccessRate != m.SuccessRate || p.AssumptionSet != m.AssumptionSet || max(p.Paths, p.Windows) != m.Futures {
		t.Errorf("%s %s gives %v of %d, alone %v", m.Mode, m.AssumptionSet, m.SuccessRate, m.Futures, p.SuccessRate)
	}
	if diff := cmp.Diff([]*float64{p.SuccessLow, p.SuccessHigh}, []*float64{m.SuccessLow, m.SuccessHigh}); diff != "" {
		t.Errorf("%s %s: interval %s", m.Mode, m.AssumptionSet, diff)
	}
	if diff := cmp.Diff(p.FailedStarts, m.FailedStarts); diff != "" {
		t.Errorf("%s %s: failed starts %s", m.Mode, m.AssumptionSet, diff)
	}
	checkFailure(t, m, p)
}

// checkFailure: the typical age is the median one, and what pays for spending
// after it is Social Security from 67 on, as large as it is planned.
func checkFailure(t *testing.T, m Method, p Projection) {
	t.Helper()
	if p.DepletionAges == nil || m.Failure == nil {
		if p.DepletionAges != nil || m.Failure != nil || m.SuccessRate != 1 {
			t.Errorf("%s %s: at %v, failure %v beside %v", m.Mode, m.AssumptionSet, m.SuccessRate, m.Failure, p.DepletionAges)
		}
		return
	}
	covered := "0"
	if m.Failure.Age >= 67 {
		covered = "25" // 21,000 of 84,000
	}
	if m.Failure.Age != p.DepletionAges.P50 || m.Failure.CoveredPercent.String() != covered {
		t.Errorf("%s %s: %+v, want %s %% at %d", m.Mode, m.AssumptionSet, m.Failure, covered, p.DepletionAges.P50)
	}
}

func checkNames(t *testing.T, got []string, opt Options) {
	t.Helper()
	table := "us-annual-1"
	if opt.Series != nil {
		table = opt.Series.ID
	}
	want := []string{
		"parametric default", "parametric cautious", "parametric historical", "historical " + table, "bootstrap " + table,
	}
	if opt.Assumptions.ID == "own" {
		want = append(want, "parametric own")
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
}

// A method that cannot simulate the plan is left out: a horizon longer than the
// table, a class that it does not have.
func TestMethodsThatCannotSimulateAreLeftOut(t *testing.T) {
	t.Parallel()
	short := cut(ownSeries(t), 1960, 1980)
	p := project(t, claimant(), Options{Detail: DetailFull, Series: &short})
	for _, m := range p.Methods {
		if m.Mode == ModeHistorical {
			t.Errorf("45 years of 21: %+v", m)
		}
	}
	if len(p.Methods) != 4 {
		t.Errorf("there are %d methods, want 4", len(p.Methods))
	}
	plan := claimant()
	plan.Allocation = mix("equity", 50, "cash", 50)
	if p := project(t, plan, Options{Detail: DetailFull, Series: &short}); len(p.Methods) != 3 || p.Methods[0].FailedStarts != nil {
		t.Errorf("without a column for cash there are %d methods, want 3", len(p.Methods))
	}
	level := claimant()
	no := false
	level.Incomes[0].Indexed, level.Incomes[0].StartAge = &no, 45
	for _, m := range project(t, level, Options{Detail: DetailFull}).Methods {
		if m.Failure == nil {
			t.Fatalf("%s: nothing fails", m.Mode)
		}
		if worn := m.Failure.CoveredPercent; worn.Cmp(alex.DecimalOf(25)) >= 0 || worn.Cmp(alex.DecimalOf(5)) < 0 {
			t.Errorf("a level income of 25 %% still covers %s %%", worn)
		}
	}
}

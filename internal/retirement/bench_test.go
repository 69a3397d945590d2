package retirement

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"alex"
)

// longPlan is 60 years over all six classes.
func longPlan() alex.Plan {
	plan := saverWhoRetires()
	plan.CurrentAge, plan.HorizonAge = 35, 95
	plan.Allocation = mix("equity", 50, "fixed_income", 20, "real_estate", 10, "commodities", 5, "cash", 10, "alternatives", 5)
	return plan
}

// BenchmarkProject is a whole projection of 10,000 paths × 60 years × 6
// classes; paths/s is what `make bench` prints.
func BenchmarkProject(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				if _, err := Project(context.Background(), longPlan(), Options{Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*DefaultPaths/b.Elapsed().Seconds(), "paths/s")
		})
	}
}

// BenchmarkWhatIf is a plan with another spending each time, on kept futures.
func BenchmarkWhatIf(b *testing.B) {
	opt := Options{Cache: NewCache(1 << 30), Assumptions: DefaultAssumptions()}
	for _, asked := range []struct {
		name string
		plan alex.Plan
	}{{"one pot", longPlan()}, {"three accounts", manyAccounts()}, {"guardrails", byGuardrails()}} {
		b.Run(asked.name, func(b *testing.B) {
			for spending := int64(0); b.Loop(); spending++ {
				plan := asked.plan
				plan.AnnualSpending = plan.AnnualSpending.Add(alex.Dollars(alex.DecimalOf(spending)))
				if _, err := Project(context.Background(), plan, opt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStages times what a projection is made of, on one worker.
func BenchmarkStages(b *testing.B) {
	ctx, plan := context.Background(), longPlan()
	from, err := newParametric(DefaultAssumptions(), 1)
	if err != nil {
		b.Fatal(err)
	}
	s := newSample(from, DefaultPaths, 60)
	stage := func(name string, work func() error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := work(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	stage("draw", func() error { return s.keep(ctx, 1) })
	r := newRun(plan, s, Options{Timing: TimingStart, Workers: 1})
	stage("mix", func() error { return r.each(ctx, func(*walker, int, int, futures) {}) })
	stage("fates", func() error { _, err := r.fates(ctx); return err })
	stage("outcomes", func() error { _, err := r.outcomes(ctx); return err })
	all, err := r.outcomes(ctx)
	if err != nil {
		b.Fatal(err)
	}
	stage("summarize", func() error { _, err := summarize(ctx, all, 35, 1); return err })
}

// manyAccounts is longPlan with three accounts, each taxed in its own way, and
// distributions to take.
func manyAccounts() alex.Plan {
	plan := longPlan()
	plan.Balance, plan.Tax, plan.BirthYear = nil, alex.Percent{}, 1990
	plan.Accounts = []alex.PlanAccount{
		{Kind: alex.Taxable, Balance: alex.MustMoney("100000"), Tax: alex.PercentOf100(5)},
		{Kind: alex.TaxDeferred, Balance: alex.MustMoney("250000"), Tax: alex.PercentOf100(15)},
		{Kind: alex.TaxFree, Balance: alex.MustMoney("50000")},
	}
	return plan
}

// byGuardrails is longPlan by guardrails.
func byGuardrails() alex.Plan {
	plan := longPlan()
	plan.WithdrawalRule.Kind = "guardrails"
	return plan
}

// BenchmarkDetail is a projection with all that can be asked of it.
func BenchmarkDetail(b *testing.B) {
	for _, detail := range Details() {
		b.Run(string(detail), func(b *testing.B) {
			for b.Loop() {
				if _, err := Project(context.Background(), manyAccounts(), Options{Detail: detail}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPercentiles is what the percentiles of one age cost, beside sorting.
func BenchmarkPercentiles(b *testing.B) {
	balances := futuresOf(b, longPlan(), DefaultAssumptions(), DefaultPaths, 1).balances[50]
	b.Run("select", func(b *testing.B) {
		var again bins
		for b.Loop() {
			again.quantiles(balances, bandProbabilities())
		}
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			slices.Sort(slices.Clone(balances))
		}
	})
}

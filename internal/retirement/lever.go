package retirement

import (
	"context"
	"math"
	"slices"
	"sort"

	"alex"
)

// TargetPercent is the success rate that levers bring a plan to.
const TargetPercent = 85

// targetCount is the least number of successes among n that is the target.
func targetCount(n int) int { return (TargetPercent*n + 99) / 100 }

// levers are single changes that bring the plan to the target, each solved and
// then simulated again over the same futures; none where it is reached already.
func (r *run) levers(ctx context.Context, base fates, affordable []float64) ([]Lever, error) {
	list := []Lever{}
	if base.successes() >= targetCount(len(base)) {
		return list, nil
	}
	for _, solve := range []func(context.Context) (*Lever, error){
		r.retireLater, r.saveMore,
		func(ctx context.Context) (*Lever, error) { return r.spendLess(ctx, affordable) },
		r.claimLater,
	} {
		lever, err := solve(ctx)
		if err != nil {
			return nil, err
		}
		if lever != nil {
			list = append(list, *lever)
		}
	}
	return list, nil
}

// settled simulates what a lever came to.
func (r *run) settled(ctx context.Context, lever Lever, plan alex.Plan, months int) (*Lever, error) {
	all, err := r.with(change{plan: plan}, months).fates(ctx)
	if err != nil {
		return nil, err
	}
	lever.SuccessRate = all.rate()
	lever.Reached = all.successes() >= targetCount(len(all))
	return &lever, nil
}

// How late retirement may be put: to that age, and by at least five years.
const (
	latestRetirement = 75
	leastDelay       = 5
)

// retireLater finds the fewest months of further work that reach the target.
func (r *run) retireLater(ctx context.Context) (*Lever, error) {
	years := min(max(latestRetirement-r.plan.RetirementAge, leastDelay), r.plan.HorizonAge-r.plan.RetirementAge)
	if r.plan.RetirementAge <= r.plan.CurrentAge || years <= 0 {
		return nil, nil //nolint:nilnil // no such lever
	}
	var failed error
	months := 1 + sort.Search(12*years-1, func(i int) bool {
		all, err := r.with(change{plan: r.plan}, i+1).fates(ctx)
		if err != nil {
			failed = err
			return true
		}
		return all.successes() >= targetCount(len(all))
	})
	if failed != nil {
		return nil, failed
	}
	lever := Lever{Name: "retire_later", Label: "Retire later", Value: alex.DecimalOf(int64(months)), Unit: UnitMonths}
	return r.settled(ctx, lever, r.plan, months)
}

// saveMore is the least that has to be saved beside, a month, in today's
// dollars, growing as contributions do.
func (r *run) saveMore(ctx context.Context) (*Lever, error) {
	if r.plan.RetirementAge <= r.plan.CurrentAge {
		return nil, nil //nolint:nilnil // no such lever
	}
	more, err := r.perFuture(ctx, (*walker).requiredSaving)
	if err != nil {
		return nil, err
	}
	slices.Sort(more)
	year := more[targetCount(len(more))-1]
	if math.IsInf(year, 1) {
		return nil, nil //nolint:nilnil // no saving is enough
	}
	month := alex.DecimalFromFloat(year/12, 6).Ceil(2)
	plan := r.plan
	plan.AnnualContribution = plan.AnnualContribution.Add(alex.Dollars(month.Mul(alex.DecimalOf(12))))
	return r.settled(ctx, Lever{Name: "save_more", Label: "Save more", Value: month, Unit: UnitDollarsAMonth}, plan, 0)
}

// perFuture solves every future for one figure.
func (r *run) perFuture(ctx context.Context, solve func(w *walker, f futures, lane int) float64) ([]float64, error) {
	solved := make([]float64, r.sample.paths)
	err := r.each(ctx, func(w *walker, first, count int, f futures) {
		for lane := range count {
			solved[first+lane] = solve(w, f, lane)
		}
	})
	return solved, err
}

// spendLess is the least that has to be spent less, a month; at most all of it.
func (r *run) spendLess(ctx context.Context, affordable []float64) (*Lever, error) {
	if r.plan.AnnualSpending.IsZero() {
		return nil, nil //nolint:nilnil // no such lever
	}
	sorted := slices.Clone(affordable)
	slices.Sort(sorted)
	income, ok := payableIn(sorted, TargetPercent)
	if !ok {
		return nil, nil //nolint:nilnil // spending is not what fails
	}
	less := r.plan.AnnualSpending.Sub(income).Decimal()
	month := less.Div(alex.DecimalOf(12), 12).Ceil(2)
	plan := r.plan
	plan.AnnualSpending = plan.AnnualSpending.Sub(alex.Dollars(month.Mul(alex.DecimalOf(12))))
	if plan.AnnualSpending.Sign() < 0 {
		plan.AnnualSpending = alex.Money{}
	}
	return r.settled(ctx, Lever{Name: "spend_less", Label: "Spend less", Value: month, Unit: UnitDollarsAMonth}, plan, 0)
}

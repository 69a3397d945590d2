package retirement

import (
	"context"
	"slices"
	"sort"

	"alex"
)

// TargetPercent is the success rate that levers bring a plan to.
const TargetPercent = 85

// targetCount is the least number of successes among n that is the target.
func targetCount(n int) int { return shareOf(n, TargetPercent) }

// levers are single changes that bring the plan to the target, each solved and
// then simulated again over the same futures; none where it is reached already.
// affordable is the spending that each future can pay, saving what each needs
// to be saved beside.
func (r *run) levers(ctx context.Context, base fates, affordable, saving []float64) ([]Lever, error) {
	list := []Lever{}
	if base.successes() >= targetCount(len(base)) {
		return list, nil
	}
	for _, solve := range []func() (*Lever, error){
		func() (*Lever, error) { return r.retireLater(ctx) },
		func() (*Lever, error) { return r.saveMore(ctx, saving) },
		func() (*Lever, error) { return r.spendLess(ctx, affordable) },
		func() (*Lever, error) { return r.claimLater(ctx) },
	} {
		lever, err := solve()
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
func (r *run) saveMore(ctx context.Context, saving []float64) (*Lever, error) {
	if len(saving) == 0 {
		return nil, nil //nolint:nilnil // no such lever
	}
	slices.Sort(saving)
	year := saving[targetCount(len(saving))-1]
	if year > mostDollars {
		return nil, nil //nolint:nilnil // no saving is enough
	}
	lever := Lever{Name: "save_more", Label: "Save more", Value: alex.DecimalFromFloat(year/12, 6).Ceil(2), Unit: UnitDollarsAMonth}
	return r.reaching(ctx, lever, func(month alex.Decimal) alex.Plan {
		plan := r.plan
		plan.AnnualContribution = plan.AnnualContribution.Add(aYear(month))
		return plan
	})
}

// spendLess is the least that has to be spent less, a month; at most all of it.
func (r *run) spendLess(ctx context.Context, affordable []float64) (*Lever, error) {
	if r.plan.AnnualSpending.IsZero() || r.schedule.rule.decides() {
		return nil, nil //nolint:nilnil // no such lever
	}
	slices.Sort(affordable)
	income, ok := payableIn(affordable, TargetPercent)
	if !ok {
		return nil, nil //nolint:nilnil // spending is not what fails
	}
	less := r.plan.AnnualSpending.Sub(income).Decimal().Div(alex.DecimalOf(12), 12).Ceil(2)
	lever := Lever{Name: "spend_less", Label: "Spend less", Value: less, Unit: UnitDollarsAMonth}
	return r.reaching(ctx, lever, func(month alex.Decimal) alex.Plan {
		plan := r.plan
		plan.AnnualSpending = plan.AnnualSpending.Sub(aYear(month))
		if plan.AnnualSpending.Sign() < 0 {
			plan.AnnualSpending = alex.Money{}
		}
		return plan
	})
}

func aYear(month alex.Decimal) alex.Money { return alex.Dollars(month.Mul(alex.DecimalOf(12))) }

// reaching simulates a lever of dollars a month. What a search has found for a
// rule that adapts may fall a little short, since such rules jump: then a
// little more is tried.
func (r *run) reaching(ctx context.Context, lever Lever, with func(month alex.Decimal) alex.Plan) (*Lever, error) {
	for range 8 {
		tried, err := r.settled(ctx, lever, with(lever.Value), 0)
		if err != nil || tried.Reached || r.schedule.after.exact {
			return tried, err
		}
		lever = *tried
		lever.Value = lever.Value.Mul(alex.MustDecimal("1.01")).Ceil(2)
	}
	return r.settled(ctx, lever, with(lever.Value), 0)
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

package retirement

import (
	"context"

	"alex"
)

// confirm lowers the incomes that searches have found under a rule by which
// spending adapts until at least so many of the futures pay them. Such rules
// are not monotone: a future that can pay more cannot always pay less.
func (r *run) confirm(ctx context.Context, found *Income) error {
	if r.schedule.rule.kind == constantRule || found == nil {
		return nil
	}
	surer := alex.Money{} // what is paid more often is paid often enough
	for _, level := range []struct {
		percent int
		income  *alex.Money
	}{{95, &found.P95}, {90, &found.P90}, {75, &found.P75}, {50, &found.P50}} {
		if err := r.lower(ctx, level.income, level.percent); err != nil {
			return err
		}
		if level.income.Cmp(surer) < 0 {
			*level.income = surer
		}
		surer = *level.income
	}
	return nil
}

// lower takes half a percent off the income, and ever more, until it is paid
// often enough.
func (r *run) lower(ctx context.Context, income *alex.Money, percent int) error {
	found := income.Float64()
	for less := .005; less < 1; less *= 2 {
		plan := r.plan
		plan.AnnualSpending = *income
		all, err := r.with(change{plan: plan}, 0).fates(ctx)
		if err != nil || all.successes() >= shareOf(len(all), percent) {
			return err
		}
		*income = floorToCent(found * (1 - less))
	}
	*income = alex.Money{} // spending less does not help: nothing can be promised
	return nil
}

// shareOf is the least number among n that is at least percent of them: ⌈pN⌉.
func shareOf(n, percent int) int { return (percent*n + 99) / 100 }

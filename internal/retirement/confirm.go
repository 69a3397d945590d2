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
	for _, level := range []struct {
		percent int
		income  *alex.Money
	}{{50, &found.P50}, {75, &found.P75}, {90, &found.P90}, {95, &found.P95}} {
		if err := r.lower(ctx, level.income, level.percent); err != nil {
			return err
		}
	}
	return nil
}

// lower takes half a percent off the income until it is paid often enough.
func (r *run) lower(ctx context.Context, income *alex.Money, percent int) error {
	const most = 40
	for range most {
		plan := r.plan
		plan.AnnualSpending = *income
		all, err := r.with(change{plan: plan}, 0).fates(ctx)
		if err != nil || all.successes() >= (percent*len(all)+99)/100 {
			return err
		}
		*income = floorToCent(income.Float64() * .995)
	}
	*income = alex.Money{} // spending less does not help: nothing can be promised
	return nil
}

package retirement

import (
	"context"
	"testing"

	"alex"
)

// Under every rule the income is paid in at least so many of the futures, when
// the plan is simulated with it.
func TestIncomeIsPaidAsOftenAsItSays(t *testing.T) {
	t.Parallel()
	for _, rule := range alex.WithdrawalRules() {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			plan := saverWhoRetires()
			plan.WithdrawalRule.Kind = rule
			opt := Options{Paths: 2000}
			income := project(t, plan, opt).SustainableIncome
			for percent, amount := range map[int]alex.Money{50: income.P50, 75: income.P75, 90: income.P90, 95: income.P95} {
				if amount.Sign() <= 0 {
					t.Errorf("nothing is paid in %d%% of futures", percent)
				}
				plan.AnnualSpending = amount
				r, _, err := begin(context.Background(), plan, opt)
				if err != nil {
					t.Fatal(err)
				}
				all, err := r.fates(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				if all.successes()*100 < percent*len(all) {
					t.Errorf("%s is paid in %d of %d futures, want %d%%", amount, all.successes(), len(all), percent)
				}
			}
		})
	}
}

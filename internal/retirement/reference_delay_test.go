package retirement

import "testing"

// Retiring some months later raises success under every rule: a rule that took
// its rate from half a year of spending would pay half for ever.
func TestMonthsOfDelayHelpUnderEveryRule(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{"constant", "percent", "guardrails", "floor_ceiling"} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			plan := saverWhoRetires()
			plan.Incomes, plan.WithdrawalRule.Kind, plan.CurrentAge = nil, rule, 64
			plan.AnnualSpending = thousands(20)
			last := -1
			for _, months := range []int{0, 1, 6, 11, 12, 13, 24} {
				schedule := newSchedule(plan, TimingStart, months)
				s := story{growth: make([]float64, 28), prices: make([]float64, 28)}
				for year := range 28 {
					s.growth[year], s.prices[year] = 1.03, 1.02
				}
				underpaid := newWalker(&schedule).walk(s.real(plan), nil)[storyLane].underpaid
				if underpaid != never && underpaid < last {
					t.Errorf("%d months later the first underpaid year is %d, before %d", months, underpaid, last)
				}
				if last = underpaid; underpaid == never {
					last = 28
				}
			}
		})
	}
}

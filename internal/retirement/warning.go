package retirement

import (
	"fmt"

	"alex"
)

// warningsOf says in words where the plan asks for more than the model does.
func warningsOf(plan alex.Plan) []string {
	warnings := []string{}
	if len(plan.Accounts) > 1 {
		warnings = append(warnings, fmt.Sprintf(
			"The %d accounts are simulated as one pot, %s; "+
				"the order in which they are drawn and required minimum distributions are not modelled.",
			len(plan.Accounts), taxWords(effectiveTax(plan))))
	} else if hasDeferred(plan) {
		warnings = append(warnings, "Required minimum distributions are not modelled.")
	}
	if plan.Partner != nil {
		warnings = append(warnings, "The plan runs to the longer of the two horizons; "+
			"spending and incomes do not change at the first death.")
	}
	return append(warnings, cashWarnings(plan)...)
}

func taxWords(rate float64) string {
	if rate == 0 {
		return "with no tax on withdrawals"
	}
	return fmt.Sprintf("with a tax of %.1f%% on every withdrawal", 100*rate)
}

func cashWarnings(plan alex.Plan) []string {
	rate, ok := cashRate(plan)
	switch {
	case !ok:
		return nil
	case plan.Allocation[alex.Cash].Sign() == 0 && rate > 0:
		return []string{"The interest of the accounts' cash has no effect: the allocation, to which the plan " +
			"is rebalanced each year, holds no cash."}
	case plan.Allocation[alex.Cash].Sign() > 0 && rate == 0:
		return []string{"The accounts state no interest on their cash, so cash earns 0% in this projection."}
	}
	return nil
}

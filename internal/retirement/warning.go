package retirement

import (
	"fmt"
	"strings"

	"alex"
)

// warningsOf says in words where the plan asks for more than the model does, or
// where the model decides what the plan leaves open.
func warningsOf(plan alex.Plan) []string {
	warnings := []string{}
	if plan.BirthYear == 0 && hasDeferred(plan) {
		warnings = append(warnings, "Required minimum distributions are left out: the plan has no year of birth.")
	}
	if len(plan.Accounts) > 1 && plan.AnnualContribution.Sign() > 0 && plan.RetirementAge > plan.CurrentAge {
		warnings = append(warnings, "Contributions are shared out over the accounts as their balances are today.")
	}
	if age, ok := plan.FirstDeath(); ok {
		warnings = append(warnings, fmt.Sprintf("From the first death on, when you are or would be %d, spending falls to %.0f%%, "+
			"and of two Social Security benefits the larger goes on.", age, 100*survivorShare(*plan.Partner)))
	}
	if names := outside(plan); len(names) > 0 {
		warnings = append(warnings, "Outside the plan's years, and without effect: "+strings.Join(names, ", ")+".")
	}
	return append(warnings, cashWarnings(plan)...)
}

// outside names incomes, phases and events of which no year lies in the plan;
// what has ended already is no surprise.
func outside(plan alex.Plan) (names []string) {
	first, last := plan.CurrentAge, plan.LastAge()
	for _, income := range plan.Incomes {
		if start, _ := plan.Span(income); start >= last {
			names = append(names, nameOr(income.Name, "an income"))
		}
	}
	for _, phase := range plan.Spending {
		if phase.StartAge >= last {
			names = append(names, nameOr(phase.Name, "a phase of spending"))
		}
	}
	for _, event := range plan.Events {
		if age := plan.EventAge(event); age < first || age >= last {
			names = append(names, nameOr(event.Name, "an event"))
		}
	}
	return names
}

func nameOr(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
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

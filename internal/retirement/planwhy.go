package retirement

import (
	"strings"

	"alex"
)

// Explained is what a plan assumed with the reason for it, and after that the
// defaults that every plan made of a record has: all that its person may want
// to change.
func Explained(assumed []Assumed, plan alex.Plan, person alex.Person) []Assumed {
	list := make([]Assumed, 0, len(assumed)+3)
	for _, a := range assumed {
		if why := reason(a, person); why != "" {
			a.Text = strings.TrimSuffix(a.Text, ".") + ", because " + why + "."
		}
		list = append(list, a)
	}
	list = append(list, Assumed{"withdrawalRule", "Spending stays the same in today's money in every year of retirement, whatever markets do."})
	if plan.AnnualContribution.Sign() > 0 && plan.RetirementAge > plan.CurrentAge {
		list = append(list, Assumed{"contributionGrowthPercent", "What is saved each year grows with prices and no faster."})
	}
	if plan.Partner != nil && plan.Partner.SurvivorSpending == nil {
		list = append(list, Assumed{"partner.survivorSpendingPercent", "After the first death 80% of the spending goes on, because no other share is set."})
	}
	return list
}

// reason is which answer is missing; empty where the text says why by itself.
func reason(a Assumed, person alex.Person) string {
	switch a.Field {
	case "currentAge":
		if person.YearsUntilRetirement != nil {
			return "no birth date is set and it follows from the years until retirement"
		}
		return "no birth date is set"
	case "retirementAge":
		return "no retirement age is set"
	case "horizonAge":
		if person.HorizonAge == nil && strings.HasPrefix(a.Text, "The plan runs") {
			return "no horizon is set"
		}
	case "partner.currentAge":
		return "neither your partner's birth date nor their age is set"
	case "partner.horizonAge":
		if person.Partner != nil && person.Partner.HorizonAge == 0 && strings.HasPrefix(a.Text, "The plan runs") {
			return "no horizon of theirs is set"
		}
	case "taxPercent":
		return "no tax rate is set"
	case "annualSpending":
		return "no spending in retirement is set"
	case "annualContribution":
		return "no yearly saving is set"
	case "incomes":
		return "none is set"
	}
	return ""
}

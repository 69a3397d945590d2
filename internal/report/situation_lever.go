package report

import (
	"fmt"
	"slices"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// Conditions, lists and words that are about what would bring the plan to its
// target.

// Levers are the names of the changes that were solved; Reached those that
// alone reach the target, the more telling first; Beyond those that do not.
func (v *situation) Levers() []string {
	return leversOf(v.in, func(retirement.Lever) bool { return true })
}
func (v *situation) Reached() []string { return leversOf(v.in, isReached) }
func (v *situation) Beyond() []string {
	return leversOf(v.in, func(l retirement.Lever) bool { return !l.Reached })
}

func isReached(l retirement.Lever) bool { return l.Reached }

// leversOf are the names of some levers, in the order in which they are told.
func leversOf(in Input, some func(retirement.Lever) bool) []string {
	var names []string
	if !looked(in.Outlook) {
		return nil
	}
	for _, l := range in.Outlook.Projection.Levers {
		if some(l) {
			names = append(names, l.Name)
		}
	}
	order := []string{"retire_later", "spend_less", "save_more", "claim_later"}
	slices.SortStableFunc(names, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	return names
}

// do says in words what a lever asks for: "work {{…}} longer".
func (v *situation) do(lever string) string {
	value := "{{lever." + lever + ".value}}"
	switch lever {
	case "retire_later":
		return "work " + value + " longer"
	case "spend_less":
		if v.Retired() {
			return "spend " + value + " less"
		}
		return "spend " + value + " less in retirement"
	case "save_more":
		return "save " + value + " more until you retire"
	case "claim_later":
		return "claim Social Security " + value + " later"
	default:
		return lowerFirst("{{lever."+lever+".name}}") + ": " + value
	}
}

// either joins what levers ask for: "work … longer, or spend … less".
func (v *situation) either(levers []string) string {
	words := make([]string, len(levers))
	for i, lever := range levers {
		words[i] = v.do(lever)
	}
	return strings.Join(words, ", or ")
}

// fields are where the levers are found.
func (v *situation) fields(levers []string) string {
	fields := map[string]string{
		"retire_later": "retirementAge", "spend_less": "targetRetirementIncome", "save_more": "annualContribution", "claim_later": "incomes",
	}
	var names []string
	for _, lever := range levers {
		if name, ok := fields[lever]; ok {
			names = append(names, name)
		}
	}
	return settings(names...)
}

// settings are where fields of a person are found: by their label on the page,
// and by their name in a profile file.
func settings(fields ...string) string {
	labels := map[string]string{
		"retirementAge": "Retirement age", "targetRetirementIncome": "Spending in retirement", "annualContribution": "Yearly saving",
		"incomes": "Income in retirement", "events": "Single events", "taxPercent": "Tax on withdrawals", "emergencyMonths": "Emergency fund",
		"assetClassTargets": "Targets by kind", "regionTargets": "Targets by region", "limits": "Health checks",
	}
	list := make([]string, len(fields))
	for i, field := range fields {
		list[i] = fmt.Sprintf("%s (`%s`)", labels[field], field)
	}
	return "Settings, " + strings.Join(list, ", ")
}

// Told are the levers that the options name; MoreLevers reports others.
func (v *situation) Told() []string   { return firstN(v.Reached(), 2) }
func (v *situation) MoreLevers() bool { return len(v.Levers()) > len(v.Told()) }

// Brief are those for page one: a later claim, which takes many words, only
// where there is no other.
func (v *situation) Brief() []string {
	told := v.Told()
	if len(told) > 1 && told[1] == "claim_later" {
		return told[:1]
	}
	return told
}

// Steep reports that spending less asks for more than a third of what is
// planned, which hardly anyone can do.
func (v *situation) Steep() bool {
	if !slices.Contains(v.Told(), "spend_less") {
		return false
	}
	for _, l := range v.in.Outlook.Projection.Levers {
		if l.Name == "spend_less" {
			return l.Value.Mul(alex.DecimalOf(36)).Cmp(v.in.Outlook.Plan.AnnualSpending.Decimal()) > 0
		}
	}
	return false
}

// dear is what levers cost, in words.
func (v *situation) dear(levers []string) string {
	costs := map[string]string{
		"retire_later": "time", "spend_less": "a leaner life in retirement",
		"save_more": "comfort today", "claim_later": "savings spent until the benefit begins",
	}
	if v.Retired() {
		costs["spend_less"] = "a leaner life"
	}
	var list []string
	for _, lever := range levers {
		if cost, ok := costs[lever]; ok {
			list = append(list, cost)
		}
	}
	return strings.Join(list, ", or ")
}

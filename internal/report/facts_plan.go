package report

import (
	"fmt"
	"math"
	"strings"

	"alex"
	"alex/internal/retirement"
)

const fromPlan = "the plan"

// plan turns the plan's own inputs into facts.
func (b *builder) plan(o retirement.Outlook) {
	if o.Reason != "" {
		b.word("retirement.reason", o.Reason, "why there is no projection", "what no plan can be made of")
	}
	if o.Projection == nil && o.AsCash == nil {
		return
	}
	p := o.Plan
	b.age("retirement.current_age", p.CurrentAge, "age now", fromPlan)
	b.age("retirement.retirement_age", p.RetirementAge, "age at retirement", fromPlan)
	b.age("retirement.horizon_age", p.LastAge(), "age to which the money must last, the longer of a couple's", fromPlan)
	if p.Partner != nil {
		b.age("retirement.partner.horizon_age", p.Partner.CurrentAge+p.LastAge()-p.CurrentAge, "the partner's age then", fromPlan)
	}
	b.money("retirement.spending.year", p.AnnualSpending, "planned spending a year, today's money", fromPlan)
	b.money("retirement.spending.month", months(p.AnnualSpending), "planned spending a month, today's money", fromPlan+", ÷ 12")
	if p.AnnualContribution.Sign() > 0 && p.RetirementAge > p.CurrentAge {
		b.money("retirement.contribution.year", p.AnnualContribution, "saved a year until retirement", fromPlan)
	}
	b.flows(p)
	for i, a := range o.Assumed {
		b.word(fmt.Sprintf("assumed.%d.text", i+1), a.Text, "assumed: "+a.Field, "defaults for what was not said")
	}
	for i, text := range warningsOf(o) {
		b.word(fmt.Sprintf("warning.%d.text", i+1), text, "what the simulation simplifies", "the engine")
	}
}

func warningsOf(o retirement.Outlook) []string {
	switch {
	case o.Projection != nil:
		return o.Projection.Warnings
	case o.AsCash != nil:
		return o.AsCash.Warnings
	default:
		return nil
	}
}

// flows are the plan's incomes, spending phases and events, one by one, with
// the ages of the person, the partner's converted.
func (b *builder) flows(p alex.Plan) {
	for i, income := range p.Incomes {
		id := fmt.Sprintf("income.%d.", i+1)
		start, end := p.Span(income)
		b.word(id+"name", named(income.Name, "Other income"), "other income", fromPlan)
		b.money(id+"year", income.Annual, income.Name+" a year", fromPlan)
		b.age(id+"start", max(start, p.CurrentAge), income.Name+", first age", fromPlan)
		if end < p.LastAge() {
			b.age(id+"end", end, income.Name+", ends before age", fromPlan)
		}
	}
	for i, phase := range p.Spending {
		id := fmt.Sprintf("phase.%d.", i+1)
		b.word(id+"name", named(phase.Name, "Further spending"), "further spending", fromPlan)
		b.money(id+"year", phase.Annual, phase.Name+" a year", fromPlan)
		b.age(id+"start", max(phase.StartAge, p.CurrentAge), phase.Name+", first age", fromPlan)
		if phase.EndAge != 0 {
			b.age(id+"end", phase.EndAge, phase.Name+", ends before age", fromPlan)
		}
	}
	for i, event := range p.Events {
		id := fmt.Sprintf("event.%d.", i+1)
		b.word(id+"name", named(event.Name, "Event"), "single event", fromPlan)
		b.money(id+"amount", event.Amount.Abs(), event.Name+", amount", fromPlan)
		b.word(id+"kind", map[bool]string{true: "spent", false: "received"}[event.Amount.Sign() < 0], event.Name+", spent or received", fromPlan)
		b.age(id+"age", event.Age, event.Name+", age", fromPlan)
	}
}

// named is a name, or what stands for one that is blank.
func named(name, otherwise string) string {
	if strings.TrimSpace(name) == "" {
		return otherwise
	}
	return name
}

// incomeAt is the other income paid at an age, in today's money: a level one
// is worn by the assumed inflation.
func incomeAt(o retirement.Outlook, age int) alex.Money {
	var sum alex.Money
	years := float64(age - o.Plan.CurrentAge)
	worn := math.Pow(1+o.Inflation.Float64()/100, -years)
	for _, income := range o.Plan.Incomes {
		start, end := o.Plan.Span(income)
		switch {
		case age < start || age >= end:
		case income.Indexed != nil && !*income.Indexed:
			sum = sum.Add(income.Annual.Mul(alex.DecimalFromFloat(worn, 6)))
		default:
			sum = sum.Add(income.Annual)
		}
	}
	return sum
}

package main

import (
	"cmp"
	"fmt"
	"io"

	"alex"
	"alex/internal/app"
)

// projectionText prints what a plan comes to, for a person.
type projectionText struct {
	*printer
	app.Projected

	against string // the file of the plan to compare with, if any
}

// printProjection prints one screen: what was simulated, how often it works,
// what a failure means, what lasts, and what would change it.
func printProjection(w io.Writer, out app.Projected, against string) error {
	t := projectionText{&printer{w: w}, out, against}
	t.simulated()
	t.success()
	t.methods()
	t.income()
	t.ending()
	t.comparison()
	t.levers()
	t.required()
	t.sensitivities()
	t.stress()
	t.notes()
	return t.err
}

// historical reports that the futures are start years of the past.
func (t projectionText) historical() bool { return t.Result.Mode == "historical" }

// count is of all futures.
func (t projectionText) count() int { return cmp.Or(t.Result.Windows, t.Result.Paths) }

// futures is the word for them.
func (t projectionText) futures() string {
	if t.historical() {
		return "start years"
	}
	return "futures"
}

// para prints a paragraph.
func (t projectionText) para(format string, args ...any) { t.wrapped(fmt.Sprintf(format, args...), "") }

func (t projectionText) simulated() {
	t.para("From age %d to %d, in today's dollars: %s to begin with, %s.",
		t.Plan.CurrentAge, t.Plan.LastAge(), t.Plan.Total().Text(), t.flows())
	switch t.Result.Mode {
	case "historical":
		t.para("Begun in each of %s start years of history (historical, series %q); flows at the %s of the year.",
			grouped(t.count()), t.Result.AssumptionSet, t.Result.Timing)
	case "bootstrap":
		t.para("%s simulated futures of blocks of past years (bootstrap, series %q); flows at the %s of the year.",
			grouped(t.count()), t.Result.AssumptionSet, t.Result.Timing)
	default:
		t.para("%s simulated futures of drawn returns (%s, assumptions %q); flows at the %s of the year.",
			grouped(t.count()), t.Result.Mode, t.Result.AssumptionSet, t.Result.Timing)
	}
	t.rule()
	t.linef("")
}

// flows says what is saved and spent a year.
func (t projectionText) flows() string {
	spending := "spending " + t.Plan.AnnualSpending.Text() + " a year"
	switch {
	case t.Plan.RetirementAge <= t.Plan.CurrentAge:
		return spending
	case t.Plan.AnnualContribution.IsZero():
		return fmt.Sprintf("%s from age %d", spending, t.Plan.RetirementAge)
	}
	return fmt.Sprintf("saving %s a year, then %s from age %d", t.Plan.AnnualContribution.Text(), spending, t.Plan.RetirementAge)
}

// rule says what counts as paid where spending follows the balance.
func (t projectionText) rule() {
	words := map[string]string{
		"percent": "a percentage of the balance", "guardrails": "the guardrails rule",
		"floor_ceiling": "the balance between a floor and a ceiling",
	}
	by, adapts := words[t.Plan.WithdrawalRule.Kind]
	if !adapts {
		return
	}
	least := t.Plan.WithdrawalRule.Floor
	if least.IsZero() {
		least = alex.PercentOf100(80)
	}
	t.para("Spending follows %s; it counts as paid while it is at least %s%% of what is planned.", by, least)
}

func (t projectionText) success() {
	r := t.Result
	if t.historical() {
		t.linef("Paid in full   in %s of %s start years", grouped(r.Successes), grouped(t.count()))
	} else {
		t.linef("Paid in full   in %s%s", aboutOf(r.Successes, t.count()), interval(r.SuccessLow, r.SuccessHigh))
	}
	if r.Successes < t.count() {
		t.failure()
	}
	t.failedStarts()
}

// failure says how many futures fall short, when, and what is left then.
func (t projectionText) failure() {
	failed := t.count() - t.Result.Successes
	text := "in " + aboutOf(failed, t.count())
	if t.historical() {
		text = fmt.Sprintf("in %s of them", grouped(failed))
	}
	const indent = "               "
	if d := t.Result.DepletionAges; d != nil {
		text += fmt.Sprintf(", typically from age %d, in the worst from age %d", d.P50, d.P5)
	}
	t.wrapped("Falls short    "+text, indent)
	switch covered, known := t.covered(); {
	case known && covered.Sign() == 0:
		t.wrapped(indent+"no other income goes on then", indent)
	case known:
		t.wrapped(fmt.Sprintf("%sother income then still pays %s of the spending", indent, covered.Text()), indent)
	}
}

// covered is how much of the spending other income pays after a failure, by
// the method of the result itself.
func (t projectionText) covered() (share alex.Percent, known bool) {
	for _, m := range t.Result.Methods {
		if m.Mode == t.Result.Mode && m.AssumptionSet == t.Result.AssumptionSet && m.Failure != nil {
			return m.Failure.CoveredPercent, true
		}
	}
	return share, false
}

// incomeHeading says what the incomes are: by a rule that adapts, planned
// spending of which that share is always paid.
func (t projectionText) incomeHeading() string {
	rule := t.Plan.WithdrawalRule
	if rule.Kind == "" || rule.Kind == alex.WithdrawalRules()[0] {
		return "Spending paid in full"
	}
	least := alex.PercentOf100(80)
	if rule.Floor.Sign() > 0 {
		least = rule.Floor
	}
	return "Spending paid to " + least.Fixed(0) + "%"
}

func (t projectionText) income() {
	income := t.Result.SustainableIncome
	if income == nil {
		return
	}
	t.linef("\n%-26s %14s %14s", t.incomeHeading(), "a year", "a month")
	for _, row := range []struct {
		share  int
		amount alex.Money
	}{{50, income.P50}, {75, income.P75}, {90, income.P90}, {95, income.P95}} {
		month := alex.Dollars(row.amount.Decimal().Div(alex.DecimalOf(12), 2))
		what := fmt.Sprintf("in %d%% of %s", row.share, t.futures())
		t.linef("  %-24s %14s %14s", what, sum(row.amount), sum(month))
	}
}

func (t projectionText) ending() {
	t.linef("\nLeft at age %d", t.Plan.LastAge())
	for _, row := range []struct {
		what   string
		amount alex.Money
	}{
		{"when it goes badly (10%)", t.Result.EndingBalance.P10},
		{"in the middle", t.Result.EndingBalance.P50},
		{"when it goes well (90%)", t.Result.EndingBalance.P90},
	} {
		t.linef("  %-24s %14s", row.what, sum(row.amount))
	}
}

func (t projectionText) notes() {
	t.linef("")
	for _, warning := range t.Result.Warnings {
		t.wrapped("Note: "+warning, "  ")
	}
	seed := "Seed " + t.Result.Seed + ", engine"
	if t.historical() {
		seed = "Engine"
	}
	made := "assumptions"
	if t.Result.Mode != "parametric" {
		made = "series"
	}
	t.para("%s %s, %s %q.", seed, t.Result.EngineVersion, made, t.Result.AssumptionSet)
	t.linef("Hypothetical results, not a forecast; educational, not individual advice.")
}

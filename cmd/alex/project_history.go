package main

import (
	"fmt"

	"alex/internal/app"
)

// methods prints the range over methods and assumption sets, and each.
func (t projectionText) methods() {
	list := t.Result.Methods
	if len(list) < 2 {
		return
	}
	low, high := list[0].SuccessRate, list[0].SuccessRate
	for _, m := range list {
		low, high = min(low, m.SuccessRate), max(high, m.SuccessRate)
	}
	t.linef("By method      %s to %s", rate(low), rate(high))
	for _, m := range list {
		t.linef("  %-38s %7s   %s", cut(m.Mode+", "+m.AssumptionSet, 38), rate(m.SuccessRate), ofFutures(m))
	}
}

func ofFutures(m app.Method) string {
	if m.Mode == "historical" {
		return "of " + grouped(m.Futures) + " start years"
	}
	return "of " + grouped(m.Futures) + " futures"
}

// failedStarts names the start years of history that fall short, and the
// worst.
func (t projectionText) failedStarts() {
	if t.Result.WorstStart != nil {
		t.linef("Worst start    %d", *t.Result.WorstStart)
	}
	if len(t.Result.FailedStarts) > 0 {
		t.wrapped("Failed starts  "+spans(t.Result.FailedStarts), "               ")
	}
}

// stress prints the plan begun in bad years of history.
func (t projectionText) stress() {
	if len(t.Result.Stress) == 0 {
		return
	}
	t.linef("\nBegun in a bad year of history")
	for _, s := range t.Result.Stress {
		t.linef("  %d   %s", s.StartYear, t.stressWords(s))
	}
}

func (t projectionText) stressWords(s app.StressYear) string {
	left := sum(s.Balance) + " left"
	years := fmt.Sprintf("%d years: ", s.Years)
	if !s.Complete {
		years = fmt.Sprintf("%d of %d years so far: ", s.Years, t.Plan.LastAge()-t.Plan.CurrentAge)
	}
	switch {
	case s.PaidInFull:
		return years + "paid in full, " + left
	case s.UnderpaidAge != nil:
		return fmt.Sprintf("%sfalls short from age %d, %s", years, *s.UnderpaidAge, left)
	}
	return years + "falls short, " + left
}

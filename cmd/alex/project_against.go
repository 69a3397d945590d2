package main

import "strings"

// comparison says what the plan makes better or worse than the other one.
func (t projectionText) comparison() {
	c := t.Comparison
	if c == nil {
		return
	}
	t.linef("")
	t.wrapped("Against "+t.against+", in the same "+t.futures(), "  ")
	t.linef("%-26s %14s %14s", "", "there", "here")
	change := strings.TrimSpace(points(c.Delta) + " points " + plusMinus(c.PairedError))
	t.linef("  %-24s %14s %14s   %s", "paid in full", rate(c.BaseSuccessRate), rate(c.SuccessRate), change)
	if c.BaseIncome != nil && c.Income != nil {
		t.linef("  %-24s %14s %14s", "a year that lasts (90%)", sum(c.BaseIncome.P90), sum(c.Income.P90))
	}
	t.linef("  %-24s %14s %14s", "left, in the middle", sum(c.BaseEnding), sum(c.Ending))
	if c.WithinNoise {
		t.linef("  The difference in success is within the noise.")
	}
}

package report_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/report"
)

// TestComputedPairsMeanSomething computes every pair of a household's facts in
// every way: nothing simulated or assumed comes of it, no sum of shares is above
// 100 %, no share is measured by one of something else, and no label leans on one
// that is not there.
func TestComputedPairsMeanSomething(t *testing.T) {
	t.Parallel()
	sheet := factsOf(t, study(t, couple()))
	futures := regexp.MustCompile(`\b(?:retirement|sensitivity|lever|methods|history|worst|assumption)\.`)
	leaning := regexp.MustCompile(`(?i)\b(?:its|their|same) `)
	facts := slices.DeleteFunc(sheet.Facts(), func(f alex.Fact) bool { return f.Unit != alex.UnitDollars && f.Unit != alex.UnitPercent })
	computed := 0
	for i, a := range facts {
		for _, b := range facts[i+1:] {
			for _, expression := range []string{
				a.ID + " + " + b.ID, a.ID + " - " + b.ID, a.ID + " * " + b.ID, a.ID + " / " + b.ID,
				"percent(" + a.ID + ", " + b.ID + ")", "ratio(" + b.ID + ", " + a.ID + ")",
			} {
				f, statement, err := report.Compute(sheet, "x", expression)
				if err != nil {
					continue
				}
				computed++
				if futures.MatchString(expression) || leaning.MatchString(statement) {
					t.Errorf("%s: %s", expression, statement)
				}
				value, err := alex.ParseDecimal(f.Value)
				isSum := f.Unit == alex.UnitPercent && strings.Contains(expression, " + ")
				if err != nil || isSum && value.Cmp(alex.DecimalOf(100)) > 0 || a.Unit == alex.UnitPercent && strings.Split(a.ID, ".")[0] != strings.Split(b.ID, ".")[0] && b.Unit == alex.UnitPercent {
					t.Errorf("%s = %s", expression, f.Text)
				}
			}
		}
	}
	if computed < 100 {
		t.Errorf("only %d pairs can be computed", computed)
	}
	// The example that a model is given.
	if _, _, err := report.Compute(sheet, "x", "percent(cash.total, portfolio.value)"); err != nil {
		t.Error(err)
	}
}

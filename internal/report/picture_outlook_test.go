package report_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/report"
)

func chartNamed(t *testing.T, in report.Input, key string) alex.Chart {
	t.Helper()
	for _, c := range chartsOf(t, in) {
		if c.Key == key {
			return c
		}
	}
	t.Fatalf("there is no chart %s", key)
	return alex.Chart{}
}

// TestTornado: the largest change stands first, noise last, gray and marked.
func TestTornado(t *testing.T) {
	t.Parallel()
	c := chartNamed(t, looked(t), "retirement_sensitivities")
	if c.Title != "Returns 1 point lower a year: odds 15 points lower" || c.Unit != alex.UnitPoints || c.Type != alex.Bar {
		t.Errorf("%q in %s, drawn as %s", c.Title, c.Unit, c.Type)
	}
	var got []string
	for _, at := range c.Data {
		row := at.Name + " " + at.Value.String() + " " + at.Color
		if at.Noise {
			row += " noise"
		}
		got = append(got, row)
	}
	want := []string{
		"Returns 1 point lower a year -15.49 #D55E00", "Spend 10% more -9.11 #D55E00", "Spend 10% less 8.24 #0072B2",
		"Retire 1 year later 5.61 #0072B2", "Inflation 1 point higher -1.04 #D55E00", "10 points more in stocks 0.42 #999999 noise",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	quiet := looked(t)
	quiet.Outlook.Projection.Sensitivities = handSensitivities()[2:3]
	if c := chartNamed(t, quiet, "retirement_sensitivities"); c.Title != "No change that was tried moves the odds by more than chance does" {
		t.Errorf("noise alone is titled %q", c.Title)
	}
}

// TestIncomeCurve: success rises from point to point, income never does, and
// the plan stands beside it.
func TestIncomeCurve(t *testing.T) {
	t.Parallel()
	in := looked(t)
	c := chartNamed(t, in, "retirement_income")
	if len(c.Data) != 19 || c.Data[0].Name != "5%" || c.Data[18].Name != "95%" || c.Data[0].Value != "145000.00" || c.Data[18].Value != "55000.00" {
		t.Errorf("%d points from %+v to %+v", len(c.Data), c.Data[0], c.Data[len(c.Data)-1])
	}
	if c.Reference == nil || c.Reference.Value.String() != in.Outlook.Plan.AnnualSpending.String() {
		t.Errorf("the plan is drawn at %+v", c.Reference)
	}
	in.Outlook.Projection.IncomeCurve = nil
	if c := chartNamed(t, in, "retirement_income"); len(c.Data) != 4 || c.Data[2].Name != "90%" {
		t.Errorf("without the curve %d points are drawn", len(c.Data))
	}
}

// TestFiveChartsBeforeTheAppendix counts what stands before the last section.
func TestFiveChartsBeforeTheAppendix(t *testing.T) {
	t.Parallel()
	before, all := 0, map[string]bool{}
	for section, keys := range report.ChartsBySection() {
		for _, key := range keys {
			all[key] = true
			if section != "method" {
				before++
			}
		}
	}
	if before > 5 {
		t.Errorf("%d charts before the appendix, want at most 5", before)
	}
	for _, c := range chartsOf(t, looked(t)) {
		if !all[c.Key] {
			t.Errorf("chart %s has no section", c.Key)
		}
	}
}

// TestTablesBesideTheOutlook: who cannot see the pictures reads the same.
func TestTablesBesideTheOutlook(t *testing.T) {
	t.Parallel()
	in := looked(t)
	sheet := factsOf(t, in)
	r := report.Assemble(in, sheet, write(t, writer(t), in, sheet), chartsOf(t, in))
	page, err := report.Page(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"+8 points", "−15 points", "under 1 point, within the noise", "Planned spending: $84,000."} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

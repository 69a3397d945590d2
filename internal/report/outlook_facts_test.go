package report_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

func TestCloserLookAsFacts(t *testing.T) {
	t.Parallel()
	sheet := factsOf(t, looked(t))
	for _, c := range []struct{ id, value, text string }{
		{"methods.low", "70.66", "71%"},
		{"methods.high", "95.65", "96%"},
		{"methods.count", "5", "5"},
		{"method.1.name", "", "Simulated returns, default assumptions"},
		{"method.4.futures", "115", "115"},
		{"method.4.failure", "4.35", "4%"},
		{"method.2.low", "69.86", "69.9%"},
		{"retirement.covered", "37", "37%"},
		{"history.windows", "115", "115"},
		{"history.failed", "5", "5"},
		{"history.failed.years", "", "1929, 1965–1967, 1969"},
		{"lever.target", "85", "85%"},
		{"lever.retire_later.value", "14", "14 months"},
		{"lever.save_more.value", "2345.67", "$2,400 a month"},
		{"lever.spend_less.value", "391.02", "$400 a month"},
		{"lever.claim_later.success", "81.44", "81%"},
		{"sensitivity.1.name", "", "Returns 1 point lower a year"},
		{"sensitivity.1.points", "-15.49", "15 points"},
		{"sensitivity.1.direction", "", "lower"},
		{"sensitivity.5.points", "-1.04", "1 point"},
		{"sensitivity.6.noise", "", "within the noise"},
		{"stress.1.balance", "1234567.89", "$1,230,000"},
		{"stress.2.age", "88", "88"},
		{"worst.1.year", "", "1931"},
	} {
		fact, ok := sheet.Fact(c.id)
		if !ok || fact.Text != c.text || c.value != "" && fact.Value != c.value {
			t.Errorf("%s is %q (%s), want %q (%s)", c.id, fact.Text, fact.Value, c.text, c.value)
		}
	}
	for _, fact := range sheet.Facts() {
		if err := soundText(fact); err != "" {
			t.Errorf("%s: %s", fact.ID, err)
		}
	}
}

// TestLeverTextReachesTheTarget: what is shown is never less than what was
// solved, nor more than the most that was tried, and to two digits.
func TestLeverTextReachesTheTarget(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value   string
		reached bool
		want    string
	}{
		{"0.01", true, "$1 a month"},
		{"87.10", true, "$88 a month"},
		{"100", true, "$100 a month"},
		{"101", true, "$110 a month"},
		{"1010.00", true, "$1,100 a month"},
		{"12345.67", true, "$13,000 a month"},
		{"4833.33", false, "$4,800 a month"},
	} {
		in := looked(t)
		in.Outlook.Projection.Levers = []retirement.Lever{{Name: "spend_less", Value: alex.MustDecimal(c.value), Unit: "dollars_a_month", Reached: c.reached}}
		if fact, _ := factsOf(t, in).Fact("lever.spend_less.value"); fact.Text != c.want {
			t.Errorf("%s (%v) is shown as %q, want %q", c.value, c.reached, fact.Text, c.want)
		}
	}
}

// TestNothingToLookAt: where there is no closer look there is no fact of one,
// and where nothing is spent none is told.
func TestNothingToLookAt(t *testing.T) {
	t.Parallel()
	idle := looked(t)
	idle.Outlook.Plan.AnnualSpending = alex.Money{}
	for name, in := range map[string]report.Input{"quick": study(t, couple()), "nothing spent": idle} {
		for _, fact := range factsOf(t, in).Facts() {
			for _, prefix := range []string{"method.", "methods.", "lever.", "sensitivity.", "stress.", "history."} {
				if strings.HasPrefix(fact.ID, prefix) {
					t.Errorf("%s: there is %s", name, fact.ID)
				}
			}
		}
		for _, c := range chartsOf(t, in) {
			if c.Key == "retirement_sensitivities" {
				t.Errorf("%s: sensitivities are drawn", name)
			}
		}
	}
}

func TestBadYearsAreLossesOfTheMix(t *testing.T) {
	t.Parallel()
	in := study(t, couple())
	in.Outlook.Plan.Allocation = alex.ClassAllocation{alex.Cash: alex.PercentOf100(100)}
	if fact, ok := factsOf(t, in).Fact("worst.1.year"); ok {
		t.Errorf("cash lost in %s", fact.Text)
	}
	in.Outlook.Plan.Allocation = alex.ClassAllocation{alex.Equity: alex.PercentOf100(100)}
	sheet := factsOf(t, in)
	percent, _ := sheet.Fact("worst.1.percent")
	dollars, _ := sheet.Fact("worst.1.dollars")
	loss := alex.Percent{Decimal: alex.MustDecimal(percent.Value)}.Of(in.Portfolio.TotalValue)
	if loss.String() != dollars.Value || loss.Sign() <= 0 {
		t.Errorf("%s of %s is %s, not %s", percent.Text, in.Portfolio.TotalValue, loss, dollars.Value)
	}
}

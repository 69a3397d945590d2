package main

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"alex"
	"alex/internal/app"
	"alex/internal/goldenfile"
	"alex/internal/retirement"
)

var update = flag.Bool("update", false, "write the golden files anew")

// onScreen fails on what no terminal of 80 columns shows well.
func onScreen(t *testing.T, text string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		if utf8.RuneCountInString(line) > 80 {
			t.Errorf("line %d has more than 80 columns: %s", i+1, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("line %d ends in blanks: %q", i+1, line)
		}
		heading := i+1 < len(lines) && line != "" && line[0] != ' ' && (i == 0 || lines[i-1] == "") && lines[i+1] == ""
		if heading && !strings.HasSuffix(line, ".") && !strings.HasPrefix(line, "Paid in full") {
			t.Errorf("nothing stands below %q", line)
		}
	}
	for _, unwanted := range []string{"%!", "NaN", "<nil>", "\n\n\n"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("the text has %q:\n%s", unwanted, text)
		}
	}
}

func at[T any](value T) *T { return &value }

func dollars(text string) alex.Money { return alex.MustMoney(text) }

func band(p10, p50, p90 string) retirement.Band {
	return retirement.Band{P10: dollars(p10), P50: dollars(p50), P90: dollars(p90)}
}

func retiree() alex.Plan {
	return alex.Plan{
		CurrentAge: 65, RetirementAge: 65, HorizonAge: 95, Balance: at(dollars("1000000")), AnnualSpending: dollars("40000"),
	}
}

func saver() alex.Plan {
	p := retiree()
	p.CurrentAge, p.Balance, p.AnnualContribution = 45, at(dollars("300000.50")), dollars("18000")
	return p
}

func incomeOf(p50, p75, p90, p95 string) *retirement.Income {
	return &retirement.Income{P50: dollars(p50), P75: dollars(p75), P90: dollars(p90), P95: dollars(p95)}
}

// quick is a result of the plan alone.
func quick() retirement.Projection {
	return retirement.Projection{
		Mode: "parametric", Timing: "start", Paths: 10_000, Successes: 8_523, SuccessRate: .8523,
		SuccessLow: at(.84521), SuccessHigh: at(.85912), StandardError: at(.003548),
		SustainableIncome: incomeOf("54321.99", "46012.10", "38000.00", "33999.00"),
		EndingBalance:     band("0", "1234567.89", "4000000"),
		DepletionAges:     &retirement.DepletionAges{P5: 79, P25: 84, P50: 88},
		Seed:              "17265000000000000042", EngineVersion: "0.2.0", AssumptionSet: "default",
	}
}

// full is a result that has been looked at as closely as can be.
func full() retirement.Projection {
	r := quick()
	r.RequiredSaving, r.RequiredBalance = incomeOf("0", "0", "23400", "0"), incomeOf("0", "0", "0", "0")
	r.Levers = []retirement.Lever{
		{Name: "retire_later", Value: alex.DecimalOf(14), SuccessRate: .8511, Reached: true},
		{Name: "save_more", Value: alex.DecimalOf(300), SuccessRate: .8502, Reached: true},
		{Name: "spend_less", Value: alex.MustDecimal("1412.5"), SuccessRate: .8500, Reached: true},
		{Name: "claim_later", Value: alex.DecimalOf(36), SuccessRate: .812},
	}
	r.Sensitivities = []retirement.Sensitivity{
		{Label: "Equity 10 points more", Delta: .003, PairedError: at(.005), WithinNoise: true},
		{Label: "Spend 20% less", Delta: .131, PairedError: at(.008)},
		{Label: "Returns 1 point lower", Delta: -.1322, PairedError: at(.0081)},
		{Label: "Inflation 1 point higher", Delta: -.12, PairedError: at(.0081)},
		{Label: "Retire 1 year later", Delta: .031, PairedError: at(.0041)},
		{Label: "Retire 2 years later", Delta: .061, PairedError: at(.0051)},
		{Label: "Spend 10% less", Delta: .071, PairedError: at(.0061)},
		{Label: "Spend 10% more", Delta: -.081, PairedError: at(.0061)},
		{Label: "Spend 20% more", Delta: -.161, PairedError: at(.0091)},
		{Label: "Retire 1 year earlier", Delta: -.0001, PairedError: at(.0041), WithinNoise: true},
	}
	r.Methods = []retirement.Method{
		{Mode: "parametric", AssumptionSet: "default", Futures: 10_000, SuccessRate: .8523, Failure: &retirement.Failure{Age: 88, CoveredPercent: alex.PercentOf100(60)}},
		{Mode: "parametric", AssumptionSet: "cautious", Futures: 10_000, SuccessRate: .7123},
		{Mode: "historical", AssumptionSet: "us-annual-1", Futures: 123, SuccessRate: .9756},
	}
	r.Stress = []retirement.StressYear{
		{StartYear: 1929, Years: 30, Complete: true, PaidInFull: true, Balance: dollars("812000")},
		{StartYear: 1966, Years: 30, Complete: true, UnderpaidAge: at(91), Balance: dollars("0")},
		{StartYear: 2000, Years: 23, PaidInFull: true, Balance: dollars("654321.20")},
	}
	r.Warnings = []string{"The 2 accounts are simulated as one pot, with a tax of 12.0% on every withdrawal; required minimum distributions are not modelled."}
	return r
}

// past is a result over start years of history.
func past() retirement.Projection {
	r := quick()
	r.Mode, r.AssumptionSet, r.Paths, r.Windows = "historical", "us-annual-1", 0, 123
	r.Successes, r.SuccessRate = 118, 118.0/123
	r.SuccessLow, r.SuccessHigh, r.StandardError = nil, nil, nil
	r.WorstStart, r.FailedStarts = at(1966), []int{1929, 1964, 1965, 1966, 1969}
	r.Sensitivities = []retirement.Sensitivity{{Label: "Spend 10% less", Delta: .0407}}
	return r
}

func TestProjectionText(t *testing.T) {
	t.Parallel()
	change := func(r retirement.Projection, to func(*retirement.Projection)) retirement.Projection {
		to(&r)
		return r
	}
	guarded := retiree()
	guarded.WithdrawalRule.Kind = "guardrails"
	couple := saver()
	couple.AnnualContribution = alex.Money{}
	couple.Partner = &alex.Partner{CurrentAge: 40, HorizonAge: 95}
	still := change(past(), func(r *retirement.Projection) {
		r.Successes, r.SuccessRate, r.FailedStarts, r.DepletionAges = 123, 1, nil, nil
		r.Sensitivities = []retirement.Sensitivity{{Label: "Spend 10% less"}, {Label: "Spend 10% more", Delta: -.0001}}
	})
	for name, c := range map[string]app.Projected{
		"unshaken": {Plan: retiree(), Result: still},
		"compared": {Plan: saver(), Result: quick(), Comparison: &retirement.Comparison{
			BaseSuccessRate: .8523, SuccessRate: .8, Delta: -.0523, PairedError: at(.005),
			BaseIncome: incomeOf("0", "0", "38000", "0"), Income: incomeOf("0", "0", "36000", "0"), BaseEnding: dollars("0"), Ending: dollars("5"),
		}},
		"hardly-compared": {Plan: saver(), Result: past(), Comparison: &retirement.Comparison{
			BaseSuccessRate: 1, SuccessRate: .9999, Delta: -.0001, WithinNoise: true,
		}},
		"quick":      {Plan: saver(), Result: quick()},
		"full":       {Plan: retiree(), Result: full()},
		"historical": {Plan: retiree(), Result: past()},
		"guardrails": {Plan: guarded, Result: quick()},
		"bootstrap": {Plan: couple, Result: change(full(), func(r *retirement.Projection) {
			r.Mode, r.AssumptionSet = "bootstrap", "us-annual-1"
		})},
		"certain": {Plan: retiree(), Result: change(quick(), func(r *retirement.Projection) {
			r.Successes, r.SuccessRate, r.SuccessLow, r.SuccessHigh = r.Paths, 1, at(.9997), at(1.)
			r.DepletionAges, r.SustainableIncome = nil, nil
		})},
		"hopeless": {Plan: retiree(), Result: change(quick(), func(r *retirement.Projection) {
			r.Successes, r.SuccessRate, r.SuccessLow, r.SuccessHigh = 0, 0, at(0.), at(.0003)
		})},
		"nearly": {Plan: retiree(), Result: change(quick(), func(r *retirement.Projection) {
			r.Successes, r.SuccessRate, r.SuccessLow, r.SuccessHigh = 9_970, .997, at(.9957), at(.9979)
		})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var text strings.Builder
			if err := printProjection(&text, c, "old.json"); err != nil {
				t.Fatal(err)
			}
			onScreen(t, text.String())
			goldenfile.Compare(t, *update, filepath.Join("testdata", "project", name+".txt"), text.String())
		})
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for want, years := range map[string][]int{
		"":                            nil,
		"1966":                        {1966},
		"1906, 1965–1967":             {1906, 1965, 1966, 1967},
		"1928–1929, 1937, 1965, 1969": {1928, 1929, 1937, 1965, 1969},
	} {
		if got := spans(years); got != want {
			t.Errorf("%v is %q, want %q", years, got, want)
		}
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		1: "1 month", 14: "14 months", 24: "24 months", 25: "2 years 1 month", 36: "3 years", 168: "14 years", 179: "14 years 11 months",
	} {
		if got := months(alex.DecimalOf(n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestAboutOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		count, all int
		want       string
	}{
		{10_000, 10_000, "all 10,000 futures"},
		{9_999, 10_000, "over 99 in 100 futures"},
		{9_949, 10_000, "about 99 in 100 futures"},
		{8_550, 10_000, "about 86 in 100 futures"},
		{1_450, 10_000, "about 14 in 100 futures"},
		{1, 10_000, "under 1 in 100 futures"},
		{0, 1_000, "none of 1,000 futures"},
	} {
		if got := aboutOf(c.count, c.all); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.count, c.all, got, c.want)
		}
	}
}

package report_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/report"
)

func computeSheet(t testing.TB) *report.Sheet {
	t.Helper()
	fact := func(id, value string, unit alex.Unit, label string) alex.Fact {
		return alex.Fact{ID: id, Value: value, Unit: unit, Text: value, Label: label, Source: "test", AsOf: "2026-10-30"}
	}
	sheet, err := report.NewSheet([]alex.Fact{
		fact("total", "200000.00", alex.UnitDollars, "Value of everything"), fact("cash", "50000.00", alex.UnitDollars, "Cash"),
		fact("bonds", "25000.00", alex.UnitDollars, "bonds"), fact("none", "0.00", alex.UnitDollars, "nothing"), fact("stocks", "62.5", alex.UnitPercent, "Stocks, share of everything"),
		fact("target", "60", alex.UnitPercent, "target for stocks"), fact("accounts", "3", alex.UnitCount, "accounts"),
		fact("class.a.percent", "20", alex.UnitPercent, "a, share of everything"), fact("class.b.percent", "5.5", alex.UnitPercent, "b, share of everything"),
		fact("spending.month", "2000.00", alex.UnitDollars, "spending a month"), fact("spending.year", "24000.00", alex.UnitDollars, "spending a year"),
		fact("retirement.success", "20", alex.UnitPercent, "futures in which the plan works"), fact("retirement.at.p90", "900000.00", alex.UnitDollars, "at retirement, good future"),
		fact("retirement.at.p10", "300000.00", alex.UnitDollars, "at retirement, poor future"),
		fact("name", "Acme", alex.UnitWord, "name of a fund"), fact("years", "12", alex.UnitYears, "years to go"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestCompute(t *testing.T) {
	t.Parallel()
	sheet := computeSheet(t)
	for expression, want := range map[string]string{
		"total - cash":                      "$150,000 $",
		"class.a.percent + class.b.percent": "25.5% %",
		"class.a.percent - class.b.percent": "14.5 points pt",
		"percent(cash, total)":              "25.0% %",
		"ratio(total, cash)":                "4 ratio",
		"total / cash":                      "4 ratio",
		"cash * percent(bonds, total)":      "$6,250 $",
		"ratio(bonds, total) × cash":        "$6,250 $",
	} {
		f, statement, err := report.Compute(sheet, "risk.1", expression)
		if err != nil || f.Text+" "+string(f.Unit) != want {
			t.Errorf("%s = %s %s, %v; want %s", expression, f.Text, f.Unit, err, want)
			continue
		}
		if f.ID != "compute.risk.1" || f.AsOf != "2026-10-30" || !strings.Contains(statement, "{{compute.risk.1}}") || !report.IsComputed(f) {
			t.Errorf("%s: %+v, %q", expression, f, statement)
		}
		again, err := report.Recomputed(sheet, f)
		if err != nil || again != f {
			t.Errorf("%s recomputed: %+v, %v", expression, again, err)
		}
	}
}

func TestComputeRefuses(t *testing.T) {
	t.Parallel()
	sheet := computeSheet(t)
	for _, expression := range []string{
		"total * stocks", "total + cash", "stocks - target", "spending.month + spending.year", "percent(spending.month, spending.year)",
		"retirement.success + class.a.percent", "total * retirement.success", "retirement.at.p90 - total", "percent(total, retirement.at.p90)", "retirement.at.p10 + retirement.at.p90",
		"", "total +", "total cash", "total * cash", "total + stocks", "total + 1", "1", "total * 10", "total ÷ accounts", "total * accounts", "total + total", "percent(total - cash, total + cash)", "years + years", "2 * total", "name + name", "ratio(total)",
		"ratio(total, none)", "total / none", "percent(cash, stocks)", "made.up", "total; DROP TABLE users", "((((((((((total))))))))))",
		strings.Repeat("total + ", 200) + "total", "total ** cash", "-total", "percent(cash, total", "stocks / total", "ratio(total, cash) * 1e9",
	} {
		if f, _, err := report.Compute(sheet, "x", expression); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("Compute(%q) = %+v, %v", expression, f, err)
		}
	}
	for _, name := range []string{"", "A b", "x}}", "../x"} {
		if _, _, err := report.Compute(sheet, name, "total"); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("the name %q: %v", name, err)
		}
	}
}

func FuzzCompute(f *testing.F) {
	for _, seed := range []string{"total - cash", "percent(cash, total)", "((total))", "ratio(a,b", "total * stocks ÷ accounts"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		sheet := computeSheet(t)
		fact, _, err := report.Compute(sheet, "x", expression)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("Compute(%q): %v", expression, err)
			}
			return
		}
		if again, err := report.Recomputed(sheet, fact); err != nil || again != fact {
			t.Errorf("Compute(%q) = %+v, and again %+v, %v", expression, fact, again, err)
		}
	})
}

// TestHashLeavesComputedFactsOut holds the promise that the hash of the facts is
// the same with and without a model.
func TestHashLeavesComputedFactsOut(t *testing.T) {
	t.Parallel()
	sheet := computeSheet(t)
	f, _, err := report.Compute(sheet, "x", "total - cash")
	if err != nil {
		t.Fatal(err)
	}
	with, err := sheet.With(f)
	if err != nil || with.Hash() != sheet.Hash() {
		t.Errorf("With() changes the hash, or %v", err)
	}
	if _, found := with.Fact(f.ID); !found {
		t.Error("the fact is not on the sheet")
	}
}

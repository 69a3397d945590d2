package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/report"
)

func swapSheet(t *testing.T) *report.Sheet {
	t.Helper()
	var facts []alex.Fact
	for _, id := range []string{
		"class.equity.percent", "class.fixed_income.percent", "class.cash.value", "stocks.region.europe.percent",
		"stocks.region.asia.percent", "stocks.sector.energy.percent", "retirement.success", "retirement.failure", "portfolio.value",
	} {
		facts = append(facts, alex.Fact{ID: id, Value: "1", Unit: alex.UnitPercent, Text: "1%", Label: id, Source: "test", AsOf: "2026-10-30"})
	}
	sheet, err := report.NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestSwappedFactsAreRefused(t *testing.T) {
	t.Parallel()
	sheet := swapSheet(t)
	for text, want := range map[string][]string{
		"Your stocks are {{class.fixed_income.percent}} of everything.":                                  {"{{class.fixed_income.percent}}"},
		"Stocks are {{class.fixed_income.percent}} and bonds {{class.equity.percent}} of it.":            {"{{class.fixed_income.percent}}", "{{class.equity.percent}}"},
		"You hold {{class.equity.percent}} in bonds.":                                                    {"{{class.equity.percent}}"},
		"| Bonds | {{class.cash.value}} | |":                                                             {"{{class.cash.value}}"},
		"{{retirement.failure}} of the futures are paid in full.":                                        {"{{retirement.failure}}"},
		"The plan falls short in {{retirement.success}} of the futures.":                                 {"{{retirement.success}}"},
		"{{stocks.region.asia.percent}} of your stocks are in Europe.":                                   {"{{stocks.region.asia.percent}}"},
		"Technology is {{stocks.sector.energy.percent}} of your stocks.":                                 {"{{stocks.sector.energy.percent}}"},
		"Your stocks are {{class.equity.percent}} and your bonds {{class.fixed_income.percent}} of it.":  nil,
		"{{retirement.success}} of the futures are paid in full and {{retirement.failure}} fall short.":  nil,
		"In {{retirement.success}} all is paid in full; in {{retirement.failure}} the money runs short.": nil,
		"You own {{portfolio.value}}, stocks, bonds and cash.":                                           nil,
		"That is {{class.equity.percent}} of everything.":                                                nil,
		"Stocks rose.\n\nOf everything, {{class.fixed_income.percent}} is lent to others.":               nil,
	} {
		var got []string
		for _, v := range report.Check(text, report.CheckContext{Sheet: sheet}) {
			if v.Rule == "swapped_fact" {
				got = append(got, text[v.Start:v.End])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

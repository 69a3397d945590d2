package agent_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/agent"
	"alex/internal/report"
)

// TestBenchHidesNothing: who owns the facts is told their names and exact values, and
// is refused what cannot be worked out.
func TestBenchHidesNothing(t *testing.T) {
	t.Parallel()
	sheet, err := report.NewSheet([]alex.Fact{
		{ID: "portfolio.value", Value: "1234567.89", Unit: alex.UnitDollars, Text: "$1,234,568", Label: "value of everything", Source: "Σ", AsOf: "2026-10-30"},
		{ID: "account.1.value", Value: "234567.89", Unit: alex.UnitDollars, Text: "$234,568", Label: "value of Ann's secret account", Source: "Σ", AsOf: "2026-10-30"},
	})
	if err != nil {
		t.Fatal(err)
	}
	found := agent.OpenBench(sheet).Find("SECRET account")
	if len(found) != 1 || found[0].Value != "234567.89" || found[0].Label != "value of Ann's secret account" || !strings.Contains(found[0].Say, "$234,568") {
		t.Errorf("what is found is %+v", found)
	}
	if found := agent.OpenBench(sheet).Find("nothing"); found == nil || len(found) != 0 {
		t.Errorf("what is not there is found as %+v", found)
	}
	computed, err := agent.OpenBench(sheet).Compute("percent(account.1.value, portfolio.value)")
	if err != nil || computed.Value != "19" || computed.Unit != alex.UnitPercent || strings.Contains(computed.Say, "{{") {
		t.Errorf("what is computed is %+v (%v)", computed, err)
	}
	for _, expression := range []string{"", "1 + 1", "portfolio.value + ", "nobody.value / portfolio.value", strings.Repeat("(", 5000)} {
		if computed, err := agent.OpenBench(sheet).Compute(expression); err == nil {
			t.Errorf("%.40q is computed as %+v", expression, computed)
		}
	}
}

package app

import (
	"encoding/json"

	"alex"
	"alex/internal/report"
)

const factsVersion = report.FactsVersion

// Check applies the rules for sections to a text. Facts is the JSON list of
// facts that the text may use; without it every token is unknown.
func Check(text string, facts []byte) (report.CheckResult, error) {
	var ctx report.CheckContext
	if len(facts) > 0 {
		var list []alex.Fact
		if err := json.Unmarshal(facts, &list); err != nil {
			return report.CheckResult{}, alex.Invalid("facts", "is no list of facts: %v", err)
		}
		sheet, err := report.NewSheet(list)
		if err != nil {
			return report.CheckResult{}, err
		}
		ctx = report.ContextOf(sheet)
	}
	return report.CheckResult{Violations: report.Check(text, ctx)}, nil
}

package agent

import (
	"encoding/json"
	"strings"

	"alex"
	"alex/internal/report"
)

// Analysis is the structured outcome of a job, as its result_data keeps it.
type Analysis struct {
	TotalValue      alex.Money                       `json:"totalValue" description:"Value of everything the person owns, in US dollars"`
	AssetAllocation map[alex.AssetClass]alex.Percent `json:"assetAllocation" description:"Share of each asset class in the total value, 0 to 100"`
	RiskScore       int                              `json:"riskScore" description:"How much the mix swings, from 1 (hardly) to 10 (most)" jsonschema:"minimum=1,maximum=10"`
	Recommendations []string                         `json:"recommendations" description:"Options to consider, each in one sentence"`
}

// analysisOf sums a report up. A mix that cannot be rated counts as 1, the
// lowest score: cash does not swing.
func analysisOf(in report.Input, r alex.Report) Analysis {
	a := Analysis{
		TotalValue: in.Portfolio.TotalValue, AssetAllocation: map[alex.AssetClass]alex.Percent{},
		RiskScore: max(in.Portfolio.RiskScore, 1), Recommendations: []string{},
	}
	for _, e := range in.Portfolio.ByAssetClass {
		if e.Key != alex.KeyUnclassified {
			a.AssetAllocation[alex.AssetClass(e.Key)] = e.Percent
		}
	}
	for _, s := range r.Sections {
		if s.Key == "choices" {
			a.Recommendations = options(s.Markdown)
		}
	}
	return a
}

// options are the leading words of each choice.
func options(markdown string) []string {
	list := []string{}
	for _, line := range strings.Split(markdown, "\n") {
		if rest, ok := strings.CutPrefix(line, "- **"); ok {
			title, _, _ := strings.Cut(rest, "**")
			list = append(list, title)
		}
	}
	return list
}

// retirementRow is what the retirement table keeps of a projection; nil where
// there is none.
func retirementRow(in report.Input, sections []alex.Section, charts []alex.Chart) (*alex.Retirement, error) {
	p := in.Outlook.Projection
	if p == nil || len(sections) == 0 {
		return nil, nil
	}
	data, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	row := &alex.Retirement{Detail: sections[0].Markdown, Projection: data}
	row.Summary, _, _ = strings.Cut(row.Detail, "\n")
	if p.SustainableIncome != nil {
		row.EstimatedIncome = p.SustainableIncome.P90
	}
	for _, c := range charts {
		if c.Type == alex.Fan {
			row.Chart = c
		}
	}
	return row, nil
}

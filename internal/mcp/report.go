package mcp

import (
	"context"
	"fmt"
	"strings"
	"time"

	"alex"
	"alex/internal/agent"
	"alex/internal/api"
	"alex/internal/report"
)

type listInput struct {
	Limit  int    `json:"limit,omitempty" description:"how many, 10 unless said" jsonschema:"minimum=1,maximum=50"`
	Cursor string `json:"cursor,omitempty" description:"nextCursor of the list before" jsonschema:"maxLength=400"`
}

const usualReports, mostReports = 10, 50

func listReports(ctx context.Context, r api.Reading, person alex.PersonID, in listInput) (api.ListBody[api.ReportSummary], error) {
	if in.Limit == 0 {
		in.Limit = usualReports
	}
	if in.Limit < 1 || in.Limit > mostReports {
		return api.ListBody[api.ReportSummary]{}, alex.Invalid("limit", "is not between 1 and %d", mostReports)
	}
	return r.Reports(ctx, person, in.Cursor, in.Limit)
}

type reportInput struct {
	ID      string `json:"id,omitempty" description:"of a report; the newest unless said" jsonschema:"format=uuid,maxLength=36"`
	Section string `json:"section,omitempty" description:"the key of one section, such as summary" jsonschema:"maxLength=60"`
}

type sectionKey struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

type reportAnswer struct {
	ID            alex.ID      `json:"id"`
	AsOf          alex.Date    `json:"asOf"`
	GeneratedAt   *time.Time   `json:"generatedAt"`
	GeneratedBy   string       `json:"generatedBy"`
	Hash          string       `json:"hash"`
	EngineVersion string       `json:"engineVersion"`
	Source        string       `json:"source"`
	Sections      []sectionKey `json:"sections"`
	Markdown      string       `json:"markdown"`
}

func getReport(ctx context.Context, r api.Reading, person alex.PersonID, in reportInput) (reportAnswer, error) {
	whole, err := reportOf(ctx, r, person, in.ID)
	if err != nil {
		return reportAnswer{}, err
	}
	out := reportAnswer{
		whole.ID, whole.AsOf, whole.GeneratedAt, whole.GeneratedBy, whole.Hash, whole.EngineVersion,
		"Alex: a report whose every figure is a fact; find_facts tells where each comes from",
		[]sectionKey{},
		report.Markdown(whole),
	}
	found := in.Section == ""
	for _, s := range whole.Sections {
		out.Sections = append(out.Sections, sectionKey{s.Key, s.Title})
		if s.Key == in.Section {
			out.Markdown, found = s.Markdown, true
		}
	}
	if !found {
		keys := make([]string, len(out.Sections))
		for i, s := range out.Sections {
			keys[i] = s.Key
		}
		return reportAnswer{}, alex.Invalid("section", "is no section of this report; its sections are %s", strings.Join(keys, ", "))
	}
	return out, nil
}

func reportOf(ctx context.Context, r api.Reading, person alex.PersonID, id string) (alex.Report, error) {
	return r.Report(ctx, person, alex.ID(strings.ToLower(id)))
}

// factsOf are the facts that a tool works on.
type factsInput struct {
	Of string `json:"of,omitempty" description:"newest_report unless said; now is what an analysis would begin with; or the id of a report" jsonschema:"maxLength=36"`
}

const ofNow, ofNewest = "now", "newest_report"

// sheet is the facts that are asked for, and what they are of.
func (in factsInput) sheet(ctx context.Context, r api.Reading, person alex.PersonID) (sheet *report.Sheet, of string, err error) {
	if in.Of == ofNow {
		sheet, err = r.Facts(ctx, person)
		return sheet, "what an analysis would begin with now", err
	}
	id := in.Of
	if id == ofNewest {
		id = ""
	}
	whole, err := reportOf(ctx, r, person, id)
	if err != nil {
		return nil, "", err
	}
	sheet, err = report.NewSheet(whole.Facts)
	return sheet, fmt.Sprintf("the report %s as of %s", whole.ID, whole.AsOf), err
}

type findInput struct {
	factsInput

	Words string `json:"words" description:"words of a fact's label or id, such as success horizon" jsonschema:"minLength=1,maxLength=200"`
}

type factsAnswer struct {
	Of    string       `json:"of"`
	Units string       `json:"units"`
	Facts []agent.Said `json:"facts"`
}

const unitsOfFacts = "value is what was computed, shares in hundredths of a percent: $ is US dollars; % and pt are on the scale 0–100; years is an age or a span"

func findFacts(ctx context.Context, r api.Reading, person alex.PersonID, in findInput) (factsAnswer, error) {
	if !fits(in.Words, 200) {
		return factsAnswer{}, alex.Invalid("words", "are missing, or longer than 200 characters")
	}
	sheet, of, err := in.sheet(ctx, r, person)
	if err != nil {
		return factsAnswer{}, err
	}
	return factsAnswer{of, unitsOfFacts, agent.OpenBench(sheet).Find(in.Words)}, nil
}

type computeInput struct {
	factsInput

	Expression string `json:"expression" description:"over ids of facts, such as percent(cash.total, portfolio.value)" jsonschema:"minLength=1,maxLength=400"`
}

type computedAnswer struct {
	Of    string     `json:"of"`
	Units string     `json:"units"`
	Fact  agent.Said `json:"fact"`
}

func compute(ctx context.Context, r api.Reading, person alex.PersonID, in computeInput) (computedAnswer, error) {
	if !fits(in.Expression, 400) {
		return computedAnswer{}, alex.Invalid("expression", "is missing, or longer than 400 characters")
	}
	sheet, of, err := in.sheet(ctx, r, person)
	if err != nil {
		return computedAnswer{}, err
	}
	said, err := agent.OpenBench(sheet).Compute(in.Expression)
	if alex.CodeOf(err) == alex.CodeInternal { // what cannot be worked out says why in words
		err = alex.Invalid("expression", "%v", err)
	}
	return computedAnswer{of, unitsOfFacts, said}, err
}

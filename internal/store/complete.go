package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"alex"
)

// Result is all that a finished job leaves behind.
type Result struct {
	Report     alex.Report
	Retirement *alex.Retirement
	Tags       []alex.Instrument // classifications that this job made
	Steps      []alex.Step
	Data       json.RawMessage // the analysis in short, for the job's row
	Value      *PortfolioValue // what the portfolio was worth; its source is the report
}

// partReport is the part in which a report lies whole.
const partReport alex.PartKind = "report"

const insertReport = `INSERT INTO reports (id, clerk_user_id, job_id, report_date, report_summary, report_detail,
	asset_class_chart, region_chart, sector_chart, generated_by, processing_time_ms, hash, engine_version, seed, created_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

const insertRetirement = `INSERT INTO retirement (id, clerk_user_id, job_id, estimated_income, summary, detail, chart,
	success_rate, assumptions, seed, projection, created_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// Complete stores the report, the projection and the tags, and ends the job,
// all in one transaction. It answers the report's id.
func (y *System) Complete(ctx context.Context, c Claimed, r Result, now time.Time) (alex.ID, error) {
	if err := r.valid(); err != nil {
		return "", err
	}
	r.Report.ID, r.Report.JobID = y.store.NewID(), c.Job
	err := y.write(ctx, func(q Querier) error {
		person, started, err := finish(ctx, q, c, r, now)
		if err != nil {
			return err
		}
		if err := addReport(ctx, q, person, r.Report, now, now.Sub(started)); err != nil {
			return err
		}
		if r.Retirement != nil {
			if err := addRetirement(ctx, q, y.store.NewID(), person, c.Job, *r.Retirement, now); err != nil {
				return err
			}
		}
		if r.Value != nil {
			value := *r.Value
			value.Source = ValueOfReport
			if err := putValue(ctx, q, person, value, now.UnixMicro()); err != nil {
				return err
			}
		}
		return saveTags(ctx, q, person, now.UnixMicro(), r.Tags)
	})
	if err != nil {
		return "", err
	}
	return r.Report.ID, nil
}

func (r Result) valid() error {
	var problems alex.Problems
	if len(r.Report.Sections) == 0 {
		problems.Addf("report.sections", "is empty")
	}
	checkCell(&problems, "report.summary", r.Report.Summary)
	checkCell(&problems, "report.sections", detail(r.Report))
	if r.Retirement != nil {
		checkCell(&problems, "retirement.summary", r.Retirement.Summary)
		checkCell(&problems, "retirement.detail", r.Retirement.Detail)
	}
	if r.Report.AsOf.IsZero() {
		problems.Addf("report.asOf", "is empty")
	}
	problems.Join("report", checkDate("asOf", r.Report.AsOf))
	if len(r.Data) > 0 && !json.Valid(r.Data) {
		problems.Addf("data", "is not JSON")
	}
	if r.Retirement != nil && len(r.Retirement.Projection) > 0 && !json.Valid(r.Retirement.Projection) {
		problems.Addf("retirement.projection", "is not JSON")
	}
	if r.Value != nil {
		if r.Value.AsOf.IsZero() {
			problems.Addf("value.asOf", "is empty")
		}
		problems.Join("value", checkDate("asOf", r.Value.AsOf))
	}
	problems.Join("", validTags(r.Tags))
	return problems.Err()
}

// checkCell refuses a text that no backup could carry; its neighbours in the
// row are as large at most.
func checkCell(problems *alex.Problems, at, text string) {
	if len(text) > maxCell {
		problems.Addf(at, "has %d bytes; the most is %d", len(text), maxCell)
	}
}

func addReport(ctx context.Context, q Querier, person alex.PersonID, r alex.Report, now time.Time, took time.Duration) error {
	if _, err := q.ExecContext(ctx, insertReport, r.ID, person, r.JobID, r.AsOf, r.Summary, detail(r),
		chart(r, "asset_class"), chart(r, "region"), chart(r, "sector"), r.GeneratedBy, max(took.Milliseconds(), 0), r.Hash,
		r.EngineVersion, opt(&r.Seed), now.UnixMicro()); err != nil {
		return err
	}
	body, err := marshal(r)
	if err != nil {
		return err
	}
	return replacePart(ctx, q, r.JobID, partReport, body)
}

// detail is the whole report as Markdown.
func detail(r alex.Report) string {
	sections := make([]string, len(r.Sections))
	for i, s := range r.Sections {
		sections[i] = s.Markdown
	}
	return strings.Join(sections, "\n\n")
}

// chart is the report's chart of a key, NULL where it has none.
func chart(r alex.Report, key string) JSON {
	for _, c := range r.Charts {
		if c.Key == key {
			return JSON{c}
		}
	}
	return JSON{nil}
}

// projected is what the retirement table shows of a projection.
type projected struct {
	SuccessRate   *alex.Decimal `json:"successRate"`
	AssumptionSet string        `json:"assumptionSet"`
	Seed          json.RawMessage
}

func addRetirement(ctx context.Context, q Querier, id alex.ID, person alex.PersonID, job alex.ID, r alex.Retirement, now time.Time) error {
	var p projected
	if len(r.Projection) > 0 {
		if err := json.Unmarshal(r.Projection, &p); err != nil {
			return alex.Invalid("retirement.projection", "cannot be read")
		}
	}
	seed := strings.Trim(string(p.Seed), `"`)
	_, err := q.ExecContext(ctx, insertRetirement, id, person, job, r.EstimatedIncome, r.Summary, r.Detail, JSON{r.Chart},
		p.SuccessRate, opt(&p.AssumptionSet), opt(&seed), rawJSON(r.Projection), now.UnixMicro())
	return err
}

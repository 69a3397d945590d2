package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/report"
)

type (
	// ReportSummary is a report in a list: without sections, charts and facts.
	ReportSummary struct {
		ID            alex.ID        `json:"id"`
		JobID         alex.ID        `json:"jobId"`
		AsOf          alex.Date      `json:"asOf"`
		GeneratedAt   *time.Time     `json:"generatedAt"`
		GeneratedBy   string         `json:"generatedBy"`
		Summary       string         `json:"summary"`
		Hash          string         `json:"hash"`
		EngineVersion string         `json:"engineVersion"`
		Seed          string         `json:"seed,omitempty"`
		Verified      *alex.Verified `json:"verified"`
	}
	// WholeReport is a report as it was written.
	WholeReport struct {
		alex.Report
		Verified *alex.Verified `json:"verified"`
		Choices  []MarkedChoice `json:"choices" nullable:"false"`

		// MarkedBefore are options of other reports, by key, title and mark alone.
		MarkedBefore []MarkedChoice `json:"markedBefore" nullable:"false"`
	}
)

// TransformSchema lets verified be null.
func (ReportSummary) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unverified(s)
}

// TransformSchema lets verified be null.
func (WholeReport) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unverified(s)
}

func unverified(s *huma.Schema) *huma.Schema {
	s.Properties["verified"] = ready(&huma.Schema{
		Description: "how it stood to its last recomputation; null before the first",
		OneOf:       []*huma.Schema{s.Properties["verified"], {Type: "null"}},
	})
	return s
}

func reportSummary(r alex.Report) ReportSummary {
	return ReportSummary{r.ID, r.JobID, r.AsOf, r.GeneratedAt, r.GeneratedBy, r.Summary, r.Hash, r.EngineVersion, r.Seed, r.Verified}
}

func (s *Server) listReports(ctx context.Context, in *PageQuery) (*list[ReportSummary], error) {
	page, err := s.mine(ctx).Reports(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, reportSummary), nil
}

func (s *Server) getReport(ctx context.Context, in *getByID) (*tagged[WholeReport], error) {
	r, err := s.mine(ctx).Report(ctx, in.id())
	if err != nil {
		return nil, err
	}
	owner, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return nil, err
	}
	choices, err := report.Choices(r)
	if err != nil {
		return nil, err
	}
	return answer(WholeReport{
		Report: r, Verified: r.Verified, Choices: marked(choices, owner.Marks),
		MarkedBefore: marked(markedElsewhere(choices, owner.Marks), owner.Marks),
	}, in.UnlessMatching), nil
}

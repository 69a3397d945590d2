package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

type (
	// ReportSummary is a report in a list: without sections, charts and facts.
	ReportSummary struct {
		ID            alex.ID    `json:"id"`
		JobID         alex.ID    `json:"jobId"`
		AsOf          alex.Date  `json:"asOf"`
		GeneratedAt   *time.Time `json:"generatedAt"`
		GeneratedBy   string     `json:"generatedBy"`
		Summary       string     `json:"summary"`
		Hash          string     `json:"hash"`
		EngineVersion string     `json:"engineVersion"`
		Seed          string     `json:"seed,omitempty"`
	}
	// WholeReport is a report as it was written.
	WholeReport struct {
		alex.Report
		Verified *VerifyResult `json:"verified" doc:"null: ask for it, and it is recomputed"`
	}
)

// TransformSchema lets verified be null.
func (WholeReport) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	verified := nullable(s, "verified").Properties["verified"]
	verified.Enum = append(verified.Enum, nil)
	return s
}

func reportSummary(r alex.Report) ReportSummary {
	return ReportSummary{r.ID, r.JobID, r.AsOf, r.GeneratedAt, r.GeneratedBy, r.Summary, r.Hash, r.EngineVersion, r.Seed}
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
	return answer(WholeReport{Report: r}, in.UnlessMatching), nil
}

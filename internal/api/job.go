package api

import (
	"context"
	"time"

	"alex"
)

// JobSummary is a job in a list: without its steps.
type JobSummary struct {
	ID          alex.ID        `json:"id"`
	Status      alex.JobStatus `json:"status"`
	Error       string         `json:"error,omitempty" doc:"why it failed, in words that are safe to show"`
	Attempt     int            `json:"attempt" doc:"how often a worker has taken it up"`
	CreatedAt   time.Time      `json:"createdAt"`
	StartedAt   *time.Time     `json:"startedAt,omitempty"`
	CompletedAt *time.Time     `json:"completedAt,omitempty"`
	ReportID    alex.ID        `json:"reportId,omitempty"`
}

func summary(j alex.Job) JobSummary {
	return JobSummary{j.ID, j.Status, j.Error, j.Attempt, j.CreatedAt, j.StartedAt, j.CompletedAt, j.ReportID}
}

func (s *Server) listJobs(ctx context.Context, in *PageQuery) (*list[JobSummary], error) {
	page, err := s.mine(ctx).Jobs(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, summary), nil
}

func (s *Server) getJob(ctx context.Context, in *getByID) (*tagged[alex.Job], error) {
	j, err := s.mine(ctx).Job(ctx, alex.ID(in.ID))
	if err != nil {
		return nil, err
	}
	return answer(j, in.UnlessMatching), nil
}

func (s *Server) cancelJob(ctx context.Context, in *ByID) (*tagged[alex.Job], error) {
	j, err := s.mine(ctx).CancelJob(ctx, alex.ID(in.ID))
	if err != nil {
		return nil, err
	}
	return answer(j, UnlessMatching{}), nil
}

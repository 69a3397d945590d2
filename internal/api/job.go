package api

import (
	"context"
	"time"

	"alex"
)

// JobState is where a job stands, as its events tell it.
type JobState struct {
	ID          alex.ID        `json:"id"`
	Status      alex.JobStatus `json:"status"`
	Error       string         `json:"error,omitempty" doc:"why it failed, in words that are safe to show"`
	Attempt     int            `json:"attempt" doc:"how often a worker has taken it up"`
	CreatedAt   time.Time      `json:"createdAt"`
	StartedAt   *time.Time     `json:"startedAt,omitempty"`
	CompletedAt *time.Time     `json:"completedAt,omitempty"`
	ReportID    alex.ID        `json:"reportId,omitempty"`
}

func stateOf(j alex.Job) JobState {
	return JobState{j.ID, j.Status, j.Error, j.Attempt, j.CreatedAt, j.StartedAt, j.CompletedAt, j.ReportID}
}

// JobSummary is a job in a list: its steps are without their decisions.
type JobSummary struct {
	JobState
	Steps []alex.Step `json:"steps" nullable:"false"`
}

func summary(j alex.Job) JobSummary {
	steps := append([]alex.Step{}, j.Shown().Steps...)
	for i := range steps {
		steps[i].Decisions = nil
	}
	return JobSummary{stateOf(j), steps}
}

func (s *Server) listJobs(ctx context.Context, in *PageQuery) (*list[JobSummary], error) {
	page, err := s.mine(ctx).Jobs(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, summary), nil
}

func (s *Server) getJob(ctx context.Context, in *getByID) (*tagged[alex.Job], error) {
	j, err := s.mine(ctx).Job(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return answer(j.Shown(), in.UnlessMatching), nil
}

func (s *Server) cancelJob(ctx context.Context, in *ByID) (*tagged[alex.Job], error) {
	j, err := s.mine(ctx).CancelJob(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return answer(j.Shown(), UnlessMatching{}), nil
}

package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"alex"
	"alex/internal/store"
)

// AnalysisInput is what a person may say of an analysis: nothing need be said.
type AnalysisInput struct {
	AsOf alex.Date `json:"asOf,omitempty" doc:"the day that is described; the newest price's unless said"`
}

// JobStarted names the job of an analysis.
type JobStarted struct {
	JobID alex.ID `json:"jobId" format:"uuid"`
}

type (
	postAnalysis struct {
		Keyed
		Body *AnalysisInput
	}
	analysisStarted struct {
		Status   int
		Location string  `header:"Location"`
		JobID    alex.ID `header:"X-Job-Id"`
		Replayed string  `header:"Idempotency-Replayed"`
		Body     JobStarted
	}
)

// wakeTimeout is how long a request waits for a wake-up to be sent.
const wakeTimeout = time.Second

// startAnalysis writes the job's row, which is its own outbox, and wakes the
// workers. While a job of the person's is active, that one is the answer.
func (s *Server) startAnalysis(ctx context.Context, in *postAnalysis) (*analysisStarted, error) {
	var asked AnalysisInput
	if in.Body != nil {
		asked = *in.Body
	}
	data, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	made, err := create(ctx, s, creation[alex.Job, JobStarted]{
		Keyed: in.Keyed, Route: "analyze", Asked: asked, Status: http.StatusAccepted, Checks: !asked.AsOf.IsZero(),
		Do: func(p *store.Personal) (alex.Job, error) {
			if err := s.checkDay(ctx, asked.AsOf); err != nil {
				return alex.Job{}, err
			}
			job, _, err := p.CreateJob(ctx, store.JobRequest{Data: data, Daily: s.DailyAnalyses, Kept: s.KeptReports})
			return job, err
		},
		View:     func(j alex.Job) JobStarted { return JobStarted{j.ID} },
		Location: func(j alex.Job) string { return "/api/jobs/" + string(j.ID) },
	})
	if err != nil {
		return nil, err
	}
	s.wake(ctx, made.Body.JobID)
	return &analysisStarted{made.Status, made.Location, made.Body.JobID, made.Replayed, made.Body}, nil
}

// checkDay refuses a day that nothing can be said of. It may be tomorrow, which
// it is already somewhere.
func (s *Server) checkDay(ctx context.Context, day alex.Date) error {
	if day.IsZero() {
		return nil
	}
	if alex.DateOf(s.Now().UTC()).DaysUntil(day) > 1 {
		return alex.Invalid("asOf", "%s lies in the future", day)
	}
	p, err := s.mine(ctx).Person(ctx)
	if err == nil && day < p.BirthDate {
		err = alex.Invalid("asOf", "%s lies before your birth date", day)
	}
	return err
}

// wake tells the workers that a job waits. It outlives a client that has gone,
// and no request fails with it: a worker finds the row all the same.
func (s *Server) wake(ctx context.Context, id alex.ID) {
	if s.Wake == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wakeTimeout)
	defer cancel()
	s.Wake(ctx, id)
}

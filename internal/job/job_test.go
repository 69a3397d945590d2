package job_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"alex"
	"alex/internal/job"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// openStore is a fresh database that goes with the test.
func openStore(t *testing.T) *store.Store {
	t.Helper()
	s := sqlitetest.Open(t)
	return s
}

// newJob is a pending job of a person of its own.
func newJob(t *testing.T, s *store.Store, number int) alex.Job {
	t.Helper()
	person := alex.PersonID("person_" + strconv.Itoa(number))
	if _, err := s.System().EnsurePerson(t.Context(), person, "", ""); err != nil {
		t.Fatal(err)
	}
	j, created, err := s.As(person).CreateJob(t.Context(), store.JobRequest{})
	if err != nil || !created {
		t.Fatalf("CreateJob() = %v, %v", created, err)
	}
	return j
}

func current(t *testing.T, s *store.Store, j alex.Job) alex.Job {
	t.Helper()
	got, err := s.As(j.PersonID).Job(context.WithoutCancel(t.Context()), j.ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func runner(s *store.Store, work job.Work) *job.Runner {
	return &job.Runner{Store: s, Work: work, Now: time.Now, Rand: func() float64 { return 0.5 }}
}

// finish completes the job with the smallest result.
func finish(ctx context.Context, _ alex.Job, h *job.Handle) error {
	_, err := h.Complete(ctx, result())
	return err
}

func result() store.Result {
	return store.Result{
		Report: alex.Report{
			AsOf: "2026-03-10", GeneratedBy: alex.AuthorRules, Hash: "h", EngineVersion: "1",
			Sections: []alex.Section{{Key: "overview", Title: "Overview", Markdown: "All is well."}},
		},
		Steps: []alex.Step{{Agent: alex.Planner, Status: alex.StepDone}},
	}
}

func mustRun(t *testing.T, r *job.Runner, want bool) {
	t.Helper()
	ran, err := r.RunOne(t.Context())
	if err != nil || ran != want {
		t.Fatalf("RunOne() = %v, %v; want %v", ran, err, want)
	}
}

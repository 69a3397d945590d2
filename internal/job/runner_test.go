package job_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/job"
	"alex/internal/queue"
	"alex/internal/queue/local"
	"alex/internal/store"
)

func TestJobCompletes(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	r := runner(s, finish)
	mustRun(t, r, true)
	mustRun(t, r, false)
	got := current(t, s, j)
	if got.Status != alex.JobCompleted || got.Attempt != 1 || got.ReportID == "" || got.CompletedAt == nil {
		t.Errorf("the job is %+v", got)
	}
	report, err := s.As(j.PersonID).Report(t.Context(), got.ReportID)
	if err != nil || report.Sections[0].Markdown != "All is well." || report.JobID != j.ID {
		t.Errorf("Report() = %+v, %v", report, err)
	}
}

// A worker that dies never settles: its claim is made, and nothing follows.
func TestCrashedWorkerIsFollowedByAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		j := newJob(t, s, 1)
		dead, ok, err := s.System().Claim(t.Context(), time.Now(), 10*time.Second)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := s.System().SavePart(t.Context(), store.HeldBy(dead), alex.PartFacts, []byte(`["first"]`)); err != nil {
			t.Fatal(err)
		}
		var found string
		next := runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
			body, _, err := h.LoadPart(ctx, alex.PartFacts)
			if err != nil {
				return err
			}
			found = string(body)
			return finish(ctx, j, h)
		})
		time.Sleep(9 * time.Second)
		mustRun(t, next, false) // the lease still holds
		time.Sleep(time.Second)
		mustRun(t, next, true)
		got := current(t, s, j)
		if got.Status != alex.JobCompleted || got.Attempt != 2 || got.Lapses != 1 || got.Failures != 0 {
			t.Errorf("the job is %+v, want completed by attempt 2 after one lapse", got)
		}
		if found != `["first"]` {
			t.Errorf("the second worker found %q, want the part of the first", found)
		}
	})
}

func TestStalledWorkerWritesNothing(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	now := time.Now()
	stalled, _, err := s.System().Claim(t.Context(), now, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	rival, ok, err := s.System().Claim(t.Context(), now.Add(10*time.Second), 10*time.Second)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	old, system, ctx := store.HeldBy(stalled), s.System(), t.Context()
	_, completeErr := system.Complete(ctx, old, result(), now)
	for name, err := range map[string]error{
		"Heartbeat": system.Heartbeat(ctx, old, now.Add(time.Hour)),
		"SaveSteps": system.SaveSteps(ctx, old, result().Steps),
		"SavePart":  system.SavePart(ctx, old, alex.PartFacts, []byte("[]")),
		"Complete":  completeErr,
		"Fail":      system.Fail(ctx, old, "late", now),
		"Retry":     system.Retry(ctx, old, now),
		"Release":   system.Release(ctx, old, now),
	} {
		if !errors.Is(err, alex.ErrFenced) {
			t.Errorf("%s by the stalled worker = %v, want ErrFenced", name, err)
		}
	}
	if got := current(t, s, j); got.Status != alex.JobRunning || len(got.Steps) != 0 || got.Failures != 0 {
		t.Errorf("the stalled worker changed the job to %+v", got)
	}
	if _, found, err := system.Part(ctx, j.ID, alex.PartFacts); found || err != nil {
		t.Errorf("the stalled worker left a part (%v)", err)
	}
	if _, err := system.Complete(ctx, store.HeldBy(rival), result(), now); err != nil {
		t.Errorf("the rival's Complete() = %v", err)
	}
}

func TestHeartbeatKeepsALongJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		j := newJob(t, s, 1)
		rival := runner(s, finish)
		r := runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
			for range 60 {
				time.Sleep(time.Second)
				mustRun(t, rival, false)
			}
			return finish(ctx, j, h)
		})
		mustRun(t, r, true)
		if got := current(t, s, j); got.Status != alex.JobCompleted || got.Attempt != 1 {
			t.Errorf("the job is %+v, want completed by its first attempt", got)
		}
	})
}

func TestCancelStopsTheWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		j := newJob(t, s, 1)
		begun := time.Now()
		r := runner(s, func(ctx context.Context, j alex.Job, _ *job.Handle) error {
			if _, err := s.As(j.PersonID).CancelJob(ctx, j.ID); err != nil {
				t.Error(err)
			}
			<-ctx.Done()
			return ctx.Err()
		})
		mustRun(t, r, true)
		if took := time.Since(begun); took != job.DefaultHeartbeat {
			t.Errorf("the work went on for %v after the cancellation", took)
		}
		if got := current(t, s, j); got.Status != alex.JobCancelled || got.Failures != 0 || got.CompletedAt == nil {
			t.Errorf("the job is %+v, want cancelled", got)
		}
	})
}

func TestGracefulStopGivesTheJobBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		j := newJob(t, s, 1)
		ctx, stop := context.WithCancel(t.Context())
		r := runner(s, func(ctx context.Context, _ alex.Job, _ *job.Handle) error {
			stop()
			<-ctx.Done()
			return ctx.Err()
		})
		r.Run(ctx)
		if got := current(t, s, j); got.Attempt != 1 || got.Failures != 0 || got.Lapses != 0 {
			t.Errorf("the job is %+v, want it given back without a failure", got)
		}
		mustRun(t, runner(s, finish), true) // at once, no lease to wait for
		if got := current(t, s, j); got.Status != alex.JobCompleted || got.Attempt != 2 || got.Lapses != 0 {
			t.Errorf("the job is %+v, want completed by attempt 2", got)
		}
	})
}

// TestAStopBreaksOffNoClaim: what the database may have given by then is given
// back without being begun, and does not wait for the end of its lease.
func TestAStopBreaksOffNoClaim(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	ctx, stop := context.WithCancel(t.Context())
	r := runner(s, func(context.Context, alex.Job, *job.Handle) error {
		t.Error("it was begun")
		return nil
	})
	now := r.Now
	r.Now = func() time.Time {
		stop() // while it claims
		return now()
	}
	if ran, err := r.RunOne(ctx); !ran || err != nil {
		t.Fatalf("RunOne() = %v, %v", ran, err)
	}
	if got := current(t, s, j); got.Attempt != 1 || got.Failures != 0 || got.Lapses != 0 {
		t.Errorf("the job is %+v, want it claimed and given back", got)
	}
	if ran, err := r.RunOne(ctx); ran || err == nil {
		t.Errorf("after the stop another claim is made: %v, %v", ran, err)
	}
	mustRun(t, runner(s, finish), true)
}

func TestCheckpointCountsNoFailure(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	mustRun(t, runner(s, func(context.Context, alex.Job, *job.Handle) error { return job.ErrCheckpoint }), true)
	mustRun(t, runner(s, finish), true)
	if got := current(t, s, j); got.Status != alex.JobCompleted || got.Attempt != 2 || got.Failures != 0 {
		t.Errorf("the job is %+v", got)
	}
}

func TestMessageWakesAnIdleWorker(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		wake := local.New(8)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var began time.Time
		r := runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
			defer stop()
			began = time.Now()
			return finish(ctx, j, h)
		})
		r.Queue, r.Scan = wake, time.Hour
		done := make(chan struct{})
		go func() { defer close(done); r.Run(ctx) }()
		time.Sleep(time.Minute)
		j := newJob(t, s, 1)
		asked := time.Now()
		if err := wake.Send(ctx, queue.Message{Job: j.ID}); err != nil {
			t.Fatal(err)
		}
		<-done
		if !began.Equal(asked) {
			t.Errorf("the job began %v after the message", began.Sub(asked))
		}
	})
}

func TestLostMessageIsFoundByTheScan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		r := runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
			defer stop()
			return finish(ctx, j, h)
		})
		r.Queue = local.New(1)
		done := make(chan struct{})
		go func() { defer close(done); r.Run(ctx) }()
		time.Sleep(1500 * time.Millisecond)
		j := newJob(t, s, 1)
		asked := time.Now()
		<-done
		if took := time.Since(asked); took > job.DefaultScan {
			t.Errorf("the scan took %v to find the job", took)
		}
		if got := current(t, s, j); got.Status != alex.JobCompleted {
			t.Errorf("the job is %+v", got)
		}
	})
}

func TestStepsAreSeenWhileTheJobRuns(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	newJob(t, s, 1)
	mustRun(t, runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
		steps := []alex.Step{{Agent: alex.Planner, Status: alex.StepDone}, {Agent: alex.Reporter, Status: alex.StepRunning}}
		if err := h.SaveSteps(ctx, steps); err != nil {
			return err
		}
		if got := current(t, s, j); len(got.Steps) != 2 || got.Steps[1].Status != alex.StepRunning {
			t.Errorf("the steps are %+v", got.Steps)
		}
		return finish(ctx, j, h)
	}), true)
}

package job_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/job"
	"alex/internal/store"
)

// A worker whose lease has just lapsed writes in the same instant in which its
// rival claims the job: whoever is first, the row says who it was, and the other
// has written nothing.
func TestTheEndAndARivalsClaimInOneInstant(t *testing.T) {
	t.Parallel()
	const rounds = 200
	s := openStore(t)
	completed, claimed := 0, 0
	for round := range rounds {
		j := newJob(t, s, round)
		now := time.Now()
		held, ok, err := s.System().ClaimJob(t.Context(), j.ID, now, time.Second)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		lapsed := now.Add(time.Second)
		var wrote, kept, claimErr error
		var rival bool
		var group sync.WaitGroup
		begin := make(chan struct{})
		together := func(do func()) { group.Go(func() { <-begin; do() }) }
		together(func() { _, wrote = s.System().Complete(t.Context(), store.HeldBy(held), result(), lapsed) })
		together(func() { _, rival, claimErr = s.System().ClaimJob(t.Context(), j.ID, lapsed, time.Minute) })
		together(func() { kept = s.System().SavePart(t.Context(), store.HeldBy(held), alex.PartFacts, []byte("[]")) })
		close(begin)
		group.Wait()
		got := current(t, s, j)
		_, part, err := s.System().Part(t.Context(), j.ID, alex.PartFacts)
		switch {
		case claimErr != nil || err != nil:
			t.Fatal(claimErr, err)
		case wrote == nil && !rival && got.Status == alex.JobCompleted && got.Attempt == 1:
			completed++
		case errors.Is(wrote, alex.ErrFenced) && rival && got.Status == alex.JobRunning && got.Attempt == 2 && got.ReportID == "":
			claimed++
		default:
			t.Errorf("the end: %v, the claim: %v; the job is %+v", wrote, rival, got)
		}
		if part != (kept == nil) || kept != nil && !errors.Is(kept, alex.ErrFenced) {
			t.Errorf("keeping a part: %v, it is there: %v", kept, part)
		}
	}
	t.Attr("measured", fmt.Sprintf("rounds=%d completed=%d claimed=%d both=0", rounds, completed, claimed))
}

// A job that always fails holds nobody up: the others are done between its
// attempts, and it ends after five.
func TestPoisonDoesNotHoldUpTheQueue(t *testing.T) {
	t.Parallel()
	const jobs, poisoned = 50, 5
	s := openStore(t)
	ids := map[alex.ID]bool{}
	var list []alex.Job
	for n := range jobs {
		j := newJob(t, s, n)
		ids[j.ID] = n < poisoned
		list = append(list, j)
	}
	now := time.Now()
	attempts := map[alex.ID]int{}
	r := runner(s, poison(ids, attempts))
	r.Now = func() time.Time { return now }
	for range jobs { // everything that is due now, the poisoned ones first
		mustRun(t, r, true)
	}
	mustRun(t, r, false)
	completed := 0
	for n, j := range list {
		if got := current(t, s, j); n >= poisoned && got.Status == alex.JobCompleted {
			completed++
		}
	}
	for range 4 * poisoned {
		now = now.Add(time.Minute)
		if _, err := r.RunOne(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, j := range list[:poisoned] {
		if got := current(t, s, j); got.Status != alex.JobFailed || attempts[j.ID] != alex.MaxFailures || got.Error == "" {
			t.Errorf("the poisoned job is %+v after %d attempts", got, attempts[j.ID])
		}
	}
	if completed != jobs-poisoned {
		t.Errorf("%d of %d others were done before the second attempt", completed, jobs-poisoned)
	}
	t.Attr("measured", fmt.Sprintf("jobs=%d poisoned=%d attempts=%d held up=0", jobs, poisoned, alex.MaxFailures))
}

// poison fails the jobs of a list, and counts.
func poison(ids map[alex.ID]bool, attempts map[alex.ID]int) job.Work {
	return func(ctx context.Context, j alex.Job, h *job.Handle) error {
		attempts[j.ID]++
		if ids[j.ID] {
			return errors.New("it always fails")
		}
		return finish(ctx, j, h)
	}
}

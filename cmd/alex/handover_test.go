package main

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// A worker that is told to stop gives back what it has in hand, and another
// takes it up at once: no lease has to lapse for it.
func TestTerminatedWorkerHandsOver(t *testing.T) {
	t.Parallel()
	const jobs, rounds = 40, 3
	f := onPostgres(t, binary(t))
	defer f.stop()
	for i := range 2 {
		f.start(i)
	}
	f.ask(jobs)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	watched := make(chan error, 1)
	var longest time.Duration
	go func() {
		var err error
		longest, err = f.watch(ctx)
		watched <- err
	}()
	for round := range rounds {
		f.await("", func(held) bool { return f.ended() > round*jobs/(rounds+1) }, "at work")
		f.terminate(round % 2)
		f.start(round % 2)
	}
	if err := <-watched; err != nil {
		t.Fatal(err)
	}
	var completed, again, troubled int
	if err := f.raw.QueryRowContext(t.Context(), `SELECT count(*), sum(CASE WHEN attempt > 1 THEN 1 ELSE 0 END),
		sum(CASE WHEN lapses > 0 OR failures > 0 THEN 1 ELSE 0 END) FROM analysis_jobs WHERE status = 'completed'`).
		Scan(&completed, &again, &troubled); err != nil {
		t.Fatal(err)
	}
	if completed != jobs || troubled != 0 || longest > resumed {
		t.Errorf("of %d jobs %d completed, %d with a failure or a lapse; one stood still for %v", jobs, completed, troubled, longest)
	}
	if again == 0 {
		t.Error("no worker had a job in hand: this run proves nothing")
	}
	if problems, err := f.store.Verify(t.Context(), store.Expected{}); err != nil || len(problems) > 0 {
		t.Errorf("afterwards Verify() = %v, %v", problems, err)
	}
	t.Attr("measured", fmt.Sprintf("jobs=%d stops=%d handed=%d lapses=0 failures=0 longest=%v", jobs, rounds, again, longest.Round(time.Millisecond)))
}

// ended is how many jobs have.
func (f *farm) ended() int {
	f.t.Helper()
	counts, err := f.store.System().JobCounts(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return int(counts[alex.JobCompleted] + counts[alex.JobFailed])
}

// terminate stops worker i in order, and waits for its end.
func (f *farm) terminate(i int) {
	f.t.Helper()
	f.up.Add(-1)
	f.signal(i, syscall.SIGTERM)
	if err := f.workers[i].Wait(); err != nil {
		f.t.Errorf("worker %d ended with %v", i, err)
	}
}

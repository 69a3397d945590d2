//go:build unix

package main

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"alex"
)

// A worker that sleeps past its lease wakes up to find the job done by
// another, and writes nothing.
func TestStoppedWorkerWritesNothing(t *testing.T) {
	t.Parallel()
	f := onPostgres(t, binary(t))
	defer f.stop()
	f.start(0)
	for try := range 50 {
		person := f.askOne(try)
		job := f.stoppedInJob(person)
		if job == "" {
			continue // it was faster
		}
		f.start(1)
		f.await(job, func(is held) bool { return is.attempt == 2 }, "taken up by the other worker")
		f.await(job, func(held) bool { return f.status(job) == "completed" }, "completed by it")
		before := f.trace(job)
		f.signal(0, syscall.SIGCONT)
		f.askOne(1000) // once this is done by the woken worker, it has seen that it was fenced
		f.kill(1)
		f.await("", func(held) bool {
			counts, err := f.store.System().JobCounts(t.Context())
			return err == nil && counts[alex.JobPending]+counts[alex.JobRunning] == 0
		}, "the end of all jobs")
		if after := f.trace(job); after != before {
			t.Errorf("the stopped worker has written:\n%s\nbefore:\n%s", after, before)
		}
		t.Attr("measured", fmt.Sprintf("stops=1 written=0 tries=%d", try+1))
		return
	}
	t.Error("no worker could be stopped in the middle of a job")
}

// stoppedInJob stops worker 0 while it holds a job; empty where the job ended
// first.
func (f *farm) stoppedInJob(person alex.PersonID) (job string) {
	f.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		var status string
		if err := f.raw.QueryRowContext(f.t.Context(),
			`SELECT id, status FROM analysis_jobs WHERE clerk_user_id = $1`, string(person)).Scan(&job, &status); err != nil {
			f.t.Fatal(err)
		}
		switch status {
		case "running":
			f.signal(0, syscall.SIGSTOP)
			time.Sleep(100 * time.Millisecond) // what was under way in the database ends
			if f.status(job) == "running" {
				return job
			}
			f.signal(0, syscall.SIGCONT)
			return ""
		case "completed":
			return ""
		}
	}
	return ""
}

package job_test

import (
	"context"
	"sync"
	"testing"

	"alex"
	"alex/internal/job"
	"alex/internal/store"
)

func TestManyWorkersRunEachJobOnce(t *testing.T) {
	t.Parallel()
	const jobs, workers = 200, 4
	s := openStore(t)
	for number := range jobs {
		newJob(t, s, number)
	}
	var mu sync.Mutex
	runs := map[alex.ID]int{}
	r := runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
		mu.Lock()
		runs[j.ID]++
		mu.Unlock()
		return finish(ctx, j, h)
	})
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				ran, err := r.RunOne(t.Context())
				if err != nil {
					t.Error(err)
				}
				if !ran || err != nil {
					return
				}
			}
		})
	}
	group.Wait()
	for id, n := range runs {
		if n != 1 {
			t.Errorf("job %s ran %d times", id, n)
		}
	}
	counts, err := s.System().JobCounts(t.Context())
	if err != nil || len(runs) != jobs || counts[alex.JobCompleted] != jobs || len(counts) != 1 {
		t.Errorf("%d jobs ran, the rows say %v (%v); want %d completed", len(runs), counts, err, jobs)
	}
}

func TestTheSameMessageRunsAJobOnce(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	r := runner(s, finish)
	for delivery := range 5 {
		ran, err := r.RunJob(t.Context(), j.ID)
		if err != nil || ran != (delivery == 0) {
			t.Errorf("delivery %d: RunJob() = %v, %v", delivery, ran, err)
		}
	}
	if ran, err := r.RunJob(t.Context(), "00000000-0000-4000-8000-000000000000"); ran || err != nil {
		t.Errorf("RunJob() of a job that is gone = %v, %v; want the message done with", ran, err)
	}
	if _, err := r.RunJob(t.Context(), "x"); alex.CodeOf(err) != alex.CodeInvalid {
		t.Errorf("RunJob() of no id = %v", err)
	}
}

func TestTwentyRequestsMakeOneJob(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	const requests = 20
	ids := make([]alex.ID, requests)
	made := make([]bool, requests)
	var group sync.WaitGroup
	for i := range requests {
		group.Go(func() {
			j, created, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
			if err != nil {
				t.Error(err)
			}
			ids[i], made[i] = j.ID, created
		})
	}
	group.Wait()
	created := 0
	for i, id := range ids {
		if made[i] {
			created++
		}
		if id != ids[0] {
			t.Errorf("request %d was answered job %s, another %s", i, id, ids[0])
		}
	}
	if created != 1 {
		t.Errorf("%d jobs were created, want 1", created)
	}
}

func TestPersonDeletedWhileTheJobRuns(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	r := runner(s, func(ctx context.Context, j alex.Job, h *job.Handle) error {
		if err := s.As(j.PersonID).Delete(ctx); err != nil {
			t.Error(err)
		}
		return finish(ctx, j, h)
	})
	mustRun(t, r, true)
	if counts, err := s.System().JobCounts(t.Context()); err != nil || len(counts) != 0 {
		t.Errorf("rows %v (%v) outlive their person %s", counts, err, j.PersonID)
	}
}

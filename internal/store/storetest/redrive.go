package storetest

import (
	"fmt"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// failJob ends a job that waits.
func (b *bench) failJob(t testing.TB, id alex.ID) {
	t.Helper()
	j, ok, err := b.System().ClaimJob(b.ctx, id, b.now, time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	must(t, b.System().Fail(b.ctx, store.HeldBy(j), "no", b.now))
}

// redrivenForWhoMayComeIn: the job of who is disabled, or of a demo that is over,
// stays as it is.
func redrivenForWhoMayComeIn(t *testing.T, b *bench) {
	failed := b.jobIn(t, "user_a", alex.JobFailed)
	must(t, b.System().Disable(b.ctx, "user_a", b.now))
	_, _, err := b.System().Redrive(b.ctx, failed)
	wantCode(t, "of who is disabled", err, alex.CodeConflict)

	must(t, b.System().AddDemo(b.ctx, "demo", b.now, b.now.Add(time.Hour)))
	j, _, err := b.As("demo").CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	b.failJob(t, j.ID)
	b.now = b.now.Add(time.Hour)
	_, _, err = b.System().Redrive(b.ctx, j.ID)
	wantCode(t, "of a demo that is over", err, alex.CodeConflict)

	list, err := b.System().AllJobs(b.ctx, alex.JobPending, store.Page{})
	must(t, err)
	same(t, "what waits", len(list.Items), 0)
	must(t, b.System().Enable(b.ctx, "user_a"))
	_, created, err := b.System().Redrive(b.ctx, failed)
	must(t, err)
	same(t, "once they are enabled", created, true)
}

// redrivenCountsOnce: a failed job and what was made of it are one of the day's
// analyses, and begin again a few times at most.
func redrivenCountsOnce(t *testing.T, b *bench) {
	b.now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	last := b.jobIn(t, "user_a", alex.JobFailed)
	for again := range 3 {
		j, created, err := b.System().Redrive(b.ctx, last)
		must(t, err)
		same(t, fmt.Sprint("redrive ", again+1), created, true)
		mine, created, err := b.As("user_a").CreateJob(b.ctx, store.JobRequest{Daily: 1})
		must(t, err)
		same(t, "asking beside it", []any{mine.ID, created}, []any{j.ID, false})
		b.failJob(t, j.ID)
		_, created, err = b.System().Redrive(b.ctx, last)
		must(t, err)
		same(t, "the same one again", created, false)
		last = j.ID
	}
	_, _, err := b.System().Redrive(b.ctx, last)
	wantCode(t, "a fourth in a row", err, alex.CodeConflict)

	_, _, err = b.As("user_a").CreateJob(b.ctx, store.JobRequest{Daily: 1})
	wantCode(t, "another analysis, of one a day", err, alex.CodeThrottled)
	_, created, err := b.As("user_a").CreateJob(b.ctx, store.JobRequest{Daily: 2})
	must(t, err)
	same(t, "another analysis, of two a day", created, true)
	t.Attr("measured", "1 failed job and its 3 redrives: 1 analysis of the day, the 4th refused")
}

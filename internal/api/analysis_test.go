package api_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/job"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

const nobodysID = "00000000-0000-4000-8000-000000000000"

func TestAnalyzeAnswersWithoutAWorker(t *testing.T) {
	t.Parallel()
	woken := make(chan alex.ID, 10)
	w := newWorld(t, func(s *api.Server) {
		s.Wake = func(ctx context.Context, id alex.ID) {
			if _, bounded := ctx.Deadline(); !bounded {
				t.Error("a wake-up may keep the request for ever")
			}
			woken <- id
		}
	})
	first := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "")
	id := field(t, first, "jobId")
	if first.header.Get("X-Job-Id") != id || first.header.Get("Location") != "/api/jobs/"+id || id == "" {
		t.Errorf("the answer is %s with %v", first.text, first.header)
	}
	if got := <-woken; string(got) != id {
		t.Errorf("woken for %s, want %s", got, id)
	}
	for name, body := range map[string]string{"again": "", "an empty object": "{}", "a day": `{"asOf":"2026-10-30"}`, "null": `{"asOf":null}`} {
		if r := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", body); field(t, r, "jobId") != id {
			t.Errorf("%s: %s, want the active job %s", name, r.text, id)
		}
	}
	j := w.must(t, http.StatusOK, "ann", "GET", "/api/jobs/"+id, "")
	if field(t, j, "status") != "pending" || !strings.Contains(j.text, `"steps":[]`) || !strings.Contains(j.text, `"attempt":0`) {
		t.Errorf("the job is %s", j.text)
	}
	w.must(t, http.StatusNotModified, "ann", "GET", "/api/jobs/"+id, "", "If-None-Match: "+j.header.Get("ETag"))
}

func TestTwentyPostsAreOneJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := make(chan string, 20)
	var group sync.WaitGroup
	for range cap(ids) {
		group.Go(func() { ids <- w.call(t, "ann", "POST", "/api/analyze", "{}").header.Get("X-Job-Id") })
	}
	group.Wait()
	close(ids)
	different := map[string]bool{}
	for id := range ids {
		different[id] = true
	}
	list := as[api.ListBody[api.JobSummary]](t, w.must(t, http.StatusOK, "ann", "GET", "/api/jobs", ""))
	if len(different) != 1 || len(list.Items) != 1 || !different[string(list.Items[0].ID)] {
		t.Errorf("twenty posts answered %v and made %d jobs", different, len(list.Items))
	}
}

// TestAnalyzeOnceForAKey is about jobs that have ended: the key still answers
// the first one, and no other is made.
func TestAnalyzeOnceForAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := "Idempotency-Key: monday"
	first := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "", key)
	id := field(t, first, "jobId")
	w.must(t, http.StatusOK, "ann", "POST", "/api/jobs/"+id+"/cancel", "")
	again := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "{}", key)
	if again.header.Get("Idempotency-Replayed") != "true" || again.text != first.text ||
		again.header.Get("Location") != first.header.Get("Location") || again.header.Get("X-Job-Id") != id {
		t.Errorf("the replay is %s with %v, want %s", again.text, again.header, first.text)
	}
	w.must(t, http.StatusUnprocessableEntity, "ann", "POST", "/api/analyze", `{"asOf":"2026-10-30"}`, key)
	w.must(t, http.StatusAccepted, "bob", "POST", "/api/analyze", "", key)
	other := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "", "Idempotency-Key: tuesday")
	if other.header.Get("Idempotency-Replayed") != "" || field(t, other, "jobId") == id {
		t.Errorf("another key answers %s", other.text)
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	path := "/api/jobs/" + id
	for range 2 { // cancelling again changes nothing
		j := as[alex.Job](t, w.must(t, http.StatusOK, "ann", "POST", path+"/cancel", ""))
		if j.Status != alex.JobCancelled || j.CompletedAt == nil {
			t.Errorf("the cancelled job is %+v", j)
		}
	}
	second := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	w.worker(quick).run(t)
	w.must(t, http.StatusConflict, "ann", "POST", "/api/jobs/"+second+"/cancel", "")
}

func TestFailedJobSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	fails := w.worker(func(context.Context, alex.Job, *job.Handle) error {
		return alex.Errorf(alex.CodeUnavailable, "the prices are not there")
	})
	for range alex.MaxFailures {
		fails.run(t)
		fails.later += time.Hour
	}
	j := as[alex.Job](t, w.must(t, http.StatusOK, "ann", "GET", "/api/jobs/"+id, ""))
	if j.Status != alex.JobFailed || j.Error != "the prices are not there" || j.Attempt != alex.MaxFailures {
		t.Errorf("the failed job is %+v", j)
	}
}

// TestTenThousandJobs reads the list in pages, with none left out or twice.
func TestTenThousandJobs(t *testing.T) {
	t.Parallel()
	const count = 10_000
	path := filepath.Join(t.TempDir(), "alex.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorldOver(t, s)
	addJobs(t, path, count)
	ids := map[alex.ID]bool{}
	for cursor := ""; ; {
		r := w.must(t, http.StatusOK, "ann", "GET", "/api/jobs?limit=200&cursor="+cursor, "")
		if strings.Contains(r.text, "decisions") {
			t.Fatal("a list of jobs carries what was decided")
		}
		page := as[api.ListBody[api.JobSummary]](t, r)
		for _, j := range page.Items {
			ids[j.ID] = true
		}
		if page.NextCursor == nil {
			break
		}
		cursor = *page.NextCursor
	}
	if len(ids) != count {
		t.Errorf("the pages hold %d different jobs, want %d", len(ids), count)
	}
}

// addJobs makes cancelled jobs of ann's past the store, which would take one
// transaction for each.
func addJobs(t testing.TB, path string, count int) {
	t.Helper()
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range count {
		id := fmt.Sprintf("%08d%s", i, nobodysID[8:])
		_, err := tx.ExecContext(t.Context(), `INSERT INTO analysis_jobs (id, clerk_user_id, status, attempt, failures, lapses,
			run_after, created_at) VALUES ($1, 'ann', 'pending', 0, 0, 0, $2, $2)`, id, i/3) // three in each moment
		if err == nil {
			_, err = tx.ExecContext(t.Context(), `UPDATE analysis_jobs SET status = 'cancelled', completed_at = $2 WHERE id = $1`, id, i)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// worker is a runner whose clock a test may put forward.
type worker struct {
	*job.Runner
	later time.Duration
}

func (w *world) worker(work job.Work) *worker {
	r := &worker{later: time.Second}
	r.Runner = &job.Runner{
		Store: w.store, Work: work, Rand: func() float64 { return 0 },
		Now: func() time.Time { return time.Now().Add(r.later) },
	}
	return r
}

// run works one job.
func (r *worker) run(t testing.TB) {
	t.Helper()
	if ran, err := r.RunOne(t.Context()); err != nil || !ran {
		t.Errorf("RunOne() = %v, %v", ran, err)
	}
}

// quick is work that ends at once with a small report.
func quick(ctx context.Context, _ alex.Job, h *job.Handle) error {
	_, err := h.Complete(ctx, smallResult())
	return err
}

func smallResult() store.Result {
	started, ended := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), time.Date(2026, 11, 2, 9, 0, 2, 500e6, time.UTC)
	step := func(agent alex.Agent, tokens int) alex.Step {
		return alex.Step{
			Agent: agent, Status: alex.StepDone, Author: alex.AuthorRules, StartedAt: &started, CompletedAt: &ended,
			Tokens: tokens, Cost: alex.Cost(tokens) * alex.Dollar / 100,
		}
	}
	planner := step(alex.Planner, 1)
	planner.Decisions = []alex.Decision{{What: "skip the tagger", Why: "all is classified", Symbols: []alex.Symbol{"VTI"}}}
	return store.Result{
		Report: alex.Report{
			AsOf: "2026-10-30", GeneratedBy: "alex-analyzer-v1", Summary: "In short.", EngineVersion: "0", Hash: "none",
			Sections: []alex.Section{{Key: "overview", Title: "Overview", Markdown: "You own {{x}}.", Template: "You own {{x}}."}},
			Charts:   []alex.Chart{},
			Facts:    []alex.Fact{{ID: "total.value", Value: "-5.00", Unit: alex.UnitDollars, Text: "=cmd()", Label: "@label", AsOf: "2026-10-30"}},
		},
		Steps: []alex.Step{
			planner,
			{Agent: alex.Tagger, Status: alex.StepSkipped},
			step(alex.Reporter, 20),
			step(alex.Charter, 0), step(alex.RetirementPlanner, 4),
		},
	}
}

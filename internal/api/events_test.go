package api_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/job"
	"alex/internal/store"
	"alex/internal/store/sqlite"
	"alex/internal/store/storetest"
)

// fast looks at jobs often, so that tests do not wait.
func fast(s *api.Server) { s.Hub.Every = 2 * time.Millisecond }

func TestEventsFollowAJobToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fast)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	f := w.follow(t, "ann", id)
	f.until(t, "retry", "2000")
	f.until(t, "status", `"status":"pending"`)
	half := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.worker(func(ctx context.Context, _ alex.Job, h *job.Handle) error {
			if err := h.SaveSteps(ctx, []alex.Step{{Agent: alex.Planner, Status: alex.StepRunning}}); err != nil {
				return err
			}
			<-half
			_, err := h.Complete(ctx, smallResult())
			return err
		}).run(t)
	}()
	f.until(t, "step", `{"agent":"planner","status":"running"`)
	late := w.follow(t, "ann", id)
	late.until(t, "step", `{"agent":"planner","status":"running"`)
	close(half)
	for _, follower := range []*feed{f, late} {
		follower.until(t, "step", `{"agent":"retirement","status":"done"`)
		ended := decoded[alex.Job](t, follower.until(t, "done", ""))
		if ended.Status != alex.JobCompleted || ended.ReportID == "" || len(ended.Steps) != 5 {
			t.Errorf("done says %+v", ended)
		}
		if more := follower.rest(); len(more) != 0 {
			t.Errorf("after done comes %v", more)
		}
	}
	<-done
	again := w.follow(t, "ann", id)
	again.until(t, "status", `"status":"completed"`)
	again.until(t, "done", string(id))
}

func TestEventsOfACancelledJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fast)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	f := w.follow(t, "ann", id)
	f.until(t, "status", "pending")
	w.must(t, http.StatusOK, "ann", "POST", "/api/jobs/"+id+"/cancel", "")
	f.until(t, "status", "cancelled")
	f.until(t, "done", `"status":"cancelled"`)
}

func TestEventsEndWithThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fast)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	f := w.follow(t, "ann", id)
	f.until(t, "status", "pending")
	w.must(t, http.StatusNoContent, "ann", "DELETE", "/api/user", "")
	if more := f.rest(); len(more) != 0 {
		t.Errorf("a stream of what is gone says %v", more)
	}
}

// watchedWorld counts the calls of its database.
func watchedWorld(t *testing.T, change ...func(*api.Server)) (*world, *storetest.Driver) {
	t.Helper()
	connector, err := sqlite.Connector(sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	calls := storetest.Wrap(connector)
	s := store.New(sql.OpenDB(driver.Connector(calls)), sqlite.Engine{})
	return newWorldOver(t, s, change...), calls
}

// looks is how many queries asked for a job by its id.
func looks(calls []storetest.Call) (n int) {
	for _, c := range calls {
		if c.Op == storetest.Query && strings.Contains(c.SQL, "FROM analysis_jobs WHERE id = $1") {
			n++
		}
	}
	return n
}

func TestOnePollerForAllWatchers(t *testing.T) {
	t.Parallel()
	ticks := 20 * time.Millisecond
	w, calls := watchedWorld(t, func(s *api.Server) { s.Hub.Every = ticks })
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	const watchers, rounds = 10, 20
	var n int
	var spent time.Duration
	made := calls.Count(func() {
		begun := time.Now()
		feeds := make([]*feed, watchers)
		for i := range feeds {
			feeds[i] = w.follow(t, "ann", id)
			feeds[i].until(t, "status", "pending")
		}
		time.Sleep(rounds * ticks)
		for _, f := range feeds {
			f.close()
		}
		spent = time.Since(begun)
	})
	// Each watcher looks once for itself; beyond that there is one look a tick.
	most := watchers + int(spent/ticks) + 1
	if n = looks(made); n > most || n < watchers+2 {
		t.Errorf("%d queries for %d watchers in %s, want at most %d", n, watchers, spent, most)
	}
	w.quiet(t, calls, ticks)
}

// quiet waits until nobody looks at a job any more.
func (w *world) quiet(t *testing.T, calls *storetest.Driver, tick time.Duration) {
	t.Helper()
	for range 100 {
		if looks(calls.Count(func() { time.Sleep(10 * tick) })) == 0 {
			return
		}
	}
	t.Error("the poller goes on without watchers")
}

func TestAPollIsOneQuery(t *testing.T) {
	t.Parallel()
	w, calls := watchedWorld(t)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	tag := w.must(t, http.StatusOK, "ann", "GET", "/api/jobs/"+id, "").header.Get("ETag")
	made := calls.Count(func() {
		if r := w.must(t, http.StatusNotModified, "ann", "GET", "/api/jobs/"+id, "", "If-None-Match: "+tag); r.text != "" {
			t.Errorf("304 has a body: %s", r.text)
		}
	})
	if len(made) != 1 || made[0].Op != storetest.Query {
		t.Errorf("a poll makes %v", made)
	}
}

func TestStreamsAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fast)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	path := "/api/jobs/" + id + "/events"
	feeds := make([]*feed, 20)
	for i := range feeds {
		feeds[i] = w.follow(t, "ann", id)
		feeds[i].until(t, "status", "pending")
	}
	r := w.must(t, http.StatusTooManyRequests, "ann", "GET", path, "")
	if r.header.Get("Retry-After") == "" || r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("the refusal is %s with %v", r.text, r.header)
	}
	w.must(t, http.StatusForbidden, "bob", "GET", path, "")
	feeds[0].close()
	for status := 0; status != http.StatusForbidden; { // until the server has seen that it is closed
		status = w.call(t, "ann", "GET", "/api/jobs/"+nobodysID+"/events", "").status
	}
	w.follow(t, "ann", id).until(t, "status", "pending")
}

func TestStreamsEnd(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *api.Hub){
		"with the server": func(t *testing.T, h *api.Hub) {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			t.Cleanup(cancel)
			h.Context = ctx
		},
		"after their time":            func(_ *testing.T, h *api.Hub) { h.Longest = 20 * time.Millisecond },
		"where nothing can stay open": func(_ *testing.T, h *api.Hub) { h.Brief = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(s *api.Server) { change(t, &s.Hub) })
			id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
			f := w.follow(t, "ann", id)
			f.until(t, "retry", "2000")
			f.until(t, "status", "pending")
			for _, e := range f.rest() {
				if e.name == "done" {
					t.Errorf("a job that goes on is done: %s", e.data)
				}
			}
		})
	}
}

func TestQuietStreamsBeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.Hub.Beat = 5 * time.Millisecond })
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	f := w.follow(t, "ann", id)
	f.until(t, "status", "pending")
	for range 3 {
		f.until(t, "", "still here")
	}
}

// connection remembers its deadlines.
type connection struct {
	*httptest.ResponseRecorder
	read, write time.Time
	waited      bool // for a body, up to a deadline
}

func (c *connection) SetReadDeadline(at time.Time) error {
	c.read, c.waited = at, c.waited || !at.IsZero()
	return nil
}

func (c *connection) SetWriteDeadline(at time.Time) error { c.write = at; return nil }

// TestStreamsOutliveARequest: the deadlines of a request would end a stream
// after seconds.
func TestStreamsOutliveARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.Hub.Brief = true })
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	ask := func(path string) *connection {
		c := &connection{ResponseRecorder: httptest.NewRecorder()}
		request := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
		request.Header.Set("Authorization", "Bearer token-of-ann")
		w.Config.Handler.ServeHTTP(c, request)
		if c.Code != http.StatusOK || c.write.IsZero() {
			t.Errorf("%s answers %d with the write deadline %s", path, c.Code, c.write)
		}
		return c
	}
	ask("/api/jobs/" + id)
	if c := ask("/api/jobs/" + id + "/events"); !c.read.IsZero() || !c.Flushed {
		t.Errorf("a stream has the read deadline %s, flushed %v", c.read, c.Flushed)
	}
}

// TestBodiesHaveADeadline: a sender has so long, and the work that follows is
// not cut short by it.
func TestBodiesHaveADeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := &connection{ResponseRecorder: httptest.NewRecorder()}
	request := httptest.NewRequestWithContext(t.Context(), "POST", "/api/accounts", strings.NewReader(ira))
	request.Header.Set("Authorization", "Bearer token-of-ann")
	request.Header.Set("Content-Type", "application/json")
	w.Config.Handler.ServeHTTP(c, request)
	if c.Code != http.StatusCreated || !c.waited || !c.read.IsZero() {
		t.Errorf("a body is answered %d; waited for up to a deadline: %v; deadline at the end: %s", c.Code, c.waited, c.read)
	}
}

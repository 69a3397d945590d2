package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/job"
	"alex/internal/queue/sqs"
	"alex/internal/queue/sqs/sqstest"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite"
)

// functionAt is a function over a fresh database and a queue, and what it wrote of
// metrics.
func functionAt(t *testing.T, role string, service *sqstest.Queue, environ ...string) (*Function, *bytes.Buffer) {
	t.Helper()
	awsSettings(t)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	metrics := &bytes.Buffer{}
	cfg := settings(t, append([]string{"ALEX_ROLE=" + role, "ALEX_QUEUE_URL=" + server.URL + sqstest.Path}, environ...)...)
	migrated(t, cfg)
	f, err := OpenFunction(t.Context(), cfg, slog.New(slog.NewJSONHandler(t.Output(), nil)), metrics)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, metrics
}

// migrated makes the database of the settings.
func migrated(t *testing.T, cfg config.Config) {
	t.Helper()
	db, err := OpenDatabase(t.Context(), cfg)
	if err == nil {
		_, err = db.Seed(t.Context())
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func (f *Function) jobOf(t *testing.T, person alex.PersonID) alex.Job {
	t.Helper()
	if _, err := f.app.Store.System().EnsurePerson(t.Context(), person, "", ""); err != nil {
		t.Fatal(err)
	}
	j, _, err := f.app.Store.As(person).CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestFunctionSweeps: jobs that nobody works are told to the queue, the longest due
// first, but not while messages wait in it; a dead worker's job is among them, one
// that died too often has failed, and what has expired is cleared away.
func TestFunctionSweeps(t *testing.T) {
	service := &sqstest.Queue{Now: time.Now, Visibility: time.Hour, Receives: 5}
	f, metrics := functionAt(t, "sweeper", service)
	system, now := f.app.Store.System(), time.Now()
	f.app.Now = func() time.Time { return now }
	f.app.Runner.Now = f.app.Now
	sweep := func(want Swept, bodies int) {
		t.Helper()
		got, err := f.Sweep(t.Context())
		if err != nil || got != want || len(service.Bodies()) != bodies {
			t.Errorf("swept %+v, %v, and the queue has %q; want %+v", got, err, service.Bodies(), want)
		}
	}
	sweep(Swept{}, 0)
	first, lost, failing := f.jobOf(t, "first"), f.jobOf(t, "lost"), f.jobOf(t, "failing")
	claim := func(j alex.Job, at time.Time) {
		t.Helper()
		if _, ok, err := system.ClaimJob(t.Context(), j.ID, at, time.Second); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	claim(lost, now.Add(-time.Minute))
	for n := range alex.MaxLapses {
		claim(failing, now.Add(time.Duration(n-alex.MaxLapses-60)*time.Minute))
	}
	if _, err := system.EnsurePerson(t.Context(), "visitor", "", ""); err != nil {
		t.Fatal(err)
	}
	sweep(Swept{Failed: 1, Sent: 2}, 2)
	for i, id := range []alex.ID{lost.ID, first.ID} {
		if !strings.Contains(service.Bodies()[i], string(id)) {
			t.Errorf("message %d is %s", i, service.Bodies()[i])
		}
	}
	sweep(Swept{}, 2) // they wait already
	if n := len(service.Take(10)); n != 2 {
		t.Fatal(n)
	}
	sweep(Swept{Sent: 2}, 4) // who took them may have died
	if j, err := f.app.Store.As("failing").Job(t.Context(), failing.ID); err != nil || j.Status != alex.JobFailed {
		t.Errorf("%+v %v", j, err)
	}
	f.Settle(t.Context())
	if text := metrics.String(); !strings.Contains(text, `"ActiveSessions":0`) || !strings.Contains(text, `"DatabaseLatency"`) {
		t.Errorf("metrics are %s", text)
	}
}

// TestFunctionGivesJobsBack: what its deadline leaves no time for goes on at another
// invocation, which finds what was finished; it is no failure of the job.
func TestFunctionGivesJobsBack(t *testing.T) {
	service := &sqstest.Queue{Now: time.Now, Visibility: time.Hour, Receives: 5}
	f, _ := functionAt(t, "planner", service)
	work := f.app.Runner.Work
	f.app.Runner.Work = func(ctx context.Context, j alex.Job, h *job.Handle) error {
		if j.Attempt > 1 {
			return work(ctx, j, h)
		}
		if err := h.SavePart(ctx, alex.PartPlan, []byte(`{"reason":"kept"}`)); err != nil {
			return err
		}
		<-ctx.Done()
		return ctx.Err()
	}
	j := f.jobOf(t, "ann")
	service.Put(fmt.Sprintf(`{"version":1,"jobId":%q}`, j.ID))
	for attempt := 1; attempt <= 2; attempt++ {
		b := batchOf(service)
		ctx, cancel := context.WithTimeout(t.Context(), giveBack+map[int]time.Duration{1: 500 * time.Millisecond, 2: time.Minute}[attempt])
		failed := f.Work(ctx, b)
		cancel()
		now, err := f.app.Store.As("ann").Job(t.Context(), j.ID)
		if err != nil || now.Attempt != attempt || now.Failures != 0 || now.Lapses != 0 || len(failed.Failures) > 0 || now.Status.Ended() != (attempt == 2) {
			t.Fatalf("after attempt %d: %+v, failed %v, %v", attempt, now, failed, err)
		}
	}
}

// batchOf receives what can be, as Lambda does, and deletes it: what fails is not
// looked at here.
func batchOf(service *sqstest.Queue) (b Batch) {
	for _, m := range service.Take(10) {
		r := sqs.Record{ID: m["MessageId"].(string), Body: m["Body"].(string), Receipt: m["ReceiptHandle"].(string), Attributes: m["Attributes"].(map[string]string)}
		b.Records = append(b.Records, r)
		service.Delete(r.Receipt)
	}
	return b
}

// TestMessagesFollow: a message of a job that has not ended sends the next before it
// works, so that a job whose worker dies is taken up again within 70 seconds of its
// death by messages alone; those of a job that has ended send none.
func TestMessagesFollow(t *testing.T) {
	now := time.Now()
	service := &sqstest.Queue{Now: func() time.Time { return now }, Visibility: 90 * time.Minute, Receives: 5}
	f, _ := functionAt(t, "planner", service)
	f.app.Runner.Now = service.Now
	j := f.jobOf(t, "ann")
	service.Put(fmt.Sprintf(`{"version":1,"jobId":%q}`, j.ID))
	first := batchOf(service)
	if _, ok, err := f.app.Store.System().ClaimJob(t.Context(), j.ID, now, job.DefaultLease); !ok || err != nil {
		t.Fatal(ok, err) // as a worker that dies in a moment
	}
	died := now
	if failed := f.Work(t.Context(), first); len(failed.Failures) > 0 {
		t.Fatal(failed)
	}
	var done alex.Job
	for !done.Status.Ended() {
		if now = now.Add(time.Second); now.Sub(died) > 70*time.Second {
			t.Fatalf("70 seconds after the death the job is %+v", done)
		}
		if b := batchOf(service); len(b.Records) > 0 {
			f.Work(t.Context(), b)
		}
		var err error
		if done, err = f.app.Store.As("ann").Job(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
	}
	if done.Status != alex.JobCompleted || done.Attempt != 2 || now.Sub(died) != lookAgain {
		t.Errorf("after %v: %+v", now.Sub(died), done)
	}
	now = now.Add(lookAgain)
	if b := batchOf(service); len(b.Records) != 1 {
		t.Errorf("%d messages follow", len(b.Records))
	} else if f.Work(t.Context(), b); len(service.Bodies()) != 0 {
		t.Errorf("messages follow a job that has ended: %q", service.Bodies())
	}
}

// TestMessagesDoNotMultiply: while a job cannot be claimed, one message of it is under
// way, however long that lasts, and it is worked as soon as it can be.
func TestMessagesDoNotMultiply(t *testing.T) {
	now := time.Now()
	service := &sqstest.Queue{Now: func() time.Time { return now }, Visibility: 90 * time.Minute, Receives: 5}
	f, _ := functionAt(t, "planner", service)
	f.app.Runner.Now = service.Now
	j := f.jobOf(t, "ann")
	db, err := sql.Open("sqlite", sqlite.DSN(filepath.Join(f.cfg.Data, databaseFile)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	run := func(query string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	run(`CREATE TRIGGER nothing_is_written BEFORE UPDATE ON analysis_jobs BEGIN SELECT RAISE(ABORT, 'read only'); END`)
	service.Put(fmt.Sprintf(`{"version":1,"jobId":%q}`, j.ID))
	work := func(after time.Duration) {
		for end := now.Add(after); now.Before(end); now = now.Add(time.Second) {
			for _, m := range service.Take(10) {
				r := sqs.Record{ID: m["MessageId"].(string), Body: m["Body"].(string), Receipt: m["ReceiptHandle"].(string), Attributes: m["Attributes"].(map[string]string)}
				if failed := f.Work(t.Context(), Batch{Records: []sqs.Record{r}}); len(failed.Failures) == 0 {
					service.Delete(r.Receipt)
				}
			}
		}
	}
	work(10 * time.Minute)
	if n := len(service.Bodies()); n != 1 || len(service.Dead()) != 0 {
		t.Errorf("%d messages of one job are under way, and %d are dead", n, len(service.Dead()))
	}
	run(`DROP TRIGGER nothing_is_written`)
	work(2 * lookAgain)
	if j, err := f.app.Store.As("ann").Job(t.Context(), j.ID); err != nil || j.Status != alex.JobCompleted || len(service.Bodies()) != 0 {
		t.Errorf("the job is %s, %v, and %d messages are under way", j.Status, err, len(service.Bodies()))
	}
}

// TestFunctionIngests: a text is kept once, with what is said of it.
func TestFunctionIngests(t *testing.T) {
	f, _ := functionAt(t, "ingest", &sqstest.Queue{Now: time.Now})
	const event = `{"text":"Bonds pay interest. Their prices fall when rates rise.","metadata":{"source":"https://example.org/bonds","title":"On bonds","date":"2026-10-01","desk":"research"}}`
	id, err := f.Ingest(t.Context(), []byte(event))
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
	if again, err := f.Ingest(t.Context(), []byte(event)); err != nil || again != id {
		t.Errorf("again: %s %v", again, err)
	}
	found, err := f.app.Library.Find(t.Context(), "", "what do bonds pay", 1)
	if err != nil || len(found) != 1 || found[0].Title != "On bonds" || found[0].PublishedOn != "2026-10-01" {
		t.Errorf("%+v %v", found, err)
	}
	for _, wrong := range []string{`{`, `{}`, `[]`, `{"text":""}`, `{"text":"x","metadata":{"date":"soon"}}`} {
		if _, err := f.Ingest(t.Context(), []byte(wrong)); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// TestFunctionAnswersAndTells: the API of a function tells the queue of a job and
// works none; streams say how things stand, and end.
func TestFunctionAnswersAndTells(t *testing.T) {
	service := &sqstest.Queue{Now: time.Now, Visibility: time.Hour, Receives: 5}
	f, _ := functionAt(t, "api", service, "ALEX_PUBLIC_URL=https://alex.example.org")
	h, err := f.Handler(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &wired{Handler: h}
	w.made(t, "POST", "/api/auth/demo", "")
	id := w.made(t, "POST", "/api/analyze", "{}")
	if got := service.Bodies(); len(got) != 1 || !strings.Contains(got[0], id) || service.Count("ReceiveMessage") != 0 {
		t.Errorf("the queue has %q", got)
	}
	began := time.Now()
	stream := w.call("GET", "/api/jobs/"+id+"/events", "")
	if stream.Code != http.StatusOK || !strings.Contains(stream.Body.String(), "event: status") || time.Since(began) > 5*time.Second {
		t.Errorf("the stream is %d %s after %v", stream.Code, stream.Body, time.Since(began))
	}
	if _, err := f.app.Research.Begin(t.Context(), ""); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("a round of research begins where it would be frozen: %v", err)
	}
	var j struct{ Status string }
	if err := json.Unmarshal(w.call("GET", "/api/jobs/"+id, "").Body.Bytes(), &j); err != nil || j.Status != "pending" {
		t.Errorf("%+v %v", j, err)
	}
}

// TestFunctionTellsNobodyOfAccounts: an answer waits for e-mails as long where an address
// is nobody's as where it is somebody's; where none has begun it waits for none.
func TestFunctionTellsNobodyOfAccounts(t *testing.T) {
	f, _ := functionAt(t, "api", &sqstest.Queue{Now: time.Now}, "ALEX_PUBLIC_URL=https://alex.example.org")
	box := &postbox{}
	f.app.Mail = box
	h, err := f.Handler(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &wired{Handler: h}
	waited := time.Duration(0)
	f.pause = func(d time.Duration) {
		f.app.posting()
		waited += d
	}
	settled := func() time.Duration {
		waited = 0
		f.Settle(t.Context())
		return waited
	}
	w.made(t, "POST", "/api/auth/sign-up", ann)
	settled()
	for _, email := range []string{"nobody@example.org", "ann@example.org"} {
		before := len(box.all())
		w.made(t, "POST", "/api/auth/reset", `{"email":"`+email+`"}`)
		if got := settled(); got != lastWait {
			t.Errorf("after a reset for %s it waits %v", email, got)
		}
		if sent := len(box.all()) - before; (sent == 1) != (email == "ann@example.org") {
			t.Errorf("to %s are sent %d", email, sent)
		}
	}
	w.call("GET", "/api/health", "")
	if got := settled(); got != 0 {
		t.Errorf("it waits %v for nothing", got)
	}
}

// TestFunctionWantsItsDatabaseUpToDate: a function never migrates one of another
// release, and says what to do.
func TestFunctionWantsItsDatabaseUpToDate(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	db, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	known, err := db.Migrate(t.Context())
	if err == nil {
		err = db.store.MigrateDown(t.Context(), known-1)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = OpenFunction(t.Context(), cfg, slog.New(slog.DiscardHandler), io.Discard)
	if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex migrate") {
		t.Error(err)
	}
	if version, _, err := db.store.Version(t.Context()); err != nil || version >= known {
		t.Errorf("it was migrated to %d, %v", version, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFunctionServesWithoutRights: alex migrate and alex seed are enough for the
// function of a login that has no right to a table.
func TestFunctionServesWithoutRights(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t, postgrestest.Options{})
	url := server.Empty(t)
	login := server.Login(t, url)
	cfg, log := settings(t, "ALEX_DATABASE_URL="+login), slog.New(slog.DiscardHandler)
	if _, err := openMigrated(t.Context(), cfg, log); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex migrate") {
		t.Errorf("before: %v", err)
	}
	d, err := OpenToMigrate(t.Context(), settings(t, "ALEX_DATABASE_URL="+login, "ALEX_MIGRATE_URL="+url))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := openMigrated(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}

package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/job"
	"alex/internal/queue/sqs"
	"alex/internal/queue/sqs/sqstest"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// queued is a server that works no jobs, and what else is over its database.
type queued struct {
	*wired
	cfg config.Config
	log *telling
}

// telling keeps what is logged.
type telling struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *telling) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *telling) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// queuedAt is a server whose workers are woken by a queue at an address, with
// somebody signed in.
func queuedAt(t *testing.T, address string) *queued {
	t.Helper()
	q := &queued{cfg: settings(t, "ALEX_QUEUE_URL="+address+sqstest.Path), log: &telling{}}
	a := q.open(t)
	handler, err := a.handler(t.Context(), q.cfg, a.Runner.Log, &net.TCPAddr{})
	if err != nil {
		t.Fatal(err)
	}
	q.wired = &wired{Handler: handler}
	q.made(t, "POST", "/api/auth/demo", "")
	return q
}

func (q *queued) open(t *testing.T) *App {
	t.Helper()
	a, err := Open(t.Context(), q.cfg, slog.New(slog.NewJSONHandler(q.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// work runs another App's workers until the test ends.
func (q *queued) work(t *testing.T, scan time.Duration) {
	t.Helper()
	a := q.open(t)
	a.Runner.Scan = scan
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { a.Runner.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		group.Wait()
	})
}

// until waits for what happens elsewhere.
func until(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !happened(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never happened that", what)
		}
	}
}

// ends waits for the end of a job, which has to be a report.
func (q *queued) ends(t *testing.T, id string) {
	t.Helper()
	until(t, "the job ended", func() bool {
		var j struct{ Status, ReportID string }
		if err := json.Unmarshal(q.call("GET", "/api/jobs/"+id, "").Body.Bytes(), &j); err != nil {
			t.Fatal(err)
		}
		if j.Status == string(alex.JobFailed) {
			t.Fatalf("the job failed: %s", q.log)
		}
		return j.Status == string(alex.JobCompleted)
	})
}

// TestWorkerIsWokenThroughSQS: a server takes the request, and a worker over the
// same database, which looks for rows once an hour, ends it because of a message.
func TestWorkerIsWokenThroughSQS(t *testing.T) {
	awsSettings(t)
	service := &sqstest.Queue{Now: time.Now, Visibility: time.Hour, Receives: 5}
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	q := queuedAt(t, server.URL)
	q.work(t, time.Hour)
	until(t, "the worker waited for messages", func() bool { return service.Count("ReceiveMessage") > 0 })
	id := q.made(t, "POST", "/api/analyze", "{}")
	q.ends(t, id)
	until(t, "the message was deleted", func() bool { return len(service.Bodies()) == 0 })
	if len(service.Dead()) > 0 || service.Count("SendMessage") != 1 {
		t.Errorf("%d messages were sent, %d are dead", service.Count("SendMessage"), len(service.Dead()))
	}
	for _, c := range service.Calls() {
		if c.Operation == "SendMessage" && !strings.Contains(c.Input.MessageBody, id) {
			t.Errorf("the message is %s", c.Input.MessageBody)
		}
	}
	if strings.Contains(q.log.String(), "hunter2") || strings.Contains(q.log.String(), `"WARN"`) {
		t.Error(q.log)
	}
}

// TestAnalysesGoOnWithoutSQS: while it is away, requests are taken, and workers
// find the rows.
func TestAnalysesGoOnWithoutSQS(t *testing.T) {
	awsSettings(t)
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	q := queuedAt(t, server.URL)
	q.work(t, 0)
	began := time.Now()
	id := q.made(t, "POST", "/api/analyze", "{}")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the request took %v", took)
	}
	q.ends(t, id)
	until(t, "both ends told of it", func() bool {
		text := q.log.String()
		return strings.Contains(text, "no worker was woken") && strings.Contains(text, "workers are not woken") && strings.Contains(text, "the SQS queue alex-jobs cannot be reached")
	})
}

// TestBatchOfJobs: a message of a job that waits is worked in its trace; one of a
// job that is done, unknown, or another's is done with; what cannot be read, or
// asked of a database that is away, comes again.
func TestBatchOfJobs(t *testing.T) {
	t.Parallel()
	tr := tracedApp(t)
	ran := map[alex.ID]int{}
	work := tr.Runner.Work
	tr.Runner.Work = func(ctx context.Context, j alex.Job, h *job.Handle) error {
		ran[j.ID]++
		return work(ctx, j, h)
	}
	create := func(person alex.PersonID) alex.Job {
		t.Helper()
		if _, err := tr.Store.System().EnsurePerson(t.Context(), person, "", ""); err != nil {
			t.Fatal(err)
		}
		j, _, err := tr.Store.As(person).CreateJob(t.Context(), store.JobRequest{})
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	held := create("other")
	if _, ok, err := tr.Store.System().ClaimJob(t.Context(), held.ID, time.Now(), time.Hour); err != nil || !ok {
		t.Fatal(ok, err)
	}
	waits := create(tracedPerson)
	ctx, span := tr.Tracing.StartJob(t.Context(), telemetry.JobTrace{Job: waits.ID})
	record := func(name string, id alex.ID) sqs.Record {
		return sqs.Record{ID: name, Body: fmt.Sprintf(`{"version":1,"jobId":%q,"traceparent":%q}`, id, telemetry.Traceparent(ctx))}
	}
	e := sqs.Event{Records: []sqs.Record{
		record("held", held.ID), record("waits", waits.ID),
		{ID: "poison", Body: "{}"},
		record("done", waits.ID),
		record("unknown", "00000000-0000-4000-8000-000000000000"), record("waits", waits.ID),
	}}
	for range 2 {
		if got := tr.WorkBatch(t.Context(), e).Failures; len(got) != 1 || got[0].ID != "poison" {
			t.Errorf("failed are %v", got)
		}
	}
	if len(ran) != 1 || ran[waits.ID] != 1 {
		t.Errorf("worked were %v, want %s once", ran, waits.ID)
	}
	if j, err := tr.Store.As(tracedPerson).Job(t.Context(), waits.ID); err != nil || j.Status != alex.JobCompleted {
		t.Errorf("the job is %+v, %v", j, err)
	}
	for _, s := range tr.kept(t, waits.ID) {
		if s.Name == telemetry.RootName && s.Parent != span.SpanContext().SpanID().String() {
			t.Errorf("the attempt is below %q", s.Parent)
		}
	}
	if err := tr.Store.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		t.Fatal(err)
	}
	if got := tr.WorkBatch(t.Context(), e).Failures; len(got) != 5 {
		t.Errorf("without a database failed are %v", got)
	}
}

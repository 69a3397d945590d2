package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// runtimeAPI is where AWS Lambda's events are for a function, and its answers go.
type runtimeAPI struct {
	*httptest.Server
	events  chan string
	answers chan string // "response", "error" or "init", and the body
	asked   chan struct{}
	inHand  atomic.Bool
}

func newRuntimeAPI(t *testing.T) *runtimeAPI {
	t.Helper()
	api := &runtimeAPI{events: make(chan string), answers: make(chan string, 1), asked: make(chan struct{}, 1)}
	var number atomic.Int32
	routes := http.NewServeMux()
	routes.HandleFunc("GET /2018-06-01/runtime/invocation/next", func(w http.ResponseWriter, r *http.Request) {
		if api.inHand.Load() {
			t.Error("the next event is asked for before the last one was answered")
		}
		select {
		case api.asked <- struct{}{}:
		default:
		}
		select {
		case event := <-api.events:
			api.inHand.Store(true)
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", fmt.Sprint("event-", number.Add(1)))
			w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(15*time.Minute).UnixMilli()))
			_, _ = io.WriteString(w, event)
		case <-r.Context().Done():
		}
	})
	answer := func(kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if id := r.PathValue("id"); err != nil || kind != "init" && id != fmt.Sprint("event-", number.Load()) {
				t.Errorf("%s answers %q: %v", kind, id, err)
			}
			api.inHand.Store(false)
			w.WriteHeader(http.StatusAccepted)
			api.answers <- kind + " " + string(body)
		}
	}
	routes.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", answer("response"))
	routes.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", answer("error"))
	routes.HandleFunc("POST /2018-06-01/runtime/init/error", answer("init"))
	api.Server = httptest.NewServer(routes)
	t.Cleanup(api.Close)
	return api
}

// environ makes a program a function of the API's.
func (api *runtimeAPI) environ() string {
	return "AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(api.URL, "http://")
}

// invoke sends an event and waits for its answer.
func (api *runtimeAPI) invoke(t *testing.T, event string) string {
	t.Helper()
	end := time.After(deadline)
	select {
	case api.events <- event:
	case <-end:
		t.Fatal("no event is asked for")
	}
	select {
	case answer := <-api.answers:
		return answer
	case <-end:
		t.Fatal("an event is not answered")
		return ""
	}
}

// startFunction begins a program as Lambda does, and waits until it asks for an
// event.
func startFunction(t *testing.T, api *runtimeAPI, environ ...string) *server {
	t.Helper()
	s := &server{Cmd: program(t, append(environ, api.environ()))}
	s.Stderr = &s.errors
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Process.Kill() // most have ended
		_ = s.Wait()
	})
	select {
	case <-api.asked:
	case answer := <-api.answers:
		t.Fatalf("it does not begin: %s", answer)
	case <-time.After(deadline):
		t.Fatal("it does not begin")
	}
	return s
}

type researched struct {
	RoundID string
	Pages   map[string]int
	Error   string
}

// round reads the answer to an event.
func (api *runtimeAPI) round(t *testing.T, event string) (r researched) {
	t.Helper()
	body, ok := strings.CutPrefix(api.invoke(t, event), "response ")
	if err := json.Unmarshal([]byte(body), &r); !ok || err != nil {
		t.Fatalf("%s is answered by %s: %v", event, body, err)
	}
	return r
}

// TestFunctionResearches sends events of a schedule to the program as Lambda runs
// it: each is a round in the database, one after the other in one process; a wrong
// one is refused by its field, and one beside another round is answered.
func TestFunctionResearches(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"sources": "feed https://127.0.0.1/feed This machine\n"})
	api := newRuntimeAPI(t)
	f := startFunction(t, api, "ALEX_ROLE=researcher", "ALEX_DATA="+filepath.Join(dir, "data"), "ALEX_RESEARCH_SOURCES="+filepath.Join(dir, "sources"))

	first := api.round(t, `{}`)
	if got := api.invoke(t, `{"subject":"bonds"}`); !strings.HasPrefix(got, "error ") || !strings.Contains(got, `"errorMessage":"subject: is not known`) {
		t.Errorf("a wrong event is answered by %s", got)
	}
	if got := api.invoke(t, `{"topic":"xy"}`); !strings.HasPrefix(got, "error ") || !strings.Contains(got, `"errorMessage":"topic: has 2 characters`) {
		t.Errorf("a short topic is answered by %s", got)
	}
	second := api.round(t, `{"topic":"what bonds do"}`)
	for _, r := range []researched{first, second} {
		if diff := cmp.Diff(map[string]int{"refused": 1}, r.Pages); diff != "" || r.RoundID == "" || r.Error != "" {
			t.Errorf("a round answers %+v", r)
		}
	}

	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "data", "alex.db"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	due, err := s.System().TakeChore(t.Context(), store.Taking{Name: "research round", Now: now, First: now, Then: now.Add(10 * time.Minute), Latest: now.Add(time.Hour)})
	if closed := s.Close(); !due || err != nil || closed != nil {
		t.Fatal(due, err, closed)
	}
	if got := api.round(t, `{}`); got.RoundID != "" || got.Error != "a round of research is going on already" {
		t.Errorf("beside another round: %+v", got)
	}

	var rounds struct {
		Items []struct {
			ID, Topic, ChosenBy string
			EndedAt             time.Time
			Pages               []struct{ Outcome, Reason string }
		}
	}
	if err := json.Unmarshal([]byte(done(t, dir, "research", "rounds", "--json")), &rounds); err != nil {
		t.Fatal(err)
	}
	if len(rounds.Items) != 2 || rounds.Items[0].ID != second.RoundID || rounds.Items[0].Topic != "what bonds do" || rounds.Items[1].ID != first.RoundID {
		t.Fatalf("the rounds are %+v", rounds.Items)
	}
	for _, r := range rounds.Items {
		if r.ChosenBy != "schedule" || r.EndedAt.IsZero() || len(r.Pages) != 1 || r.Pages[0].Reason != "address" {
			t.Errorf("a round is %+v", r)
		}
	}
	if err := f.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := f.Wait(); err != nil || strings.Count(f.errors.String(), "a round of research has ended") != 2 || !strings.Contains(f.errors.String(), "no round of research began") {
		t.Errorf("it ends with %v, having said %s", err, f.errors.String())
	}
}

// TestFunctionBeginsAlone: nobody but the database is asked before the first
// event; then the endpoint that ALEX_EMBEDDINGS names is, with the role's keys.
func TestFunctionBeginsAlone(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"sources": "feed https://127.0.0.1/feed This machine\n"})
	var asked atomic.Int32
	amazon := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path != "/endpoints/alex-embeddings/invocations" || !strings.Contains(r.Header.Get("Authorization"), "Credential=key-of-the-role/") {
			t.Errorf("%s %s is asked for by %q", r.Method, r.URL, r.Header.Get("Authorization"))
		}
		vector := make([]float64, 384)
		vector[0] = 1
		if err := json.NewEncoder(w).Encode([][][]float64{{vector, vector}}); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(amazon.Close)
	api := newRuntimeAPI(t)
	startFunction(
		t, api, "ALEX_ROLE=researcher", "ALEX_DATA="+filepath.Join(dir, "data"), "ALEX_RESEARCH_SOURCES="+filepath.Join(dir, "sources"),
		"ALEX_EMBEDDINGS=sagemaker:alex-embeddings", "ALEX_INDEX=s3vectors:alex-vectors/passages",
		"AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=key-of-the-role", "AWS_SECRET_ACCESS_KEY=secret", "AWS_ENDPOINT_URL="+amazon.URL,
	)
	if n := asked.Load(); n != 0 {
		t.Errorf("%d calls before the first event", n)
	}
	if got := api.round(t, `{"topic":"what bonds do"}`); got.Error != "" || got.Pages["refused"] != 1 || asked.Load() != 1 {
		t.Errorf("%+v, after %d calls", got, asked.Load())
	}
}

// TestFunctionRefuses: what keeps it from beginning is told to Lambda and in the
// log, and the process ends.
func TestFunctionRefuses(t *testing.T) {
	t.Parallel()
	dir, data := lay(t, map[string]string{"file": ""}), t.TempDir()
	done(t, data, "migrate")
	for name, c := range map[string]struct {
		environ []string
		says    string
	}{
		"no role":      {nil, "ALEX_ROLE: is empty: on AWS Lambda"},
		"another role": {[]string{"ALEX_ROLE=painter"}, "ALEX_ROLE: is not one of api, webhook, planner, tagger, reporter, charter, retirement, ingest, researcher, sweeper"},
		"no queue":     {[]string{"ALEX_DATA=" + filepath.Join(data, "data"), "ALEX_ROLE=api", "ALEX_ACCOUNT_KEY=an account key of 32 characters or more"}, "ALEX_QUEUE_URL: is empty: a function wakes others through it"},
		"no folder":    {[]string{"ALEX_ROLE=researcher", "ALEX_DATA=" + filepath.Join(dir, "file", "data")}, "cannot be written"},
		"no sources":   {[]string{"ALEX_ROLE=researcher", "ALEX_RESEARCH_SOURCES=" + filepath.Join(dir, "none")}, "ALEX_RESEARCH_SOURCES names a file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newRuntimeAPI(t)
			cmd := program(t, append([]string{"ALEX_DATA=" + t.TempDir()}, append(c.environ, api.environ())...))
			var said bytes.Buffer
			cmd.Stderr = &said
			err := cmd.Run()
			if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(said.String(), c.says) {
				t.Errorf("it ends with %v: %s", err, said.String())
			}
			select {
			case told := <-api.answers:
				if !strings.HasPrefix(told, "init ") || !strings.Contains(told, c.says) {
					t.Errorf("Lambda is told %s", told)
				}
			default:
				t.Error("Lambda is not told")
			}
		})
	}
}

// TestCommandLineOutsideOfLambda: a role alone makes no function.
func TestCommandLineOutsideOfLambda(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	code := start(t.Context(), []string{"version"}, console{in: os.Stdin, out: &out, err: &errs, environ: []string{"ALEX_ROLE=researcher"}})
	if code != exitDone || out.String() != done(t, t.TempDir(), "version") {
		t.Errorf("%d %s %s", code, out.String(), errs.String())
	}
}

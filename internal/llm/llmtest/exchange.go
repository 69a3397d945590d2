package llmtest

import (
	"bytes"
	"embed"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Dialect is an API whose exchanges are recorded.
type Dialect string

// The recorded APIs.
const (
	Anthropic Dialect = "anthropic"
	Bedrock   Dialect = "bedrock"
	OpenAI    Dialect = "openai"
)

// Key is the secret that Exercise expects on the wire, and nowhere else. As a
// secret key of AWS it only signs.
const Key = "secret-key"

// Model is what the recorded exchanges ask.
const Model = "some-model"

//go:embed testdata
var recorded embed.FS

// exchange is one recorded request and what the API said.
type exchange struct {
	Path     string
	Request  json.RawMessage
	Response json.RawMessage

	status int
}

func (d Dialect) exchange(t *testing.T, name string, status int) exchange {
	t.Helper()
	e := exchange{status: status}
	d.load(t, name, &e)
	return e
}

func (d Dialect) load(t *testing.T, name string, into any) {
	t.Helper()
	body, err := recorded.ReadFile("testdata/" + string(d) + "/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s of %s: %v", name, d, err)
	}
}

// server is a provider that says what was recorded, in turn, and keeps what it
// heard.
type server struct {
	*httptest.Server

	mu    sync.Mutex
	heard []heard
}

type heard struct {
	path   string
	header http.Header
	body   []byte
}

// serve answers with handler; heard are the requests so far.
func serve(t *testing.T, handler func(n int, w http.ResponseWriter, r *http.Request)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.heard = append(s.heard, heard{r.URL.Path, r.Header.Clone(), body})
		n := len(s.heard) - 1
		s.mu.Unlock()
		handler(n, w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []heard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard
}

// replay serves exchanges in turn and, at the end of the test, holds what was
// sent to what was recorded.
func replay(t *testing.T, exchanges ...exchange) *server {
	t.Helper()
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n < len(exchanges) {
			say(w, exchanges[n].status, nil, exchanges[n].Response)
		}
	})
	t.Cleanup(func() {
		requests := s.requests()
		if len(requests) != len(exchanges) {
			t.Fatalf("%d requests, want %d", len(requests), len(exchanges))
		}
		for i, e := range exchanges {
			e.hold(t, requests[i])
		}
	})
	return s
}

func say(w http.ResponseWriter, status int, header map[string]string, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	for name, value := range header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away
}

func (e exchange) hold(t *testing.T, sent heard) {
	t.Helper()
	if sent.path != e.Path {
		t.Errorf("sent to %s, want %s", sent.path, e.Path)
	}
	if diff := cmp.Diff(document(t, e.Request), document(t, sent.body)); diff != "" {
		t.Errorf("what was sent (+) is not what is recorded (-):\n%s", diff)
	}
	written := bytes.ReplaceAll(sent.body, []byte(`\"`), []byte(`"`)) // Bedrock has a schema in a string
	why, score := bytes.Index(written, []byte(`"why":{`)), bytes.Index(written, []byte(`"score":{`))
	if (why < 0) != (score < 0) || why > score {
		t.Errorf("the schema lost the order of its properties: %s", sent.body)
	}
	if traced := sent.header.Get("Traceparent"); traced != wire {
		t.Errorf("traceparent %q, want %q", traced, wire)
	}
	if !strings.Contains(sent.header.Get("Authorization")+sent.header.Get("X-Api-Key"), "secret-id") &&
		!strings.Contains(sent.header.Get("Authorization")+sent.header.Get("X-Api-Key"), Key) {
		t.Error("no key was sent")
	}
}

func document(t *testing.T, body []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return v
}

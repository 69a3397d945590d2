package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/knowledge"
)

// placing is an embedder of another host, that writes down what it is sent.
type placing struct {
	*httptest.Server
	mu    sync.Mutex
	sent  []string
	fails atomic.Bool
}

func newPlacing(t *testing.T) *placing {
	t.Helper()
	e := &placing{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Input []string }
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &asked)
		}
		if err == nil && e.fails.Load() {
			e.mu.Lock()
			e.sent = append(e.sent, "in vain")
			e.mu.Unlock()
			http.Error(w, "away", http.StatusServiceUnavailable)
			return
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		e.mu.Lock()
		e.sent = append(e.sent, asked.Input...)
		e.mu.Unlock()
		type vector struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		answer := make([]vector, len(asked.Input))
		for i := range answer {
			answer[i] = vector{i, []float32{1, 0, 0, 0}}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": answer})
	}))
	t.Cleanup(e.Close)
	return e
}

// told is what it was sent since it was asked last.
func (e *placing) told() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	sent := e.sent
	e.sent = nil
	return sent
}

// TestTextsLeaveWithConsentAlone: where vectors are made elsewhere, neither a
// question, nor a text of one's own, nor what one owns goes there before one has
// said yes to that place.
func TestTextsLeaveWithConsentAlone(t *testing.T) {
	t.Parallel()
	e := newPlacing(t)
	at, err := url.Parse(e.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := serving(t, "ALEX_EMBEDDINGS=openai:tiny@4", "OPENAI_BASE_URL="+e.URL)
	feed, _ := s.operator(t, alex.KeyIngest, "feed")
	feed.Transport, feed.token = withKey(feed.token), ""
	feed.ask(t, http.StatusCreated, "POST", "/api/ingest", `{"text":"The committee left interest rates where they are, and the prices of bonds rose.","metadata":{"title":"Rates"}}`, nil)
	e.told()

	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "demo", "{}")
	var site api.SiteConfig
	v.ask(t, http.StatusOK, "GET", "/config.json", "", &site)
	if len(site.Models) != 1 || site.Models[0] != (api.Model{Name: "openai:tiny", SentTo: at.Host, Embeds: true}) {
		t.Fatalf("people are told of %+v", site.Models)
	}
	const own = `{"title":"Mine","text":"What I alone may read."}`
	v.ask(t, http.StatusConflict, "GET", "/api/research?query=my+secret", "", nil)
	v.ask(t, http.StatusConflict, "POST", "/api/research/documents", own, nil)
	if r := v.reported(t); sectionNamed(r, "research").Key != "" {
		t.Error("the report quotes, which it had to ask for")
	}
	if sent := e.told(); len(sent) != 0 {
		t.Fatalf("without a yes it is sent %q", sent)
	}

	v.allows(t, at.Host)
	v.ask(t, http.StatusCreated, "POST", "/api/research/documents", own, nil)
	v.ask(t, http.StatusOK, "GET", "/api/research?query=my+secret", "", nil)
	if r := v.reported(t); sectionNamed(r, "research").Key == "" {
		t.Error("with a yes the report quotes nothing")
	}
	sent := strings.Join(e.told(), "\n")
	for _, part := range []string{"What I alone may read.", "my secret", "bonds, interest rates and inflation"} {
		if !strings.Contains(sent, part) {
			t.Errorf("with a yes it is not sent %q: %q", part, sent)
		}
	}
}

// allows says yes to a place.
func (v *visitor) allows(t *testing.T, place string) {
	t.Helper()
	var person map[string]any
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &person)
	for _, unsaid := range []string{"id", "email", "emailVerified", "marks"} {
		delete(person, unsaid)
	}
	person["allowModels"], person["modelsAnswered"], person["modelsSentTo"] = true, true, []string{place}
	body, err := json.Marshal(person)
	if err != nil {
		t.Fatal(err)
	}
	v.ask(t, http.StatusOK, "PUT", "/api/user", string(body), nil)
}

// TestAnEmbedderThatIsAwayHoldsUpOneReport: it is whole without quotations, and the
// next ones do not wait for what has just failed; a minute later they look again.
func TestAnEmbedderThatIsAwayHoldsUpOneReport(t *testing.T) {
	t.Parallel()
	e := newPlacing(t)
	at, err := url.Parse(e.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := servingAt(t, usualPatience(), "ALEX_EMBEDDINGS=openai:tiny@4", "OPENAI_BASE_URL="+e.URL)
	_, err = s.App.Library.Add(t.Context(), knowledge.Everybody, knowledge.Text{
		Source: "s", Title: "Rates", Origin: alex.OriginIngest, Body: "The committee left interest rates where they are, and the prices of bonds rose.",
	})
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "demo", "{}")
	v.allows(t, at.Host)
	e.fails.Store(true)
	e.told()
	for try, want := range []int{1, 0} {
		if r := v.reported(t); sectionNamed(r, "research").Key != "" || len(r.Sections) < 7 {
			t.Errorf("report %d has %d sections", try, len(r.Sections))
		}
		if n := len(e.told()); n != want {
			t.Errorf("for report %d it is asked %d times, want %d", try, n, want)
		}
	}
	e.fails.Store(false)
	s.clock.wait(citingRest)
	v.enter(t, http.StatusOK, "token", "")
	if r := v.reported(t); sectionNamed(r, "research").Key == "" {
		t.Error("once it is back the report quotes nothing")
	}
}

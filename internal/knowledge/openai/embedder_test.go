package openai_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/openai"
)

const key = "secret-key"

func now() time.Time { return time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC) }

// serve is a local endpoint.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	api := httptest.NewServer(handler)
	t.Cleanup(api.Close)
	return api.URL + "/v1"
}

func open(t *testing.T, o openai.Options) *openai.Embedder {
	t.Helper()
	o.Model, o.Now = "m", now
	if o.Dimension == 0 {
		o.Dimension = 2
	}
	e, err := openai.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestWire: what is sent, and that vectors are put where their index says.
func TestWire(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options openai.Options
		want    map[string]any
	}{
		"OpenAI": {
			openai.Options{Key: key, Shorten: true},
			map[string]any{"path": "/v1/embeddings", "key": "Bearer " + key, "dimensions": 2.0},
		},
		"Ollama": {openai.Options{}, map[string]any{"path": "/v1/embeddings", "key": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := map[string]any{}
			c.options.BaseURL = serve(t, func(w http.ResponseWriter, r *http.Request) {
				if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
					t.Error(err)
				}
				sent["path"], sent["key"] = r.URL.Path, r.Header.Get("Authorization")
				_, _ = fmt.Fprint(w, `{"object":"list","data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[1,0.5]}],"usage":{}}`)
			})
			e := open(t, c.options)
			got, err := e.Embed(t.Context(), []string{"one", "two"})
			if diff := cmp.Diff([]knowledge.Vector{{1, 0.5}, {0, 2}}, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
			c.want["model"], c.want["input"] = "m", []any{"one", "two"}
			if diff := cmp.Diff(c.want, sent); diff != "" {
				t.Error(diff)
			}
			if m := e.Model(); m != (knowledge.Model{Name: "openai:m", Dimension: 2}) {
				t.Errorf("%+v", m)
			}
		})
	}
}

// TestManyTexts go 64 at a time, and come back in order.
func TestManyTexts(t *testing.T) {
	t.Parallel()
	var calls []int
	e := open(t, openai.Options{BaseURL: serve(t, func(w http.ResponseWriter, r *http.Request) {
		var sent struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			t.Error(err)
		}
		calls = append(calls, len(sent.Input))
		var data []string
		for i, text := range sent.Input {
			data = append(data, fmt.Sprintf(`{"index":%d,"embedding":[%s,1]}`, i, text))
		}
		_, _ = fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(data, ","))
	})})
	var texts []string
	var want []knowledge.Vector
	for n := range 130 {
		texts, want = append(texts, fmt.Sprint(n)), append(want, knowledge.Vector{float32(n), 1})
	}
	got, err := e.Embed(t.Context(), texts)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if diff := cmp.Diff([]int{64, 64, 2}, calls); diff != "" {
		t.Error(diff)
	}
}

// TestFailures: which may pass by themselves, and that none tells what was sent.
func TestFailures(t *testing.T) {
	t.Parallel()
	const good = `{"index":0,"embedding":[1,2]}`
	for name, c := range map[string]struct {
		status int
		header string // Retry-After
		body   string
		code   alex.Code
		wait   time.Duration
		says   string
	}{
		"a wrong key":       {401, "", `{"error":{"message":"` + key + `","code":"invalid_api_key"}}`, alex.CodeInternal, 0, "invalid_api_key"},
		"no such model":     {404, "", `{"error":{"message":"model m not found","type":"not_found_error"}}`, alex.CodeInternal, 0, "is not there"},
		"a refused text":    {400, "", `{"error":{"message":"the text is too long: the words"}}`, alex.CodeInternal, 0, "refuses the request"},
		"a redirect":        {307, "", ``, alex.CodeInternal, 0, "status 307"},
		"throttled":         {429, "7", `{"error":{"message":"slow down","code":"rate_limit_exceeded"}}`, alex.CodeUnavailable, 7 * time.Second, "rate_limit_exceeded"},
		"throttled, until":  {429, "Mon, 02 Nov 2026 12:01:30 GMT", `{}`, alex.CodeUnavailable, 90 * time.Second, ""},
		"throttled, long":   {429, "2000000", `{}`, alex.CodeUnavailable, time.Hour, ""},
		"a proxy's page":    {502, "", `<html>the words</html>`, alex.CodeUnavailable, 10 * time.Second, "status 502"},
		"overloaded":        {503, "-3", `{"error":{"message":"the words"}}`, alex.CodeUnavailable, 10 * time.Second, ""},
		"no JSON":           {200, "", `<html>`, alex.CodeInternal, 0, ""},
		"nothing":           {200, "", `{"data":[]}`, alex.CodeInternal, 0, "0 vectors for 1 texts"},
		"another index":     {200, "", `{"data":[{"index":1,"embedding":[1,2]}]}`, alex.CodeInternal, 0, "index"},
		"no index":          {200, "", `{"data":[{"embedding":[1,2]}]}`, alex.CodeInternal, 0, "index"},
		"a vector too many": {200, "", `{"data":[` + good + `,` + good + `]}`, alex.CodeInternal, 0, "2 vectors"},
		"another length":    {200, "", `{"data":[{"index":0,"embedding":[1,2,3]}]}`, alex.CodeInternal, 0, "3 numbers, and not of 2"},
		"too large":         {200, "", `{"data":[` + good + strings.Repeat(" ", 17<<20) + `]}`, alex.CodeInternal, 0, "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			e := open(t, openai.Options{Key: key, BaseURL: serve(t, func(w http.ResponseWriter, _ *http.Request) {
				calls++
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Location", "https://example.org/")
				if c.header != "" {
					w.Header().Set("Retry-After", c.header)
				}
				w.WriteHeader(c.status)
				_, _ = fmt.Fprint(w, c.body)
			})})
			_, err := e.Embed(t.Context(), []string{"the words"})
			hold(t, err, c.code, c.wait, c.says)
			if calls != 1 {
				t.Errorf("%d calls; whoever wants more tries again", calls)
			}
		})
	}
}

func hold(t *testing.T, err error, code alex.Code, wait time.Duration, says string) {
	t.Helper()
	e, ok := errors.AsType[*alex.Error](err)
	if !ok || e.Code != code || e.RetryAfter != wait || !strings.Contains(err.Error(), says) {
		t.Fatalf("%#v", err)
	}
	if strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "words") {
		t.Errorf("it tells what was sent: %v", err)
	}
}

// TestTheKeyGoesNowhereInTheClear, nor do texts.
func TestTheKeyGoesNowhereInTheClear(t *testing.T) {
	t.Parallel()
	for address, fits := range map[string]bool{
		"": true, "https://models.example.org/v1": true, "http://localhost:11434/v1": true, "http://ollama:11434/v1": true,
		"http://10.0.0.7/v1": true, "http://[::1]/v1": true, "http://models.internal/v1": true,
		"http://models.example.org/v1": false, "http://8.8.8.8/v1": false, "http://134744072/v1": false,
		"ftp://localhost/v1": false, "localhost:11434": false, "http:///v1": false,
	} {
		_, err := openai.New(openai.Options{BaseURL: address, Key: key, Model: "text-embedding-3-small"})
		if (err == nil) != fits || err != nil && !strings.HasPrefix(err.Error(), "BaseURL: ") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestDimensions(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]int{"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "nomic-embed-text": 0} {
		e, err := openai.New(openai.Options{Model: model})
		switch {
		case want == 0 && (err == nil || !strings.HasPrefix(err.Error(), "Dimension: ")):
			t.Errorf("%s: %v", model, err)
		case want != 0 && (err != nil || e.Model().Dimension != want):
			t.Errorf("%s: %v", model, err)
		}
	}
}

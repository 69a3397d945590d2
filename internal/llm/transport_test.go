package llm_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/trace"

	"alex/internal/llm"
)

// replier is a transport that says one thing and keeps the request.
type replier struct {
	body io.Reader
	sent *http.Request
}

func (a *replier) RoundTrip(r *http.Request) (*http.Response, error) {
	a.sent = r
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(a.body)}, nil
}

func get(t *testing.T, ctx context.Context, transport http.RoundTripper) ([]byte, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://model.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if r.Header.Get("Traceparent") != "" {
		t.Error("the caller's request was changed")
	}
	return io.ReadAll(response.Body)
}

func TestLimited(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		body io.Reader
		want llm.Kind
	}{
		{"empty", strings.NewReader(""), ""},
		{"as much as it may", strings.NewReader(strings.Repeat("x", 100)), ""},
		{"one byte more", strings.NewReader(strings.Repeat("x", 101)), llm.Malformed},
		{"in small pieces", io.MultiReader(strings.NewReader(strings.Repeat("x", 99)), strings.NewReader("xx")), llm.Malformed},
		{"broken off", io.MultiReader(strings.NewReader("x"), failing{io.ErrUnexpectedEOF}), llm.Unavailable},
		{"damaged", io.MultiReader(strings.NewReader("x"), failing{gzip.ErrChecksum}), llm.Malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			body, err := get(t, t.Context(), llm.Limited(&replier{body: c.body}, 100))
			if llm.KindOf(err) != c.want || len(body) > 100 {
				t.Errorf("%d bytes, %v", len(body), err)
			}
		})
	}
	if _, err := get(t, t.Context(), llm.Limited(&replier{body: failing{context.Canceled}}, 100)); !errors.Is(err, context.Canceled) {
		t.Errorf("what the caller ended: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestLimitedSendsTheTrace(t *testing.T) {
	t.Parallel()
	a := &replier{body: strings.NewReader("")}
	_, _ = get(t, t.Context(), llm.Limited(a, 1))
	if got := a.sent.Header.Get("Traceparent"); got != "" {
		t.Errorf("without a span it sends %q", got)
	}
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2},
	}))
	_, _ = get(t, ctx, llm.Limited(a, 1))
	if got := a.sent.Header.Get("Traceparent"); got != "00-01000000000000000000000000000000-0200000000000000-00" {
		t.Errorf("it sends %q", got)
	}
}

// TestHTTPClient follows no redirect, which would take the key along, and caps
// what a compressed body unpacks to.
func TestHTTPClient(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, _ = zip.Write(make([]byte, llm.MaxBody+1))
	_ = zip.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}))
	t.Cleanup(server.Close)
	client := llm.HTTPClient(nil)
	for path, want := range map[string]struct {
		status int
		kind   llm.Kind
	}{"/away": {http.StatusTemporaryRedirect, ""}, "/": {http.StatusOK, llm.Malformed}} {
		response, err := client.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if response.StatusCode != want.status || llm.KindOf(err) != want.kind {
			t.Errorf("%s: %d %v", path, response.StatusCode, err)
		}
	}
	if http.DefaultClient.CheckRedirect != nil || http.DefaultClient.Transport != nil {
		t.Error("the default client was changed")
	}
}

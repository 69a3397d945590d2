package api_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"alex/internal/api"
)

// TestDefectsAreLogged: what fails on our side is in the log with its cause and the
// id of its request, and nothing of the cause is in the answer.
func TestDefectsAreLogged(t *testing.T) {
	t.Parallel()
	const cause = "the cause of it at 10.0.0.7"
	for name, c := range map[string]struct {
		path, logged string
		change       func(*api.Server)
	}{
		"a panic": {"/panic", "a request panicked", func(s *api.Server) {
			s.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(cause) })
		}},
		"an error": {"/.well-known/jwks.json", "a request failed", func(s *api.Server) {
			s.Issuer = &office{err: errors.New(cause)}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer // one request
			w := newWorld(t, c.change, func(s *api.Server) { s.Log = slog.New(slog.NewTextHandler(&log, nil)) })
			r := w.must(t, http.StatusInternalServerError, "", "GET", c.path, "")
			for _, want := range []string{c.logged, cause, r.header.Get("X-Request-Id"), "level=ERROR"} {
				if !strings.Contains(log.String(), want) {
					t.Errorf("the log lacks %q: %s", want, log.String())
				}
			}
			if strings.Contains(r.text, "10.0.0.7") || field(t, r, "requestId") == "" {
				t.Errorf("the answer is %s", r.text)
			}
		})
	}
}

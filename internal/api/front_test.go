package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"alex/internal/api"
)

const (
	frontOld = "0123456789abcdef0123456789abcdef"
	frontNew = "fedcba9876543210fedcba9876543210"
)

// TestOnlyThroughTheFront: where a network is in front, whoever does not say its
// secret is refused, whatever they ask for; during a change both are good.
func TestOnlyThroughTheFront(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.OriginSecrets = []string{frontOld, frontNew} })
	for _, c := range []struct {
		path, said string
		status     int
	}{
		{"/api/user", "", 403},
		{"/api/user", "wrong", 403},
		{"/api/user", frontOld + frontNew, 403},
		{"/api/user", frontOld[:31], 403},
		{"/api/health", "", 403},
		{"/metrics", "", 403},
		{"/", "", 403},
		{"/api/user", frontOld, 200},
		{"/api/user", frontNew, 200},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.path, nil)
		r.Header.Set("Authorization", "Bearer token-of-ann")
		if c.said != "" {
			r.Header.Set("X-Origin-Secret", c.said)
		}
		recorder := httptest.NewRecorder()
		w.Config.Handler.ServeHTTP(recorder, r)
		if recorder.Code != c.status || recorder.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s with %q: %d %s", c.path, c.said, recorder.Code, recorder.Body)
		}
		if c.status == 403 && !strings.Contains(recorder.Body.String(), `"code":"foreign_origin"`) {
			t.Errorf("%s with %q: %s", c.path, c.said, recorder.Body)
		}
	}
}

// TestViewerBehindTheFront: each viewer has a rate of their own, by the address that
// CloudFront writes behind what they sent, whether the HTTP API writes CloudFront's own
// behind that or not.
func TestViewerBehindTheFront(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) {
		s.OriginSecrets, s.RateLimit, s.PublicURL = []string{frontOld}, 2, "https://alex.example.org"
	})
	const front = "130.176.0.1"
	for i, c := range []struct {
		forwarded string
		status    int
	}{
		{"198.51.100.7, " + front, 200},
		{"192.0.2.1, 198.51.100.7", 200},
		{"nonsense, 192.0.2.2, 198.51.100.7, " + front, 429},
		{"198.51.100.8, " + front, 200},
		{"2001:db8:85a3::8a2e:370:7334, " + front, 200},
		{"198.51.100.7, 2001:db8:85a3::8a2e:370:7334", 200},
		{"2001:db8:85a3::8a2e:370:7334", 429},
		{"198.51.100.9, nonsense", 200}, // counts as the network's own address
		{"", 200},
		{front, 429},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://x.execute-api.eu-central-1.amazonaws.com/api/user", nil)
		r.RemoteAddr = front
		r.Header.Set("Authorization", "Bearer token-of-ann")
		r.Header.Set("X-Origin-Secret", frontOld)
		r.Header.Set("Origin", "https://alex.example.org")
		r.Header.Set("X-Forwarded-For", c.forwarded)
		recorder := httptest.NewRecorder()
		w.Config.Handler.ServeHTTP(recorder, r)
		if recorder.Code != c.status {
			t.Errorf("request %d by %q: %d, want %d", i, c.forwarded, recorder.Code, c.status)
		}
	}
}

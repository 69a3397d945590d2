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

// TestViewerBehindTheFront: each viewer has a rate of their own by the address that
// CloudFront says, and no other header, nor one without the secret, changes it.
func TestViewerBehindTheFront(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) {
		s.OriginSecrets, s.RateLimit, s.PublicURL = []string{frontOld}, 2, "https://alex.example.org"
	})
	ask := func(address string, more ...string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://x.execute-api.eu-central-1.amazonaws.com/api/user", nil)
		r.RemoteAddr = "130.176.0.1"
		r.Header.Set("Authorization", "Bearer token-of-ann")
		r.Header.Set("X-Origin-Secret", frontOld)
		r.Header.Set("Origin", "https://alex.example.org")
		if address != "" {
			r.Header.Set("CloudFront-Viewer-Address", address)
		}
		for _, m := range more {
			name, value, _ := strings.Cut(m, ": ")
			r.Header.Set(name, value)
		}
		recorder := httptest.NewRecorder()
		w.Config.Handler.ServeHTTP(recorder, r)
		return recorder.Code
	}
	for i, c := range []struct {
		address, more string
		status        int
	}{
		{"198.51.100.7:46532", "", 200},
		{"198.51.100.7:46533", "X-Forwarded-For: 192.0.2.1", 200},
		{"198.51.100.7:1", "X-Forwarded-For: 192.0.2.2", 429},
		{"198.51.100.8:46532", "", 200},
		{"2001:db8:85a3::8a2e:370:7334:443", "", 200},
		{"[2001:db8:85a3::8a2e:370:7334]:444", "", 200},
		{"2001:db8:85a3::8a2e:370:7334:445", "", 429},
		{"nonsense", "", 200}, // counts as the network's own address
		{"", "", 200},
		{"also nonsense:1", "", 429},
	} {
		if got := ask(c.address, c.more); got != c.status {
			t.Errorf("request %d by %q: %d, want %d", i, c.address, got, c.status)
		}
	}
}

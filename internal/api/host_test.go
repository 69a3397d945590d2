package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"alex/internal/api"
)

// askedAs is the answer to a request under a name of the server.
func (w *world) askedAs(t *testing.T, host string, headers ...string) reply {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+"/api/user", nil)
	request.Header.Set("Authorization", "Bearer token-of-ann")
	request.RemoteAddr = "127.0.0.1:5000"
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	w.Config.Handler.ServeHTTP(recorder, request)
	return reply{recorder.Code, recorder.Header(), recorder.Body.String()}
}

// TestRebinding: a page whose name was made to point at this machine has an
// origin that is the host it asks for.
func TestRebinding(t *testing.T) {
	t.Parallel()
	public := func(s *api.Server) { s.Loopback, s.PublicURL = true, "https://alex.example.org" }
	local := func(s *api.Server) { s.Loopback = true }
	proxied := func(s *api.Server) {
		s.Loopback, s.TrustedProxies = true, []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	}
	for _, c := range []struct {
		name    string
		server  func(*api.Server)
		host    string
		headers []string
		status  int
	}{
		{"by name", local, "localhost:8080", nil, 200},
		{"by name in capitals", local, "LOCALHOST", nil, 200},
		{"by address", local, "127.0.0.1:8080", []string{"Origin: http://127.0.0.1:8080"}, 200},
		{"by address of IPv6", local, "[::1]:8080", []string{"Origin: http://[::1]:8080"}, 200},
		{"by address of IPv6 without a port", local, "[::1]", nil, 200},
		{"by another name", local, "evil.example:8080", []string{"Origin: http://evil.example:8080"}, 421},
		{"by another name without an origin", local, "evil.example", nil, 421},
		{"by a name that begins so", local, "localhost.evil.example", nil, 421},
		{"by an address that begins so", local, "127.0.0.1.evil.example", nil, 421},
		{"by another address", local, "192.168.1.7:8080", nil, 421},
		{"by the public name", public, "alex.example.org", []string{"Origin: https://alex.example.org"}, 200},
		{"beside the public name", public, "x.alex.example.org", nil, 421},
		{"says that it was forwarded", local, "evil.example", []string{"X-Forwarded-For: 192.0.2.1"}, 421},
		{"was forwarded by a proxy", proxied, "alex.example.org", []string{"X-Forwarded-For: 192.0.2.1"}, 200},
		{"came past the proxy", proxied, "evil.example", nil, 421},
		{"listens everywhere", func(s *api.Server) { s.Loopback = false }, "alex.lan", []string{"Origin: http://alex.lan"}, 200},
		{
			"listens everywhere under a public name",
			func(s *api.Server) { s.PublicURL = "https://alex.example.org" },
			"evil.example",
			[]string{"Origin: http://evil.example"},
			403,
		},
		{
			"this machine beside a public name",
			func(s *api.Server) { s.PublicURL = "https://alex.example.org" },
			"localhost:80",
			[]string{"Origin: http://localhost:80"},
			200,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newWorld(t, c.server).askedAs(t, c.host, c.headers...)
			if r.status != c.status {
				t.Fatalf("answered %d, want %d: %s", r.status, c.status, r.text)
			}
			if c.status == 421 && (field(t, r, "code") != "misdirected" || r.header.Get("Content-Type") != "application/problem+json") {
				t.Errorf("refused with %v %s", r.header, r.text)
			}
		})
	}
}

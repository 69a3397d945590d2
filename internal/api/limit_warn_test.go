package api_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"alex/internal/api"
)

// TestStrangersWhoForward are told of once.
func TestStrangersWhoForward(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		told    int
	}{
		"a stranger":      {nil, 1},
		"a trusted proxy": {[]netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer // one request after the other
			w := newWorld(t, func(s *api.Server) {
				s.TrustedProxies, s.Log = c.proxies, slog.New(slog.NewTextHandler(&log, nil))
			})
			for range 3 {
				w.must(t, http.StatusOK, "ann", "GET", "/api/user", "", "X-Forwarded-For: 192.0.2.1")
			}
			if got := strings.Count(log.String(), "X-Forwarded-For"); got != c.told {
				t.Errorf("it is told %d times: %s", got, log.String())
			}
		})
	}
}

package app

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestServeLimit lets a hundred requests a minute pass from one address,
// whatever address a header names, unless a trusted proxy wrote it.
func TestServeLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		environ []string
		last    int
	}{
		{"no proxy", []string{"ALEX_RATE_LIMIT=100"}, http.StatusTooManyRequests},
		{"a proxy elsewhere", []string{"ALEX_RATE_LIMIT=100", "ALEX_TRUSTED_PROXIES=10.0.0.0/8"}, http.StatusTooManyRequests},
		{"this proxy", []string{"ALEX_RATE_LIMIT=100", "ALEX_TRUSTED_PROXIES=10.0.0.0/8,127.0.0.1"}, http.StatusUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			statuses, last, retry := serving(t, c.environ...).hundred(t)
			for n, status := range statuses {
				if status != http.StatusUnauthorized {
					t.Errorf("request %d is answered %d", n+1, status)
				}
			}
			t.Attr("measured", fmt.Sprintf("passed=%d last=%d", len(statuses), last))
			limited := c.last == http.StatusTooManyRequests
			if last != c.last || (retry != "") != limited {
				t.Errorf("request 101 is answered %d, Retry-After %q; want %d", last, retry, c.last)
			}
		})
	}
}

// hundred sends a hundred requests of as many alleged addresses, and one more,
// all in one minute of the clock: the limiter counts by it.
func (s served) hundred(t *testing.T) (statuses []int, last int, retry string) {
	t.Helper()
	for {
		begun := time.Now().Truncate(time.Minute)
		statuses = nil
		for n := range 101 {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/user", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", n))
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			statuses = append(statuses, response.StatusCode)
			last, retry = response.StatusCode, response.Header.Get("Retry-After")
		}
		if time.Now().Truncate(time.Minute).Equal(begun) {
			return statuses[:100], last, retry
		}
		s = serving(t, "ALEX_RATE_LIMIT=100", "ALEX_TRUSTED_PROXIES="+strings.Join(s.cfg.TrustedProxies, ","))
	}
}

// TestSlowloris drips headers that never end. The server cuts each connection
// after its patience, and serves others meanwhile.
func TestSlowloris(t *testing.T) {
	t.Parallel()
	if usual := usualPatience(); usual.header > 10*time.Second {
		t.Errorf("headers may take %v", usual.header)
	}
	t.Attr("measured", fmt.Sprintf("freed=%v", usualPatience().header))
	wait := usualPatience()
	wait.header = 300 * time.Millisecond
	s := servingAt(t, wait)
	for name, opening := range map[string]string{
		"silence":               "",
		"half a request line":   "GET /api/he",
		"headers without end":   "GET /api/health HTTP/1.1\r\nHost: x\r\n",
		"a header without end":  "GET /api/health HTTP/1.1\r\nHost: x\r\nX-Drip: ",
		"after a whole request": "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, opening); err != nil {
				t.Fatal(err)
			}
			go drip(conn, opening != "")
			if _, err := io.Copy(io.Discard, conn); isTimeout(err) {
				t.Errorf("the connection was not cut: %v", err)
			}
		})
	}
	s.visitor(t).ask(t, http.StatusOK, "GET", "/api/health", "", nil)
}

// drip sends a letter now and then until the connection is gone.
func drip(conn net.Conn, talks bool) {
	for talks {
		if _, err := io.WriteString(conn, "a"); err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error) //nolint:errorlint // what Copy returns is the connection's own
	return ok && timeout.Timeout()
}

// TestLongHeaders refuses headers that are longer than anyone's.
func TestLongHeaders(t *testing.T) {
	t.Parallel()
	s := serving(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/health", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("x", 40<<10))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("40 KB of headers are answered %d", response.StatusCode)
	}
}

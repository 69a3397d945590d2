package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"alex/internal/api"
	"alex/internal/telemetry"
)

// lines is a log that several requests write to.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// logging keeps the log of a server.
func (l *lines) logging(s *api.Server) { s.Log = slog.New(slog.NewTextHandler(l, nil)) }

// send writes a request as it stands, and says no more.
func (w *world) send(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", w.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

// TestBrokenBodies: a body whose chunks are not as HTTP has them, or that ends
// too early, is its sender's mistake on every kind of route: 400, nothing in the
// log, nothing made. One that is too long stays 413.
func TestBrokenBodies(t *testing.T) {
	t.Parallel()
	log := &lines{}
	w := newWorld(t, log.logging, func(s *api.Server) { s.Metrics = telemetry.NewMetrics("v7", nil) })
	const chunked = "Transfer-Encoding: chunked\r\n\r\n"
	count := 0
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"a size of too many figures":   {chunked + strings.Repeat("f", 20) + "\r\n{}", 400},
		"a size that is no number":     {chunked + "zz\r\n{}\r\n0\r\n\r\n", 400},
		"a size below zero":            {chunked + "-1\r\n{}\r\n0\r\n\r\n", 400},
		"no end of a chunk":            {chunked + "2\r\n{}0\r\n\r\n", 400},
		"a chunk that is longer":       {chunked + "2\r\n{}xxxx\r\n0\r\n\r\n", 400},
		"broken after a good one":      {chunked + "1\r\n{\r\nqq\r\n", 400},
		"an endless extension":         {chunked + "2;" + strings.Repeat("x", 20<<10) + "\r\n{}\r\n0\r\n\r\n", 400},
		"chunks that are whole":        {chunked + "2\r\n{}\r\n0\r\n\r\n", 422},
		"chunks that are far too long": {chunked + "180000\r\n" + strings.Repeat(" ", 0x180000) + "\r\n0\r\n\r\n", 413},
	} {
		for _, route := range [][2]string{
			{"POST", "/api/accounts"}, {"PUT", "/api/user"}, {"POST", "/api/retirement/projection"}, {"POST", "/api/ask"},
		} {
			count++
			conn := w.send(t, route[0]+" "+route[1]+" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token-of-ann\r\nContent-Type: application/json\r\n"+c.body)
			r, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatalf("%s %s: %v", route, name, err)
			}
			var p struct{ Code, RequestID string }
			if err := json.NewDecoder(r.Body).Decode(&p); err != nil && c.status != 422 {
				t.Errorf("%s %s: %v", route, name, err)
			}
			_ = r.Body.Close()
			if r.StatusCode != c.status && (c.status != 422 || r.StatusCode >= 500) ||
				c.status == 400 && (p.Code != "malformed" || p.RequestID == "" || r.Header.Get("Content-Type") != "application/problem+json") {
				t.Errorf("%s %s: %d %+v, want %d", route, name, r.StatusCode, p, c.status)
			}
		}
	}
	if text := log.String(); text != "" {
		t.Errorf("the log says %s", text)
	}
	if list := w.must(t, http.StatusOK, "ann", "GET", "/api/accounts", "").text; strings.Contains(list, `"id"`) {
		t.Errorf("an account was made: %s", list)
	}
	t.Logf("%d bodies", count)
}

// TestSendersWhoHangUp: who is gone in the middle of a body leaves no defect in
// the log.
func TestSendersWhoHangUp(t *testing.T) {
	t.Parallel()
	log, done := &lines{}, make(chan int, 64)
	w := newWorld(t, log.logging, func(s *api.Server) { s.Metrics = telemetry.NewMetrics("v7", nil) })
	handler := w.Config.Handler
	w.Config.Handler = http.HandlerFunc(func(to http.ResponseWriter, r *http.Request) {
		watched := &watchedStatus{ResponseWriter: to}
		handler.ServeHTTP(watched, r)
		done <- watched.status
	})
	for _, body := range []string{"Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n40\r\n{", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"} {
		for _, form := range []string{"application/json", "multipart/form-data; boundary=b"} {
			path := "/api/accounts"
			if strings.HasPrefix(form, "multipart") {
				path = "/api/import/preview"
			}
			conn := w.send(t, "POST "+path+" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer token-of-ann\r\nContent-Type: "+form+"\r\n"+body)
			if err := conn.Close(); err != nil {
				t.Fatal(err)
			}
			if status := <-done; status != http.StatusBadRequest && status != 499 {
				t.Errorf("%s %q is answered %d", path, body, status)
			}
		}
	}
	if text := log.String(); text != "" {
		t.Errorf("the log says %s", text)
	}
}

// watchedStatus remembers the first status.
type watchedStatus struct {
	http.ResponseWriter
	status int
}

func (w *watchedStatus) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watchedStatus) Unwrap() http.ResponseWriter { return w.ResponseWriter }

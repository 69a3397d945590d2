package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestHealth asks servers that can work, that cannot, and that are not there.
func TestHealth(t *testing.T) {
	t.Parallel()
	const secret = "what-the-network-in-front-of-Alex-says"
	s := startServer(t, t.TempDir(), "ALEX_ORIGIN_SECRET="+secret, "ALEX_PUBLIC_URL=https://alex.example.org")
	answering := func(status int, text string) string {
		at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(text))
		}))
		t.Cleanup(at.Close)
		return at.URL
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	port := s.url[strings.LastIndex(s.url, ":"):]
	knows := []string{"ALEX_ORIGIN_SECRET=" + secret, "ALEX_PUBLIC_URL=https://alex.example.org"}
	for _, c := range []struct {
		name    string
		environ []string
		args    []string
		code    int
		want    string
	}{
		{"by the address that it listens on", append(slices.Clone(knows), "ALEX_ADDR=127.0.0.1"+port), nil, exitDone, s.url + " is ready."},
		{"which stands for all addresses", append(slices.Clone(knows), "ALEX_ADDR=0.0.0.0"+port), nil, exitDone, s.url + " is ready."},
		{"and has no host", append(slices.Clone(knows), "ALEX_ADDR="+port), nil, exitDone, s.url + " is ready."},
		{"by its name", knows, []string{"--url", s.url + "/"}, exitDone, s.url + " is ready."},
		{"through the front door alone", nil, []string{"--url", s.url}, exitFailed, "403"},
		{"a port that nobody knows", []string{"ALEX_ADDR=127.0.0.1:0"}, nil, exitFailed, "--url"},
		{"nobody", nil, []string{"--url", gone.URL}, exitFailed, "does not answer (connect: connection refused)"},
		{"no address", nil, []string{"--url", "::"}, exitFailed, "url"},
		{"not ready", nil, []string{"--url", answering(503, `{"detail":"the database is away"}`)}, exitFailed, "503 Service Unavailable, the database is away"},
		{"somebody else", nil, []string{"--url", answering(200, `<html>`)}, exitFailed, "is not ready"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := invokeIn(t, c.environ, append([]string{"health"}, c.args...)...)
			if got.code != c.code || !strings.Contains(got.out+got.err, c.want) {
				t.Errorf("exit code %d, %q; want %d and %q", got.code, got.out+got.err, c.code, c.want)
			}
		})
	}
}

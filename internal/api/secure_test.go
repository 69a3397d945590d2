package api_test

import (
	"bufio"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"alex/internal/api"
	"alex/internal/goldenfile"
)

// changing are the headers whose values differ from run to run.
const changing = "Date X-Request-Id Etag Content-Length Last-Modified"

func headerLines(h http.Header) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h)) {
		value := strings.Join(h[name], " | ")
		if slices.Contains(strings.Fields(changing), name) {
			value = "…"
		}
		fmt.Fprintf(&text, "  %s: %s\n", name, value)
	}
	return text.String()
}

// TestHeaders pins the headers of every kind of answer.
func TestHeaders(t *testing.T) {
	t.Parallel()
	page, err := api.NewPage(fstest.MapFS{}, api.SiteAuth{Mode: "local"})
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, fast, func(s *api.Server) {
		s.Page = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/panic" {
				panic("on purpose")
			}
			page.ServeHTTP(w, r)
		})
	})
	tag := w.must(t, http.StatusOK, "ann", "GET", "/api/user", "").header.Get("ETag")
	var text strings.Builder
	for _, c := range []struct {
		status       int
		who          string
		method, path string
		headers      []string
	}{
		{http.StatusOK, "ann", "GET", "/api/user", nil},
		{http.StatusNotModified, "ann", "GET", "/api/user", []string{"If-None-Match: " + tag}},
		{http.StatusUnauthorized, "", "GET", "/api/user", nil},
		{http.StatusForbidden, "ann", "GET", "/api/accounts/11111111-1111-4111-8111-111111111111", nil},
		{http.StatusNotFound, "ann", "GET", "/api/no/such", nil},
		{http.StatusMethodNotAllowed, "ann", "PATCH", "/api/user", nil},
		{http.StatusInternalServerError, "", "GET", "/panic", nil},
		{http.StatusOK, "", "OPTIONS", "/api/user", nil},
		{http.StatusOK, "", "GET", "/config.json", nil},
		{http.StatusOK, "", "GET", "/api/docs", nil},
		{http.StatusOK, "", "GET", "/api/openapi.json", nil},
	} {
		r := w.must(t, c.status, c.who, c.method, c.path, "", c.headers...)
		fmt.Fprintf(&text, "%s %s %d\n%s", c.method, c.path, c.status, headerLines(r.header))
	}
	large := w.rawly(t, "POST /api/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\nContent-Length: 10485760\r\n\r\n")
	fmt.Fprintf(&text, "POST /api/accounts, 10 MB, %d\n%s", large.status, headerLines(large.header))
	job := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	stream := w.rawly(t, "GET /api/jobs/"+job+"/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\n\r\n")
	fmt.Fprintf(&text, "GET /api/jobs/{id}/events %d\n%s", stream.status, headerLines(stream.header))
	goldenfile.Compare(t, *update, "testdata/headers.golden", text.String())
}

// rawly writes a request as it is and reads the head of the answer; neither
// body is waited for.
func (w *world) rawly(t testing.TB, request string) reply {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = conn.Close(), response.Body.Close() }() // the connection first: the body has no end
	return reply{status: response.StatusCode, header: response.Header}
}

// TestSecureOverTLS asks for encryption from then on where there is any.
func TestSecureOverTLS(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"":                         "",
		"http://alex.example.org":  "",
		"https://alex.example.org": "max-age=31536000; includeSubDomains",
	} {
		w := newWorld(t, func(s *api.Server) { s.PublicURL = url })
		for _, path := range []string{"/api/health", "/api/user", "/nowhere"} {
			if got := w.call(t, "", "GET", path, "").header.Get("Strict-Transport-Security"); got != want {
				t.Errorf("%s at %q: %q, want %q", path, url, got, want)
			}
		}
	}
}

// TestRequestID names each answer, in its headers and in a problem's body.
func TestRequestID(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withIssuer(&office{}))
	seen := map[string]bool{}
	for _, c := range []struct {
		status       int
		who          string
		method, path string
		body         string
	}{
		{http.StatusUnauthorized, "", "GET", "/api/user", ""},
		{http.StatusForbidden, "ann", "GET", "/api/accounts/11111111-1111-4111-8111-111111111111", ""},
		{http.StatusNotFound, "ann", "GET", "/api/no/such", ""},
		{http.StatusNotFound, "", "GET", "/nowhere", ""},
		{http.StatusMethodNotAllowed, "ann", "PATCH", "/api/user", ""},
		{http.StatusUnauthorized, "", "POST", "/api/auth/token", ""},
		{http.StatusMethodNotAllowed, "", "GET", "/api/auth/sign-in", ""},
		{http.StatusNotFound, "", "POST", "/api/auth/nothing", ""},
		{http.StatusBadRequest, "", "POST", "/api/auth/sign-in", "{"},
		{http.StatusUnprocessableEntity, "", "POST", "/api/auth/sign-in", "{}"},
	} {
		r := w.must(t, c.status, c.who, c.method, c.path, c.body, "X-Request-Id: chosen-by-the-client")
		id := r.header.Get("X-Request-Id")
		if id == "" || id == "chosen-by-the-client" || field(t, r, "requestId") != id || seen[id] {
			t.Errorf("%s %s: id %q in the header, and in the body %s", c.method, c.path, id, r.text)
		}
		if got := r.header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s is of type %q", c.method, c.path, got)
		}
		seen[id] = true
	}
}

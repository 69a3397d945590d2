package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"alex/internal/api"
)

// answers writes a text to a connection and reads the statuses of what comes
// back until its end.
func (w *world) answers(t *testing.T, text string) (statuses []int) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	for reader := bufio.NewReader(conn); ; {
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			return statuses
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		statuses = append(statuses, response.StatusCode)
	}
}

// TestFramesOfMessages: a message that a proxy may have cut elsewhere is refused,
// or read as RFC 9112 has it; what is smuggled behind it is no request.
func TestFramesOfMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const smuggled = "DELETE /api/user HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\nConnection: close\r\n\r\n"
	chunks := func(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }
	for name, c := range map[string]struct {
		headers string
		framed  func(body string) string
		want    string
	}{
		"chunks, and a length of less":  {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n", chunks, "[201]"},
		"a length of more, and chunks":  {"Transfer-Encoding: chunked\r\nContent-Length: 9999\r\nConnection: close\r\n", chunks, "[201]"},
		"chunks in a folded line":       {"Transfer-Encoding:\r\n chunked\r\nConnection: close\r\n", chunks, "[201]"},
		"two lengths":                   {"Content-Length: 0\r\nContent-Length: 99\r\n", nil, "[400]"},
		"a length with a sign":          {"Content-Length: +9\r\n", nil, "[400]"},
		"a length that is negative":     {"Content-Length: -1\r\n", nil, "[400]"},
		"a length in sixteens":          {"Content-Length: 0x0\r\n", nil, "[400]"},
		"a list of lengths":             {"Content-Length: 0, 99\r\n", nil, "[400]"},
		"another encoding":              {"Transfer-Encoding: gzip\r\n", nil, "[501]"},
		"an encoding before chunks":     {"Transfer-Encoding: identity, chunked\r\n", chunks, "[501]"},
		"two encodings":                 {"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunks, "[501]"},
		"a space before the colon":      {"Transfer-Encoding : chunked\r\n", chunks, "[400]"},
		"a header without a colon":      {"Transfer-Encoding chunked\r\n", chunks, "[400]"},
		"a carriage return in a header": {"X: a\rContent-Length: 9\r\n", nil, "[400]"},
		"two hosts":                     {"Host: y\r\nContent-Length: 0\r\n", nil, "[400]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head := "POST /api/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\nContent-Type: application/json\r\n"
			body := ""
			if c.framed != nil {
				body = c.framed(strings.Replace(ira, "IRA", name, 1))
			}
			if got := fmt.Sprint(w.answers(t, head+c.headers+"\r\n"+body+smuggled)); got != c.want {
				t.Errorf("answered %s, want %s", got, c.want)
			}
		})
	}
}

// TestOddMethods: a method that sends back what came is not there, on whatever path.
func TestOddMethods(t *testing.T) {
	t.Parallel()
	page := built(t, api.SiteAuth{Mode: "local"})
	w := newWorld(t, func(s *api.Server) { s.Page = page })
	for _, path := range []string{"/", "/index.html", "/reports/1", "/api/user", "/api/no/such", "/config.json", "/metrics"} {
		for _, method := range []string{"TRACE", "TRACK", "DEBUG", "PROPFIND", "PATCH", "LINK"} {
			r := w.call(t, "ann", method, path, "", "X-Canary: sung")
			if r.status != http.StatusMethodNotAllowed && r.status != http.StatusNotFound || strings.Contains(r.text, "sung") {
				t.Errorf("%s %s = %d: %s", method, path, r.status, r.text)
			}
		}
	}
}

// TestFoldersAreNotListed: neither a folder of the page nor what a program was
// built from can be asked for.
func TestFoldersAreNotListed(t *testing.T) {
	t.Parallel()
	page := built(t, api.SiteAuth{Mode: "local"})
	for _, path := range []string{"/assets", "/assets/", "/.", "/./", "//", "/.git/config", "/.env", "/go.mod", "/assets/.git/HEAD", "/index.html/", "/assets/..%2findex.html"} {
		if got := visit(page, "GET", path); got.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d: %s", path, got.Code, got.Body)
		}
		// A browser that goes there gets the page, which says what is not there.
		if got := visit(page, "GET", path, "Sec-Fetch-Mode", "navigate").Body.String(); strings.Contains(got, "index-abc") || strings.Contains(got, "gitkeep") {
			t.Errorf("a browser at %s sees %s", path, got)
		}
	}
}

package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/api"
)

const (
	allowed  = "https://app.example.org"
	second   = "http://localhost:5173"
	crossing = "Access-Control-Allow-Origin"
)

func openTo(s *api.Server) {
	s.AllowedOrigins = []string{allowed, second}
	s.PublicURL = "https://alex.example.org"
}

// shared are the headers of an answer that a page of the origin may read.
func shared(origin string) map[string]string {
	return map[string]string{
		"Access-Control-Allow-Origin":      origin,
		"Access-Control-Allow-Credentials": "true",
		"Access-Control-Allow-Methods":     "GET, POST, PUT, DELETE, OPTIONS",
		"Access-Control-Allow-Headers":     "Alex-For, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match",
		"Access-Control-Expose-Headers":    "x-job-id, x-request-id, ETag, Location, Retry-After, Idempotency-Replayed",
		"Access-Control-Max-Age":           "300",
	}
}

// sharing are the headers of CORS that an answer has.
func sharing(r reply) map[string]string {
	found := map[string]string{}
	for name, values := range r.header {
		if strings.HasPrefix(name, "Access-Control-") {
			found[name] = strings.Join(values, "|")
		}
	}
	return found
}

// TestForeignOrigins tries what would fool a comparison by prefix, suffix,
// case, or after some tidying.
func TestForeignOrigins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, openTo)
	host := strings.TrimPrefix(w.URL, "http://")
	_, port, _ := strings.Cut(host, ":")
	tricks := map[string]string{
		"null":                   "null",
		"any":                    "*",
		"another host":           "https://evil.example",
		"a subdomain":            "https://x.app.example.org",
		"the parent":             "https://example.org",
		"a suffix":               "https://app.example.org.evil.example",
		"a suffix without dot":   "https://app.example.orgevil.example",
		"a prefix":               "https://evilapp.example.org",
		"a host cut short":       "https://app.example.or",
		"the scheme downgraded":  "http://app.example.org",
		"another scheme":         "ftp://app.example.org",
		"no scheme":              "app.example.org",
		"a relative scheme":      "//app.example.org",
		"the host in capitals":   "https://APP.example.org",
		"the scheme in capital":  "HTTPS://app.example.org",
		"the usual port":         "https://app.example.org:443",
		"another port":           "https://app.example.org:8443",
		"an empty port":          "https://app.example.org:",
		"another local port":     "http://localhost:5174",
		"no local port":          "http://localhost",
		"a trailing dot":         "https://app.example.org.",
		"a trailing slash":       "https://app.example.org/",
		"a path":                 "https://app.example.org/evil",
		"a query":                "https://app.example.org?evil",
		"a fragment":             "https://app.example.org#evil",
		"a user":                 "https://evil@app.example.org",
		"a host as the user":     "https://app.example.org@evil.example",
		"a backslash":            `https://app.example.org\.evil.example`,
		"an encoded dot":         "https://app%2eexample.org",
		"a look-alike letter":    "https://аpp.example.org", // the first letter is Cyrillic
		"a full-width dot":       "https://app。example.org",
		"its punycode":           "https://xn--pp-7kc.example.org",
		"a wildcard":             "https://*.example.org",
		"two in one":             allowed + " " + second,
		"two in a list":          allowed + ", " + second,
		"a trailing word":        allowed + " evil",
		"own host, TLS":          "https://" + host,
		"own host in a user":     "http://" + host + "@evil.example",
		"own user":               "http://evil@" + host,
		"own host, other port":   "http://127.0.0.1:1",
		"own address by name":    "http://localhost:" + port,
		"own address, shortened": "http://127.1:" + port,
		"public, downgraded":     "http://alex.example.org",
		"public, a subdomain":    "https://x.alex.example.org",
		"a file":                 "file://",
		"an extension":           "chrome-extension://abcdefgh",
		"a sandbox":              "data:text/html,x",
	}
	t.Attr("measured", fmt.Sprintf("tricks=%d shared=0", len(tricks)))
	for name, origin := range tricks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD"} {
				r := w.must(t, http.StatusForbidden, "ann", method, "/api/accounts", "", "Origin: "+origin)
				if method != "HEAD" && (field(t, r, "code") != "foreign_origin" || field(t, r, "requestId") == "") {
					t.Errorf("%s is refused with %s", method, r.text)
				}
				if got := sharing(r); len(got) > 0 || !strings.Contains(r.header.Get("Vary"), "Origin") {
					t.Errorf("%s shares %v, Vary is %q", method, got, r.header.Values("Vary"))
				}
			}
			r := w.must(t, http.StatusOK, "", "OPTIONS", "/api/accounts", "", "Origin: "+origin, "Access-Control-Request-Method: GET")
			if got := sharing(r); len(got) > 0 {
				t.Errorf("the preflight shares %v", got)
			}
		})
	}
}

// TestSeveralOrigins sends the allowed origin and another, in two headers.
func TestSeveralOrigins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, openTo)
	for _, origins := range [][]string{{allowed, "https://evil.example"}, {"https://evil.example", allowed}, {allowed, allowed}} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/api/health", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header["Origin"] = origins
		response, err := w.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := response.Header.Get(crossing); response.StatusCode != http.StatusForbidden || got != "" {
			t.Errorf("%v is answered %d and shared with %q", origins, response.StatusCode, got)
		}
	}
}

// TestAllowedOrigins looks at preflights and at answers of every kind.
func TestAllowedOrigins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, openTo, func(s *api.Server) {
		s.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("on purpose") })
	})
	for _, origin := range []string{allowed, second, w.URL, "https://alex.example.org"} {
		for _, c := range []struct {
			status       int
			who          string
			method, path string
			body         string
		}{
			{http.StatusOK, "", "OPTIONS", "/api/accounts", ""},
			{http.StatusOK, "", "OPTIONS", "/no/such/route", ""},
			{http.StatusOK, "ann", "GET", "/api/accounts", ""},
			{http.StatusUnauthorized, "", "GET", "/api/accounts", ""},
			{http.StatusForbidden, "ann", "GET", "/api/accounts/11111111-1111-4111-8111-111111111111", ""},
			{http.StatusNotFound, "", "GET", "/api/no/such", ""},
			{http.StatusMethodNotAllowed, "", "PATCH", "/api/user", ""},
			{http.StatusUnprocessableEntity, "ann", "POST", "/api/accounts", `{"accountName":7}`},
			{http.StatusInternalServerError, "", "GET", "/panic", ""},
		} {
			r := w.must(t, c.status, c.who, c.method, c.path, c.body, "Origin: "+origin)
			if diff := cmp.Diff(shared(origin), sharing(r)); diff != "" {
				t.Errorf("%s %s for %s (-want +got): %s", c.method, c.path, origin, diff)
			}
			if got := r.header.Get("Vary"); !strings.Contains(got, "Origin") {
				t.Errorf("%s %s: Vary is %q", c.method, c.path, got)
			}
		}
	}
	if got := sharing(w.must(t, http.StatusOK, "", "GET", "/api/health", "")); len(got) > 0 {
		t.Errorf("without an origin the answer has %v", got)
	}
}

// TestPreflightWithoutDatabase answers OPTIONS when nothing else can be.
func TestPreflightWithoutDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, openTo)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	r := w.must(t, http.StatusOK, "", "OPTIONS", "/api/accounts", "", "Origin: "+allowed, "Access-Control-Request-Method: POST",
		"Access-Control-Request-Headers: authorization")
	if diff := cmp.Diff(shared(allowed), sharing(r)); diff != "" || r.text != "" {
		t.Errorf("the preflight (-want +got): %s, %q", diff, r.text)
	}
	r = w.must(t, http.StatusServiceUnavailable, "ann", "GET", "/api/accounts", "", "Origin: "+allowed)
	if diff := cmp.Diff(shared(allowed), sharing(r)); diff != "" || r.header.Get("Retry-After") == "" {
		t.Errorf("the answer without a database (-want +got): %s, Retry-After %q", diff, r.header.Get("Retry-After"))
	}
	w.must(t, http.StatusServiceUnavailable, "", "GET", "/api/ready", "")
	w.must(t, http.StatusOK, "", "GET", "/api/health", "")
}

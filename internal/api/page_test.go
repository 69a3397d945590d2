package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"alex/internal/api"
)

// built is a small build of a page, with the copies that a build leaves.
func built(t *testing.T, signIn api.SiteAuth) *api.Page {
	t.Helper()
	page, err := api.NewPage(fstest.MapFS{
		"index.html":             {Data: []byte("<!doctype html>the page")},
		"favicon.svg":            {Data: []byte("<svg/>")},
		"assets/index-abc.js":    {Data: []byte("let it = 'be'")},
		"assets/index-abc.js.br": {Data: []byte("brotli")},
		"assets/index-abc.js.gz": {Data: []byte("gzip")},
		".gitkeep":               {},
	}, signIn)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func visit(page http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	page.ServeHTTP(w, r)
	return w
}

// TestPageServes: which path answers what, and for how long it may be kept.
func TestPageServes(t *testing.T) {
	t.Parallel()
	page := built(t, api.SiteAuth{Mode: "local"})
	const kept, asked = "public, max-age=31536000, immutable", "no-cache"
	for name, c := range map[string]struct {
		method, path string
		headers      []string
		status       int
		cache, kind  string
	}{
		"the start page":                   {"GET", "/", nil, 200, asked, "text/html; charset=utf-8"},
		"a hashed asset":                   {"GET", "/assets/index-abc.js", nil, 200, kept, "text/javascript; charset=utf-8"},
		"a file without a hash":            {"GET", "/favicon.svg", nil, 200, asked, "image/svg+xml"},
		"a place within the app":           {"GET", "/reports/1", []string{"Sec-Fetch-Mode", "navigate"}, 200, asked, "text/html; charset=utf-8"},
		"a place, of an older browser":     {"GET", "/reports/1", []string{"Accept", "text/html,*/*"}, 200, asked, "text/html; charset=utf-8"},
		"a script's request for no file":   {"GET", "/reports/1", []string{"Sec-Fetch-Mode", "cors", "Accept", "text/html"}, 404, "", "application/problem+json"},
		"a chunk of the build before":      {"GET", "/assets/index-old.js", []string{"Sec-Fetch-Mode", "navigate"}, 404, "", "application/problem+json"},
		"a missing chunk, asked as script": {"GET", "/assets/index-old.js", []string{"Accept", "*/*"}, 404, "", "application/problem+json"},
		"what only keeps a folder":         {"GET", "/.gitkeep", nil, 404, "", "application/problem+json"},
		"a copy by its own name":           {"GET", "/assets/index-abc.js.gz", nil, 404, "", "application/problem+json"},
		"a path that climbs":               {"GET", "/assets/../../secret", nil, 404, "", "application/problem+json"},
		"a change":                         {"POST", "/", nil, 405, "", "application/problem+json"},
		"its headers alone":                {"HEAD", "/", nil, 200, asked, "text/html; charset=utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := visit(page, c.method, c.path, c.headers...)
			if got.Code != c.status || got.Header().Get("Content-Type") != c.kind || got.Header().Get("Cache-Control") != c.cache {
				t.Errorf("%s %s = %d, %q, %q; want %d, %q, %q", c.method, c.path,
					got.Code, got.Header().Get("Content-Type"), got.Header().Get("Cache-Control"), c.status, c.kind, c.cache)
			}
		})
	}
}

// TestPageIsSmall: a client gets the smallest copy that it takes, and nothing
// where it has it already.
func TestPageIsSmall(t *testing.T) {
	t.Parallel()
	page := built(t, api.SiteAuth{Mode: "local"})
	for accepted, want := range map[string]string{
		"": "", "gzip": "gzip", "gzip, deflate, br": "br", "br;q=0, gzip": "gzip", "br; q=0.0": "", "gzip;q=0.5": "gzip", "zstd": "",
	} {
		got := visit(page, "GET", "/assets/index-abc.js", "Accept-Encoding", accepted)
		if got.Header().Get("Content-Encoding") != want {
			t.Errorf("Accept-Encoding %q: %q, want %q", accepted, got.Header().Get("Content-Encoding"), want)
		}
		if !strings.Contains(strings.Join(got.Header().Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("Accept-Encoding %q: Vary is %q", accepted, got.Header().Values("Vary"))
		}
		again := visit(page, "GET", "/assets/index-abc.js", "Accept-Encoding", accepted, "If-None-Match", got.Header().Get("ETag"))
		if again.Code != http.StatusNotModified {
			t.Errorf("Accept-Encoding %q: %d for what is there already", accepted, again.Code)
		}
	}
}

// TestPagePolicy: scripts come from here alone, and from Clerk's host where
// Clerk signs people in.
func TestPagePolicy(t *testing.T) {
	t.Parallel()
	const clerk = "pk_test_" + "Y2xlcmsuZXhhbXBsZS5vcmck" // clerk.example.org$
	for name, c := range map[string]struct {
		signIn  api.SiteAuth
		scripts string
	}{
		"local":               {api.SiteAuth{Mode: "local"}, "script-src 'self';"},
		"local, with a key":   {api.SiteAuth{Mode: "local", PublishableKey: clerk}, "script-src 'self';"},
		"Clerk":               {api.SiteAuth{Mode: "clerk", PublishableKey: clerk}, "script-src 'self' https://clerk.example.org https://challenges.cloudflare.com;"},
		"a key that is none":  {api.SiteAuth{Mode: "clerk", PublishableKey: "pk_test_????"}, "script-src 'self';"},
		"a key with a policy": {api.SiteAuth{Mode: "clerk", PublishableKey: "pk_test_" + "eDsgc2NyaXB0LXNyYyAqJA"}, "script-src 'self';"}, // x; script-src *$
	} {
		policy := visit(built(t, c.signIn), "GET", "/").Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, c.scripts) || strings.Contains(policy, "unsafe-eval") || strings.Contains(policy, "script-src 'self' 'unsafe-inline'") {
			t.Errorf("%s: %s", name, policy)
		}
	}
}

// TestPageWasNotBuilt: a program without its page says so, and how to get it.
func TestPageWasNotBuilt(t *testing.T) {
	t.Parallel()
	page, err := api.NewPage(fstest.MapFS{".gitkeep": {}}, api.SiteAuth{Mode: "local"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	page.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}

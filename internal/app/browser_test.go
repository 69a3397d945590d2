package app

import (
	"context"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// foreignPage calls the API from another origin, as a page of its own would:
// with JSON, which takes a preflight, then with a token.
const foreignPage = `<!doctype html><title>page</title><p id="said">waiting</p><script>
const said = text => { document.getElementById('said').textContent = text };
(async () => {
	const up = await fetch({{.}} + '/api/auth/sign-up', {method: 'POST', headers: {'Content-Type': 'application/json'},
		body: JSON.stringify({email: 'page@example.org', password: 'a long password'})});
	const {accessToken} = await up.json();
	const user = await fetch({{.}} + '/api/user', {headers: {Authorization: 'Bearer ' + accessToken}});
	const started = await fetch({{.}} + '/api/analyze', {method: 'POST', headers: {Authorization: 'Bearer ' + accessToken}});
	said('said ' + [up.status, user.status, user.headers.get('x-request-id') ? 'id' : '', started.headers.get('x-job-id') ? 'job' : ''].join(' '));
})().catch(error => said('refused ' + error.name));
</script>`

// TestBrowserHoldsToCORS: a page of an allowed origin works in a real browser,
// without a word about CORS on its console; a page of any other gets nothing.
func TestBrowserHoldsToCORS(t *testing.T) {
	t.Parallel()
	var api string
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = template.Must(template.New("page").Parse(foreignPage)).Execute(w, api)
	})
	allowed, foreign := httptest.NewServer(page), httptest.NewServer(page)
	defer allowed.Close()
	defer foreign.Close()
	api = serving(t, "ALEX_ALLOWED_ORIGINS="+allowed.URL).URL

	dom, console := browse(t, allowed.URL)
	if !strings.Contains(dom, "said 201 200 id job") || strings.Contains(console, "CORS") {
		t.Errorf("the allowed page shows %s\nand its console %s", dom, console)
	}
	dom, console = browse(t, foreign.URL)
	if !strings.Contains(dom, "refused TypeError") || !strings.Contains(console, "CORS") {
		t.Errorf("the foreign page shows %s\nand its console %s", dom, console)
	}
}

// browse opens a page in Chromium and answers what it shows in the end, and
// what its console says.
func browse(t *testing.T, url string) (dom, console string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	browser := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--v=0", "--virtual-time-budget=20000", "--dump-dom", url)
	var out, log strings.Builder
	browser.Stdout, browser.Stderr = &out, &log
	if err := browser.Run(); err != nil {
		t.Fatalf("chromium: %v: %s", err, log.String())
	}
	return out.String(), log.String()
}

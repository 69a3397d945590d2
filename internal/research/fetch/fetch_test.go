package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// local is a site of the test and a fetcher of it.
func local(t *testing.T, o Options, handler http.HandlerFunc) (f *Fetcher, base string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	o.Private, o.Hosts = true, append(o.Hosts, "127.0.0.1")
	if o.Every == 0 {
		o.Every = time.Nanosecond
	}
	f = New(o)
	t.Cleanup(f.Close)
	return f, server.URL
}

// zipped is text n times over, compressed.
func zipped(t *testing.T, text string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range n {
		_, _ = io.WriteString(z, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// answers is a site of many pages, honest and other ones.
func answers(t *testing.T) http.HandlerFunc {
	t.Helper()
	typed := func(kind string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{kind}
			_, _ = w.Write(body)
		}
	}
	coded := func(coding string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(body)
		}
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	bomb, honest := zipped(t, strings.Repeat("0", 1<<16), 1024), zipped(t, "compressed", 1)
	pages := map[string]http.HandlerFunc{
		"/honest":   typed("text/html; charset=utf-8", []byte("<p>Zinsen für 2026")),
		"/zipped":   coded("gzip", honest),
		"/identity": coded("identity", []byte("plain")),
		"/bomb":     coded("gzip", bomb),
		"/damaged":  coded("gzip", append(slices.Clone(honest[:len(honest)-8]), 1, 2, 3, 4, 10, 0, 0, 0)),
		"/no-gzip":  coded("gzip", []byte("this is no gzip at all")),
		"/twice":    coded("gzip, gzip", honest),
		"/brotli":   coded("br", []byte("x")),
		"/huge":     typed("text/plain", bytes.Repeat([]byte("a"), 5000)),
		"/full":     typed("text/plain", bytes.Repeat([]byte("a"), 4096)),
		"/pdf":      typed("application/pdf", []byte("%PDF-1.7\x00\xff")),
		"/liar":     typed("text/html", []byte("%PDF-1.7\x00\xff")),
		"/picture":  typed("image/png", []byte("\x89PNG")),
		"/program":  typed("application/octet-stream", []byte("MZ")),
		"/untyped":  typed("", []byte("<!DOCTYPE html><title>t</title>")),
		"/odd-type": typed("Text/HTML; charset", []byte("ok")),
		"/latin":    typed("text/html; charset=iso-8859-1", []byte("f\xfcr")),
		"/meta":     typed("text/html", []byte(`<meta charset="windows-1251">`+"\xcf\xf0\xe8")),
		"/wrong":    typed("text/html; charset=utf-8", []byte("f\xfcr")),
		"/lies":     typed("text/html", []byte(`<meta charset="iso-8859-1">für`)),
		"/late":     typed("text/html", []byte("<p>"+strings.Repeat("a", 2000)+"für")),
		"/unknown":  typed("text/plain; charset=klingon", []byte("für")),
		"/utf-16":   typed("text/plain", []byte("\xff\xfef\x00\xfc\x00r\x00")),
		"/feed":     typed("application/rss+xml", []byte(`<?xml version="1.0" encoding="iso-8859-1"?><rss>f`+"\xfcr</rss>")),
		"/json":     typed("application/feed+json", []byte(`{"title":"für"}`)),
		"/missing":  status(404), "/broken": status(500), "/teapot": status(418), "/empty": status(204), "/part": status(206), "/to-nothing": status(302),
		"/cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, "half")
		},
		"/headers": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("a", 2*mostHeader))
		},
		"/slow": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, ".")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		},
		"/silent":    func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/garbage":   hijacked("this is not HTTP\r\n\r\n"),
		"/slammed":   hijacked(""),
		"/moved":     http.RedirectHandler("/honest#part", http.StatusMovedPermanently).ServeHTTP,
		"/loop":      http.RedirectHandler("/loop", http.StatusFound).ServeHTTP,
		"/to-file":   http.RedirectHandler("file:///etc/passwd", http.StatusFound).ServeHTTP,
		"/to-other":  http.RedirectHandler("http://www.example/", http.StatusFound).ServeHTTP,
		"/to-user":   http.RedirectHandler("http://a:b@127.0.0.1/", http.StatusFound).ServeHTTP,
		"/to-secret": http.RedirectHandler("/secret/page", http.StatusSeeOther).ServeHTTP,
		"/to-nowhere": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://%zz/")
			w.WriteHeader(302)
		},
	}
	for n := range 7 {
		pages["/hop/"+string(rune('0'+n))] = http.RedirectHandler("/hop/"+string(rune('1'+n)), http.StatusTemporaryRedirect).ServeHTTP
	}
	pages["/hop/7"] = pages["/honest"]
	pages["/robots.txt"] = typed("text/plain", []byte("User-agent: *\nDisallow: /secret\n"))
	return func(w http.ResponseWriter, r *http.Request) {
		page := pages[r.URL.Path]
		if page == nil {
			page = pages["/honest"]
		}
		page(w, r)
	}
}

func hijacked(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_, _ = io.WriteString(c, text)
			_ = c.Close()
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	f, base := local(t, Options{Bytes: 4096, Timeout: 400 * time.Millisecond}, answers(t))
	for path, want := range map[string]struct {
		kind, body string
		reason     Reason
	}{
		"/honest":     {kind: "text/html", body: "<p>Zinsen für 2026"},
		"/zipped":     {kind: "text/html", body: "compressed"},
		"/identity":   {kind: "text/html", body: "plain"},
		"/full":       {kind: "text/plain", body: strings.Repeat("a", 4096)},
		"/pdf":        {kind: "application/pdf", body: "%PDF-1.7\x00\xff"},
		"/untyped":    {kind: "text/html", body: "<!DOCTYPE html><title>t</title>"},
		"/odd-type":   {kind: "text/html", body: "ok"},
		"/latin":      {kind: "text/html", body: "für"},
		"/meta":       {kind: "text/html", body: `<meta charset="windows-1251">При`},
		"/wrong":      {kind: "text/html", body: "f\uFFFDr"},
		"/lies":       {kind: "text/html", body: `<meta charset="iso-8859-1">für`},
		"/late":       {kind: "text/html", body: "<p>" + strings.Repeat("a", 2000) + "für"},
		"/unknown":    {kind: "text/plain", body: "für"},
		"/utf-16":     {kind: "text/plain", body: "für"},
		"/feed":       {kind: "application/rss+xml", body: `<?xml version="1.0" encoding="UTF-8"?><rss>für</rss>`},
		"/json":       {kind: "application/feed+json", body: `{"title":"für"}`},
		"/moved":      {kind: "text/html", body: "<p>Zinsen für 2026"},
		"/hop/2":      {kind: "text/html", body: "<p>Zinsen für 2026"},
		"/hop/1":      {reason: ReasonRedirects},
		"/bomb":       {reason: ReasonSize},
		"/huge":       {reason: ReasonSize},
		"/headers":    {reason: ReasonSize},
		"/damaged":    {reason: ReasonEncoding},
		"/no-gzip":    {reason: ReasonEncoding},
		"/twice":      {reason: ReasonEncoding},
		"/brotli":     {reason: ReasonEncoding},
		"/liar":       {reason: ReasonType},
		"/picture":    {reason: ReasonType},
		"/program":    {reason: ReasonType},
		"/missing":    {reason: ReasonStatus},
		"/broken":     {reason: ReasonStatus},
		"/teapot":     {reason: ReasonStatus},
		"/empty":      {reason: ReasonStatus},
		"/part":       {reason: ReasonStatus},
		"/to-nothing": {reason: ReasonStatus},
		"/cut":        {reason: ReasonUnreachable},
		"/garbage":    {reason: ReasonUnreachable},
		"/slammed":    {reason: ReasonUnreachable},
		"/slow":       {reason: ReasonTimeout},
		"/silent":     {reason: ReasonTimeout},
		"/loop":       {reason: ReasonRedirects},
		"/to-file":    {reason: ReasonScheme},
		"/to-other":   {reason: ReasonHost},
		"/to-user":    {reason: ReasonCredentials},
		"/to-nowhere": {reason: ReasonHost},
		"/secret/x":   {reason: ReasonRobots},
		"/to-secret":  {reason: ReasonRobots},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			page, err := f.Get(t.Context(), base+path)
			if got := ReasonOf(err); got != want.reason || page.Type != want.kind || string(page.Body) != want.body {
				t.Errorf("got %q %.80q, refused for %q (%v)", page.Type, page.Body, got, err)
			}
			if took := time.Since(begun); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestEachReasonIsMet: no reason is there that no test has seen, and each refusal
// says it in a sentence.
func TestEachReasonIsMet(t *testing.T) {
	t.Parallel()
	f, base := local(t, Options{Bytes: 4096, Timeout: 400 * time.Millisecond}, answers(t))
	strict := New(Options{Hosts: []string{"www.example"}})
	seen := map[Reason]bool{}
	note := func(f *Fetcher, address string) {
		_, err := f.Get(t.Context(), address)
		r, ok := errors.AsType[*Refused](err)
		if !ok || r.Detail == "" || strings.Contains(err.Error(), "hidden") || !strings.HasPrefix(err.Error(), string(r.Reason)+": ") {
			t.Errorf("%s: %v", address, err)
			return
		}
		seen[r.Reason] = true
	}
	for _, path := range []string{"/loop", "/huge", "/picture", "/silent", "/missing", "/brotli", "/slammed", "/secret"} {
		note(f, base+path)
	}
	for _, address := range []string{"file:///hidden", "http://other.example/hidden", "http://www.example:22/hidden", "http://10.0.0.1/hidden", "http://a:hidden@www.example/", "http://hidden%zz/"} {
		note(strict, address)
	}
	for _, r := range Reason("").Known() {
		if !seen[r] {
			t.Errorf("nothing is refused for %q", r)
		}
	}
}

// TestWhatIsSent: a request says who asks, and nothing of who is behind it.
func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var headers []http.Header
	f, base := local(t, Options{Agent: "Alex/2.1 (+https://alex.example)"}, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		headers = append(headers, r.Header)
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
		if r.URL.Path == "/from" {
			http.Redirect(w, r, "/to?q=1#f", http.StatusFound)
		}
	})
	if f.wire.Proxy != nil {
		t.Error("the environment may name a proxy")
	}
	at := time.Date(2026, 8, 1, 2, 3, 4, 0, time.UTC)
	f.now = func() time.Time { return at }
	page, err := f.Get(t.Context(), base+"/from")
	want := Page{URL: base + "/to?q=1", Type: "text/plain", Body: []byte{}, ETag: `"1"`, LastModified: "Thu, 01 Jan 2026 00:00:00 GMT", FetchedAt: at}
	if diff := cmp.Diff(want, page); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if len(headers) != 3 {
		t.Fatalf("%d requests were made", len(headers))
	}
	for _, h := range headers {
		h.Del("Accept")
		if diff := cmp.Diff(http.Header{"User-Agent": {"Alex/2.1 (+https://alex.example)"}, "Accept-Encoding": {"gzip"}}, h); diff != "" {
			t.Error(diff)
		}
	}
}

// TestHTTP2 is spoken where the site does.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.Path != "/robots.txt" {
			_, _ = io.WriteString(w, r.Proto)
		}
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	f := New(Options{Private: true, Hosts: []string{"127.0.0.1"}, Every: time.Nanosecond})
	mustRefuse(t, f, server.URL+"/", ReasonRobots) // of a certificate that nobody knows
	known := New(Options{Private: true, Hosts: []string{"127.0.0.1"}, Every: time.Nanosecond})
	known.wire.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	page, err := known.Get(t.Context(), server.URL+"/")
	if err != nil || string(page.Body) != "HTTP/2.0" {
		t.Errorf("%q, %v", page.Body, err)
	}
}

// TestWhoStopsWaiting gets the context's own error, and the site is not blamed.
func TestWhoStopsWaiting(t *testing.T) {
	t.Parallel()
	f, base := local(t, Options{}, answers(t))
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := f.Get(ctx, base+"/silent"); !errors.Is(err, context.Canceled) || ReasonOf(err) != "" {
		t.Error(err)
	}
	if _, err := f.Get(ctx, base+"/honest"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	mustTimeOut(t, short, f, base+"/silent")
	if _, err := f.Get(t.Context(), base+"/honest"); err != nil {
		t.Error(err)
	}
}

func mustTimeOut(t *testing.T, ctx context.Context, f *Fetcher, address string) {
	t.Helper()
	if _, err := f.Get(ctx, address); ReasonOf(err) != ReasonTimeout {
		t.Error(err)
	}
}

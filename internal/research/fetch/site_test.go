package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestRobotsRules(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text, path string
		want             bool
	}{
		{"none", "", "/a", true},
		{"all forbidden", "User-agent: *\nDisallow: /", "/a", false},
		{"all allowed", "User-agent: *\nDisallow:", "/a", true},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"a folder", "User-agent: *\nDisallow: /a/", "/a/b", false},
		{"beside a folder", "User-agent: *\nDisallow: /a/", "/ab", true},
		{"own group before all", "User-agent: *\nDisallow: /\n\nUser-agent: Alex\nDisallow: /x", "/a", true},
		{"own group without rules", "User-agent: *\nDisallow: /\n\nUser-agent: alex", "/a", true},
		{"own group with a version", "User-agent: ALEX/9\nDisallow: /a", "/a", false},
		{"another's group", "User-agent: Alexander\nDisallow: /", "/a", true},
		{"a name within another", "User-agent: al\nDisallow: /", "/a", true},
		{"two names, one group", "User-agent: other\nUser-agent: alex\nDisallow: /a", "/a", false},
		{"two groups of one name", "User-agent: alex\nDisallow: /a\nUser-agent: b\nDisallow: /c\nUser-agent: alex\nDisallow: /d", "/d", false},
		{"the group ends", "User-agent: alex\nDisallow: /a\nUser-agent: b\nDisallow: /c", "/c", true},
		{"the longest decides", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"the longest decides, whatever comes first", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", false},
		{"allowed where both are as long", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"a star", "User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
		{"a star and an end", "User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
		{"an end", "User-agent: *\nDisallow: /a$", "/a", false},
		{"past an end", "User-agent: *\nDisallow: /a$", "/ab", true},
		{"many stars", "User-agent: *\nDisallow: /*a*b*c", "/xaxbxc", false},
		{"stars in order", "User-agent: *\nDisallow: /*a*b*c", "/xcxbxa", true},
		{"anchored at the beginning", "User-agent: *\nDisallow: /a*b", "/x/a/b", true},
		{"an end that overlaps", "User-agent: *\nDisallow: /ab*bc$", "/abc", true},
		{"without a slash", "User-agent: *\nDisallow: a", "/a", false},
		{"an escape", "User-agent: *\nDisallow: /%61%2fb", "/a%2Fb", false},
		{"letters that need one", "User-agent: *\nDisallow: /ü", "/%c3%bc", false},
		{"letters, the other way", "User-agent: *\nDisallow: /%C3%BC", "/ü", false},
		{"comments and spaces", "# hello\n  User-Agent : * # all\n\tDISALLOW : /a # no", "/a", false},
		{"a mark of byte order and odd ends", "\uFEFFUser-agent: *\r\rDisallow: /a\r\n", "/a", false},
		{"broken lines", "Disallow: /a\nhello\nUser-agent *\n:\nCrawl-delay: soon\nUser-agent: *\nDisallow: /b\nCrawl-delay: x", "/b", false},
		{"rules before any name", "Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", true},
		{"a page in its place", "<!DOCTYPE html><html><p>Disallow: /", "/a", true},
		{"bytes", "\x00\xff\xfe: \x01\nUser-agent: *\nDisallow: /a\xff", "/a", true},
		{"the query counts", "User-agent: *\nDisallow: /*?print=", "/a?print=1", false},
	}
	for _, c := range cases {
		r := parseRobots([]byte(c.text), "alex")
		if got := r.allows(c.path); got != c.want {
			t.Errorf("%s: %s is allowed: %v", c.name, c.path, got)
		}
	}
}

// TestRobotsAreReadInTime: no file of rules takes long to read or to go by.
func TestRobotsAreReadInTime(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"many rules":    strings.Repeat("Disallow: *a*b*c*d\n", mostRobots/19),
		"one long rule": "Disallow: /" + strings.Repeat("*a", mostRobots/2),
		"stars":         "Disallow: /" + strings.Repeat("*", mostRobots),
		"many names":    strings.Repeat("User-agent: *\n", mostRobots/14),
	} {
		begun := time.Now()
		r := parseRobots([]byte("User-agent: *\n"+text), "alex")
		r.allows("/" + strings.Repeat("ab", longestAddress/2))
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"2": 2 * time.Second, "0.5": 500 * time.Millisecond, "86400": longestDelay, "1e300": longestDelay, "Inf": longestDelay,
		"-1": 0, "NaN": 0, "soon": 0, "": 0,
	} {
		if got := parseRobots([]byte("User-agent: *\nCrawl-delay: "+text), "alex").delay; got != want {
			t.Errorf("a delay of %q is %s, want %s", text, got, want)
		}
	}
}

// TestRobotsAreKept for an hour, and asked for once however many ask for a page.
func TestRobotsAreKept(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	var clock atomic.Int64
	f, base := local(t, Options{Now: func() time.Time { return time.Unix(clock.Load(), 0) }}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.Path == "/robots.txt" {
			asked.Add(1)
			_, _ = io.WriteString(w, "User-agent: *\nDisallow: /no")
		}
	})
	for _, step := range []struct{ at, want int64 }{{0, 1}, {3599, 1}, {3600, 2}} {
		clock.Store(step.at)
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if _, err := f.Get(t.Context(), base+"/yes"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if asked.Load() != step.want {
			t.Errorf("after %d s, robots.txt was asked for %d times, want %d", step.at, asked.Load(), step.want)
		}
	}
}

// TestRobotsThatCannotBeHad: none, or none for us, forbids nothing; a site that
// is out of order is left alone, for five minutes.
func TestRobotsThatCannotBeHad(t *testing.T) {
	t.Parallel()
	robots := func(answer http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				answer(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/plain")
		}
	}
	status := func(code int) http.HandlerFunc {
		return robots(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
	}
	long := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /page\n"+strings.Repeat("# long\n", mostRobots/4))
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    Reason
	}{
		"404": {status(404), ""}, "401": {status(401), ""}, "403": {status(403), ""}, "410": {status(410), ""},
		"500": {status(500), ReasonRobots}, "503": {status(503), ReasonRobots}, "204": {status(204), ReasonRobots},
		"cut off":                {robots(hijacked("")), ReasonRobots},
		"silent":                 {robots(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), ReasonRobots},
		"long":                   {robots(long), ReasonRobots},
		"redirected":             {robots(http.RedirectHandler("/other", http.StatusFound).ServeHTTP), ""},
		"redirected to another":  {robots(http.RedirectHandler("http://www.example/", http.StatusFound).ServeHTTP), ReasonRobots},
		"redirected to no end":   {robots(http.RedirectHandler("/robots.txt", http.StatusFound).ServeHTTP), ReasonRobots},
		"redirected to a file":   {robots(http.RedirectHandler("file:///etc/passwd", http.StatusFound).ServeHTTP), ReasonRobots},
		"a picture in its place": {robots(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, base := local(t, Options{Timeout: 400 * time.Millisecond}, c.handler)
			if _, err := f.Get(t.Context(), base+"/page"); ReasonOf(err) != c.want {
				t.Errorf("refused for %q (%v), want %q", ReasonOf(err), err, c.want)
			}
		})
	}
	var broken atomic.Bool
	var clock atomic.Int64
	broken.Store(true)
	f, base := local(t, Options{Now: func() time.Time { return time.Unix(clock.Load(), 0) }}, robots(func(w http.ResponseWriter, _ *http.Request) {
		if broken.Load() {
			w.WriteHeader(500)
		}
	}))
	mustRefuse(t, f, base+"/page", ReasonRobots)
	broken.Store(false)
	mustRefuse(t, f, base+"/page", ReasonRobots)
	clock.Store(300)
	mustRefuse(t, f, base+"/page", "")
}

// TestPace: two requests to one host are as far apart as they must be, and those
// to two hosts are not.
func TestPace(t *testing.T) {
	t.Parallel()
	const every = 150 * time.Millisecond
	var mu sync.Mutex
	at := map[string][]time.Time{}
	f, base := local(t, Options{Every: every, Hosts: []string{"localhost"}}, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		host, _, _ := strings.Cut(r.Host, ":")
		at[host] = append(at[host], time.Now())
		w.Header().Set("Content-Type", "text/plain")
	})
	f.resolve = loopback
	begun := time.Now()
	var all sync.WaitGroup
	for n := range 3 {
		for _, site := range []string{base, strings.Replace(base, "127.0.0.1", "localhost", 1)} {
			all.Go(func() {
				if _, err := f.Get(t.Context(), fmt.Sprintf("%s/%d", site, n)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	for host, times := range at {
		if len(times) != 4 {
			t.Errorf("%s was asked %d times", host, len(times))
		}
		if apart := times[len(times)-1].Sub(times[0]); apart < 3*every-every/3 {
			t.Errorf("4 requests to %s came within %s", host, apart)
		}
	}
	if len(at) != 2 || time.Since(begun) < 3*every-every/3 {
		t.Errorf("%d hosts were asked, in %s", len(at), time.Since(begun))
	}
	ctx, cancel := context.WithTimeout(t.Context(), every/10)
	defer cancel()
	mustTimeOut(t, ctx, f, base+"/soon")
}

// TestDelayIsHonoured: a site that asks for longer waits is given them.
func TestDelayIsHonoured(t *testing.T) {
	t.Parallel()
	f, base := local(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.Path == "/robots.txt" {
			_, _ = io.WriteString(w, "User-agent: *\nCrawl-delay: 0.3")
		}
	})
	begun := time.Now()
	for range 3 {
		mustRefuse(t, f, base+"/", "")
	}
	if took := time.Since(begun); took < 500*time.Millisecond {
		t.Errorf("robots.txt and three pages took %s", took)
	}
}

// TestSitesAreForgotten: names without end do not fill the memory.
func TestSitesAreForgotten(t *testing.T) {
	t.Parallel()
	f := New(Options{Every: time.Nanosecond})
	for n := range 3 * mostSites {
		f.site(fmt.Sprintf("%d.example", n))
	}
	if n := len(f.sites); n > mostSites {
		t.Errorf("%d sites are remembered", n)
	}
}

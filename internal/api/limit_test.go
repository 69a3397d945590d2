package api_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"alex/internal/api"
)

// within runs a test of a limit again if the minute has changed meanwhile:
// the limiter counts by the clock.
func within(t *testing.T, test func(fail func(format string, args ...any))) {
	t.Helper()
	for {
		var failures []string
		begun := time.Now().Truncate(time.Minute)
		test(func(format string, args ...any) { failures = append(failures, fmt.Sprintf(format, args...)) })
		if !time.Now().Truncate(time.Minute).Equal(begun) {
			continue
		}
		for _, f := range failures {
			t.Error(f)
		}
		return
	}
}

// TestLimitByAddress lets five requests pass, whoever asks for whatever.
func TestLimitByAddress(t *testing.T) {
	t.Parallel()
	within(t, func(fail func(string, ...any)) {
		w := newWorld(t, func(s *api.Server) { s.RateLimit, s.AllowedOrigins = 5, []string{allowed} })
		for n := range 5 {
			who := []string{"ann", "bob", ""}[n%3]
			if r := w.call(t, who, "GET", "/api/user", "", fmt.Sprintf("X-Forwarded-For: 192.0.2.%d", n)); r.status == http.StatusTooManyRequests {
				fail("request %d is refused", n+1)
			}
		}
		for _, headers := range [][]string{
			{"Origin: " + allowed},
			{"X-Forwarded-For: 192.0.2.77"},
			{"X-Real-Ip: 192.0.2.77"},
			{"True-Client-Ip: 192.0.2.77"},
			{"Forwarded: for=192.0.2.77"},
			{"Cf-Connecting-Ip: 192.0.2.77"},
		} {
			r := w.call(t, "ann", "GET", "/api/accounts", "", headers...)
			if r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" || field(t, r, "code") != "throttled" || field(t, r, "requestId") == "" {
				fail("the sixth request, with %v: %d %v %s", headers, r.status, r.header, r.text)
			}
			if strings.HasPrefix(headers[0], "Origin") && r.header.Get(crossing) != allowed {
				fail("an allowed page may not read the refusal: %v", r.header)
			}
		}
		for _, free := range [][2]string{
			{"GET", "/api/health"}, {"GET", "/api/ready"}, {"OPTIONS", "/api/accounts"}, {"GET", "/config.json"}, {"GET", "/"},
		} {
			if r := w.call(t, "", free[0], free[1], ""); r.status == http.StatusTooManyRequests {
				fail("%s %s counts", free[0], free[1])
			}
		}
	})
}

// TestLimitBehindProxies tells people apart by what trusted proxies wrote.
func TestLimitBehindProxies(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		name   string
		first  []string // X-Forwarded-For of the request that uses the limit up
		second []string // of the next
		passes bool
	}{
		{"two people", []string{"192.0.2.1"}, []string{"192.0.2.2"}, true},
		{"one person", []string{"192.0.2.1"}, []string{"192.0.2.1"}, false},
		{"a spoofed beginning", []string{"192.0.2.1"}, []string{"198.51.100.7, 192.0.2.1"}, false},
		{"another spoofed beginning", []string{"198.51.100.8, 192.0.2.1"}, []string{"198.51.100.7, 192.0.2.1"}, false},
		{"a chain of proxies", []string{"192.0.2.1, 10.1.1.1"}, []string{"192.0.2.2, 10.1.1.1"}, true},
		{"a chain in two headers", []string{"192.0.2.1", "10.1.1.1"}, []string{"198.51.100.7, 192.0.2.1", "10.2.2.2"}, false},
		{"no address at the end", []string{"192.0.2.1, unknown"}, []string{"192.0.2.2, evil"}, false},
		{"two people by port", []string{"192.0.2.1:4711"}, []string{"192.0.2.2:4711"}, true},
		{"one person by two ports", []string{"192.0.2.1:1"}, []string{"192.0.2.1:2"}, false},
		{"two networks of IPv6 by port", []string{"[2001:db8:1::1]:1"}, []string{"[2001:db8:2::1]:1"}, true},
		{"nothing", nil, []string{""}, false},
		{"one network of IPv6", []string{"2001:db8::1"}, []string{"2001:db8::2"}, false},
		{"two networks of IPv6", []string{"2001:db8:1::1"}, []string{"2001:db8:2::1"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			within(t, func(fail func(string, ...any)) {
				w := newWorld(t, func(s *api.Server) { s.RateLimit, s.TrustedProxies = 1, proxies })
				if got := w.forwarded(t, c.first); got == http.StatusTooManyRequests {
					fail("the first request is refused")
				}
				if got := w.forwarded(t, c.second); (got != http.StatusTooManyRequests) != c.passes {
					fail("the second request: %d, passes should be %v", got, c.passes)
				}
			})
		})
	}
}

func (w *world) forwarded(t *testing.T, by []string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/api/docs", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header["X-Forwarded-For"] = by
	response, err := w.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// TestLimitByPerson counts a person's requests from wherever they come.
func TestLimitByPerson(t *testing.T) {
	t.Parallel()
	within(t, func(fail func(string, ...any)) {
		w := newWorld(t, func(s *api.Server) { s.UserRateLimit = 2 })
		for _, path := range []string{"/api/user", "/api/accounts"} { // one count for all routes
			if r := w.call(t, "ann", "GET", path, ""); r.status != http.StatusOK {
				fail("Ann is answered %d", r.status)
			}
		}
		r := w.call(t, "ann", "GET", "/api/jobs", "")
		if r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" || field(t, r, "requestId") == "" {
			fail("Ann's third request: %d %v %s", r.status, r.header, r.text)
		}
		if r := w.call(t, "bob", "GET", "/api/user", ""); r.status != http.StatusOK {
			fail("Bob is answered %d", r.status)
		}
	})
}

// TestNoLimit counts nothing where the limits are 0.
func TestNoLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 150 {
		w.must(t, http.StatusOK, "", "GET", "/api/docs", "")
	}
}

// TestLargeBodies refuses what is announced as too long before it is sent, and
// what turns out too long.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, length := range []int{1<<20 + 1, 10 << 20, 1 << 40} {
		head := fmt.Sprintf("POST /api/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\n"+
			"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", length)
		if r := w.rawly(t, head); r.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d bytes are answered %d", length, r.status)
		}
	}
	long := `{"accountName":"` + strings.Repeat("x", 1<<20) + `"}`
	chunked := fmt.Sprintf("POST /api/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\n"+
		"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(long), long)
	if r := w.rawly(t, chunked); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d bytes without a length are answered %d", len(long), r.status)
	}
	fits := `{"accountName":"` + strings.Repeat("x", 1<<20-60) + `"}`
	if r := w.call(t, "ann", "POST", "/api/accounts", fits); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a body that is just short enough is answered %d: %s", r.status, r.text)
	}
}

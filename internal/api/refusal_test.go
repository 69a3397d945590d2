package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// told are the refusals that a log tells of: why, where, how many before were
// not told, and whether of a person.
func (l *lines) told() (list []string) {
	for _, found := range regexp.MustCompile(`level=WARN msg="a request was refused" reason=(\S+) route=(\S+) untold=(\d+)( person=[0-9a-f]{32})? request=\S+\n`).
		FindAllStringSubmatch(l.String(), -1) {
		who := "of an address"
		if found[4] != "" {
			who = "of a person"
		}
		list = append(list, strings.Join([]string{found[1], found[2], found[3], who}, " "))
	}
	return list
}

// watchful is a world that logs and counts.
func watchful(t *testing.T, log *lines, change ...func(*api.Server)) *world {
	t.Helper()
	return newWorld(t, append(change, log.logging, func(s *api.Server) {
		s.Metrics = telemetry.NewMetrics("v7", func(context.Context) (map[string]int64, error) { return nil, nil })
	})...)
}

func (w *world) refusals(t *testing.T) map[string]string {
	t.Helper()
	counts := map[string]string{}
	for _, found := range regexp.MustCompile(`(?m)^alex_refusals_total\{reason="(\w+)"\} (\d+)$`).
		FindAllStringSubmatch(w.must(t, http.StatusOK, "", "GET", "/metrics", "").text, -1) {
		counts[found[1]] = found[2]
	}
	return counts
}

// TestRefusalsAreLogged: who tries what is not theirs leaves a line and a count,
// without anything that they sent.
func TestRefusalsAreLogged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		who, method, path, body, header string
		status                          int
		err                             error // of the issuer
		told                            string
	}{
		"another's id":              {"bob", "GET", "/api/accounts/{ann's}", "", "", 403, nil, "forbidden /api/accounts/{id} 0 of a person"},
		"another's id, to change":   {"bob", "PUT", "/api/accounts/{ann's}", ira, "", 403, nil, "forbidden /api/accounts/{id} 0 of a person"},
		"another's household":       {"bob", "GET", "/api/accounts", "", "Alex-For: ann", 403, nil, "forbidden /api/accounts 0 of a person"},
		"a bad token":               {"", "GET", "/api/accounts", "", "Authorization: Bearer c4n4ry", 401, nil, "bad_token /api/accounts 0 of an address"},
		"too many failures":         {"", "POST", "/api/auth/sign-in", signInOfEve, "", 429, &alex.Error{Code: alex.CodeThrottled, Message: "wait"}, "throttled /api/auth/sign-in 0 of an address"},
		"a stolen refresh token":    {"", "POST", "/api/auth/token", "", "Cookie: alex_refresh=c4n4ry", 401, &alex.Error{Code: alex.CodeUnauthorized, Err: store.ErrTokenReused}, "reused_token /api/auth/token 0 of an address"},
		"a foreign page":            {"ann", "GET", "/api/accounts/{ann's}", "", "Origin: https://c4n4ry.example", 403, nil, "foreign_origin /api/accounts/{id} 0 of an address"},
		"a foreign page, elsewhere": {"", "GET", "/config.json", "", "Origin: https://c4n4ry.example", 403, nil, ""},
		"a forged webhook":          {"", "POST", "/api/webhooks/clerk", `{"c4n4ry":1}`, "Svix-Id: c4n4ry", 401, nil, "bad_webhook /api/webhooks/clerk 0 of an address"},
		"no token":                  {"", "GET", "/api/accounts", "", "", 401, nil, "none"},
		"another scheme":            {"", "GET", "/api/accounts", "", "Authorization: Basic c4n4ry", 401, nil, "none"},
		"a wrong password":          {"", "POST", "/api/auth/sign-in", signInOfEve, "", 401, &alex.Error{Code: alex.CodeUnauthorized, Message: "not right"}, "none"},
		"a mistake":                 {"ann", "POST", "/api/accounts", "{}", "", 422, nil, "none"},
		"what is theirs":            {"ann", "GET", "/api/accounts/{ann's}", "", "", 200, nil, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &lines{}
			w := watchful(t, log, hooked(t, "whsec_bmV3bmV3bmV3bmV3bmV3bmV3"), func(s *api.Server) { s.Issuer = &office{err: c.err} })
			at := w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts", ira).header.Get("Location")
			var headers []string
			if c.header != "" {
				headers = append(headers, c.header)
			}
			w.must(t, c.status, c.who, c.method, strings.Replace(c.path, "/api/accounts/{ann's}", at, 1), c.body, headers...)
			told, counted := log.told(), w.refusals(t)
			switch reason, _, _ := strings.Cut(c.told, " "); reason {
			case "none":
				if len(told) != 0 || len(counted) != 0 {
					t.Errorf("it is told of as %q, counted as %v", told, counted)
				}
			case "":
				if len(counted) != 1 {
					t.Errorf("it is counted as %v", counted)
				}
			default:
				if diff := cmp.Diff([]string{c.told}, told); diff != "" {
					t.Errorf("%s\n%s", diff, log)
				}
				if counted[reason] != "1" || len(counted) != 1 {
					t.Errorf("it is counted as %v", counted)
				}
			}
			for _, value := range []string{"c4n4ry", "bob", "secret", strings.TrimPrefix(at, "/api/accounts/"), "127.0.0.1"} {
				if strings.Contains(log.String(), value) {
					t.Errorf("the log shows %s: %s", value, log)
				}
			}
		})
	}
}

const signInOfEve = `{"email":"eve@example.org","password":"a secret of hers"}`

// TestRefusalsAreToldOnceAMinute of each person and reason; the next line says
// how many were not told, however long it takes to come.
func TestRefusalsAreToldOnceAMinute(t *testing.T) {
	t.Parallel()
	log := &lines{}
	w := watchful(t, log)
	try := func(who string, times int) {
		for range times {
			w.must(t, http.StatusForbidden, who, "GET", "/api/accounts/00000000-0000-4000-8000-000000000000", "")
		}
	}
	line := func(untold int) string { return fmt.Sprintf("forbidden /api/accounts/{id} %d of a person", untold) }
	try("bob", 5)
	try("ann", 1)
	w.now = w.now.Add(10 * time.Minute)
	try("ann", 1)
	w.now = w.now.Add(10 * time.Minute)
	try("bob", 2)
	w.now = w.now.Add(time.Minute)
	try("bob", 1)
	if diff := cmp.Diff([]string{line(0), line(0), line(0), line(4), line(1)}, log.told()); diff != "" {
		t.Errorf("%s\n%s", diff, log)
	}
	if counted := w.refusals(t); counted["forbidden"] != "10" {
		t.Errorf("they are counted as %v", counted)
	}
}

// TestRatesAreLogged: by address and by person, a flood is one line.
func TestRatesAreLogged(t *testing.T) {
	t.Parallel()
	within(t, func(fail func(string, ...any)) {
		log := &lines{}
		w := watchful(t, log, func(s *api.Server) { s.UserRateLimit, s.RateLimit = 1, 5 })
		for range 8 {
			w.call(t, "ann", "GET", "/api/accounts", "")
		}
		if diff := cmp.Diff([]string{"rate_limit /api/accounts 0 of a person", "rate_limit /api/accounts 0 of an address"}, log.told()); diff != "" {
			fail("%s\n%s", diff, log)
		}
		if counted := w.refusals(t); counted["rate_limit"] != "7" {
			fail("they are counted as %v", counted)
		}
	})
}

// TestRefusalsOfANetworkAreOne: who has a whole IPv6 network has one line of it.
func TestRefusalsOfANetworkAreOne(t *testing.T) {
	t.Parallel()
	log := &lines{}
	w := watchful(t, log, func(s *api.Server) { s.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	for n := range 20 {
		w.must(t, http.StatusUnauthorized, "", "GET", "/api/accounts", "", "Authorization: Bearer forged", fmt.Sprintf("X-Forwarded-For: 2001:db8::%x", n+1))
	}
	w.must(t, http.StatusUnauthorized, "", "GET", "/api/accounts", "", "Authorization: Bearer forged", "X-Forwarded-For: 2001:db8:1::1")
	if told := log.told(); len(told) != 2 {
		t.Errorf("%d lines: %s", len(told), log)
	}
}

package app

import (
	"bytes"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// keptLines is a log that the service and the test have in hand at once.
type keptLines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (k *keptLines) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.Write(p)
}

func (k *keptLines) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.String()
}

// servingTo is servingAt with a log.
func servingTo(t *testing.T, to *keptLines) served {
	t.Helper()
	return servingBy(t, newClock(), settings(t), slog.New(slog.NewTextHandler(to, nil)), usualPatience(), nil)
}

// TestServeTellsOfAttacks: by the real verifier and the real issuer, a forged
// token, a stolen refresh token and guessed passwords are told of, one line each;
// a token that has expired, one that is missing and one wrong password are not.
func TestServeTellsOfAttacks(t *testing.T) {
	t.Parallel()
	log := &keptLines{}
	s := servingTo(t, log)
	owner, thief, stranger := s.visitor(t), s.visitor(t), s.visitor(t)
	owner.enter(t, http.StatusCreated, "sign-up", ann)
	stranger.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
	head, signature := owner.token[:len(owner.token)-10], owner.token[len(owner.token)-10:]
	stranger.token = head + strings.Map(func(r rune) rune { return map[bool]rune{true: 'B', false: 'A'}[r == 'A'] }, signature)
	for range 3 {
		stranger.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
	}
	at, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/auth/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	stolen := owner.Jar.Cookies(at.URL)
	owner.enter(t, http.StatusOK, "token", "")
	s.clock.wait(2 * time.Minute)
	owner.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil) // its token has expired
	thief.Jar.SetCookies(at.URL, stolen)
	thief.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
	for range 5 {
		thief.ask(t, http.StatusUnauthorized, "POST", "/api/auth/sign-in", `{"email":"ann@example.org","password":"a guess of the thief"}`, nil)
	}
	thief.ask(t, http.StatusTooManyRequests, "POST", "/api/auth/sign-in", `{"email":"ann@example.org","password":"a guess of the thief"}`, nil)
	var told []string
	for _, line := range regexp.MustCompile(`level=WARN msg="a request was refused" reason=(\w+) route=(\S+)`).FindAllStringSubmatch(log.String(), -1) {
		told = append(told, line[1]+" "+line[2])
	}
	slices.Sort(told)
	if diff := cmp.Diff([]string{"bad_token /api/user", "reused_token /api/auth/token", "throttled /api/auth/sign-in"}, told); diff != "" {
		t.Errorf("%s\n%s", diff, log)
	}
	for _, value := range []string{"ann@", "guess of", stranger.token[:40], stolen[0].Value} {
		if strings.Contains(log.String(), value) {
			t.Errorf("the log shows %s", value)
		}
	}
}

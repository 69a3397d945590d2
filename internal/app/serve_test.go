package app

import (
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/auth"
	"alex/internal/config"
	"alex/internal/store"
)

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// served is a running service over SQLite in a folder of its own.
type served struct {
	*Service
	cfg   config.Config
	clock *clock
}

func settings(t *testing.T, environ ...string) config.Config {
	t.Helper()
	common := []string{"ALEX_ADDR=127.0.0.1:0", "ALEX_DATA=" + t.TempDir(), "ALEX_RATE_LIMIT=0"}
	cfg, err := config.Load(config.Environ(append(common, environ...)))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// serving starts the service as the program does.
func serving(t *testing.T, environ ...string) served {
	t.Helper()
	cfg := settings(t, environ...)
	s, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	stopping(t, s)
	return served{s, cfg, nil}
}

// servingAt starts the service with a clock of its own.
func servingAt(t *testing.T, wait patience, environ ...string) served {
	t.Helper()
	return servingBy(t, newClock(), settings(t, environ...), slog.New(slog.DiscardHandler), wait, nil)
}

// servingBy starts the service by a clock, once change, if there is any, has changed
// it.
func servingBy(t *testing.T, c *clock, cfg config.Config, log *slog.Logger, wait patience, change func(*App)) served {
	t.Helper()
	a, err := Open(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	a.Now, a.Store.Now = c.now, c.now
	if change != nil {
		change(a)
	}
	listener, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.serve(t.Context(), cfg, log, listener, wait)
	if err != nil {
		t.Fatal(err)
	}
	stopping(t, s)
	return served{s, cfg, c}
}

func stopping(t *testing.T, s *Service) {
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
}

// visitor is one browser: it keeps cookies, and its token once it has one.
type visitor struct {
	*http.Client
	url, token, id string
}

func (s served) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{Client: &http.Client{Jar: jar}, url: s.URL}
}

// ask sends a request and wants a status; the answer's body is decoded into
// out unless that is nil.
func (v *visitor) ask(t *testing.T, want int, method, path, body string, out any) http.Header {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, v.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	response, err := v.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		t.Fatalf("%s %s = %d, want %d: %v %s", method, path, response.StatusCode, want, err, text)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	return response.Header
}

// enter signs in by one of the routes of sign-in.
func (v *visitor) enter(t *testing.T, want int, path, body string) {
	t.Helper()
	var in struct {
		AccessToken string
		ExpiresIn   int
		User        alex.Person
	}
	v.ask(t, want, "POST", "/api/auth/"+path, body, &in)
	if in.AccessToken == "" || in.ExpiresIn != 60 || in.User.ID == "" {
		t.Fatalf("%s answers %+v", path, in)
	}
	v.token, v.id = in.AccessToken, string(in.User.ID)
}

const (
	ann       = `{"email":"ann@example.org","password":"correct horse battery","displayName":"Ann"}`
	annSignIn = `{"email":"ann@example.org","password":"correct horse battery"}`
	annWrong  = `{"email":"ann@example.org","password":"incorrect horse battery"}`
)

// TestServeSession follows a person from sign-up to sign-out.
func TestServeSession(t *testing.T) {
	t.Parallel()
	s := servingAt(t, usualPatience())
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "sign-up", ann)
	var user alex.Person
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &user)
	if user.Email != "ann@example.org" || user.DisplayName != "Ann" || string(user.ID) != v.id {
		t.Errorf("the person is %+v", user)
	}
	verifier := auth.Verifier{
		Issuer: "alex", Now: s.clock.now,
		Keys: &auth.RemoteKeys{URL: s.URL + "/.well-known/jwks.json", Client: &http.Client{}, Now: s.clock.now},
	}
	if who, err := verifier.Verify(t.Context(), v.token); err != nil || string(who.Subject) != v.id {
		t.Errorf("another verifier says %+v, %v", who, err)
	}

	s.clock.wait(70 * time.Second) // a minute, and the leeway
	v.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
	first := v.token
	v.enter(t, http.StatusOK, "token", "")
	if v.token == first {
		t.Error("the new token is the old one")
	}
	v.ask(t, http.StatusOK, "GET", "/api/user", "", nil)
	v.ask(t, http.StatusNoContent, "POST", "/api/auth/sign-out", "", nil)
	v.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
	v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
	v.ask(t, http.StatusNoContent, "POST", "/api/auth/sign-out", "", nil)

	v.enter(t, http.StatusOK, "sign-in", annSignIn)
	v.ask(t, http.StatusOK, "GET", "/api/user", "", nil)
	var open api.ListBody[api.SessionBody]
	v.ask(t, http.StatusOK, "GET", "/api/sessions", "", &open)
	if len(open.Items) != 1 || !open.Items[0].Current {
		t.Fatalf("the sessions are %+v", open.Items)
	}
	v.ask(t, http.StatusNoContent, "DELETE", "/api/sessions/"+string(open.Items[0].ID), "", nil)
	v.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
	v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
}

// TestServeTheft uses a refresh token again that was exchanged long ago: both
// who has it and who has its successor are signed out.
func TestServeTheft(t *testing.T) {
	t.Parallel()
	s := servingAt(t, usualPatience())
	owner, thief := s.visitor(t), s.visitor(t)
	owner.enter(t, http.StatusCreated, "sign-up", ann)
	at, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/auth/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	stolen := owner.Jar.Cookies(at.URL)
	if len(stolen) != 1 || len(owner.Jar.Cookies(at.URL.JoinPath("/../../user"))) != 0 {
		t.Fatalf("the cookies are %v", stolen)
	}
	owner.enter(t, http.StatusOK, "token", "")
	s.clock.wait(time.Minute)
	thief.Jar.SetCookies(at.URL, stolen)
	thief.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
	owner.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
	owner.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
}

// TestServeDemo opens two demos: each has every position of the sample
// household, neither sees the other's, and both go after a day.
func TestServeDemo(t *testing.T) {
	t.Parallel()
	s := servingAt(t, usualPatience())
	one, two := s.visitor(t), s.visitor(t)
	one.enter(t, http.StatusCreated, "demo", "")
	two.enter(t, http.StatusCreated, "demo", "")
	_, household := sampleHousehold()
	want := map[string]string{}
	for _, account := range household {
		want[account.Name] = "cash " + account.CashBalance.String()
		for _, p := range account.Positions {
			want[account.Name+" "+string(p.Symbol)] = p.Quantity.String()
		}
	}
	ids := map[string]bool{}
	for _, v := range []*visitor{one, two} {
		var list struct{ Items []alex.Account }
		v.ask(t, http.StatusOK, "GET", "/api/accounts?limit=200", "", &list)
		got := map[string]string{}
		for _, account := range list.Items {
			ids[string(account.ID)] = true
			got[account.Name] = "cash " + account.CashBalance.String()
			for _, p := range account.Positions {
				got[account.Name+" "+string(p.Symbol)] = p.Quantity.String()
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("a demo's accounts (-want +got): %s", diff)
		}
	}
	if len(ids) != 2*len(household) {
		t.Errorf("there are %d accounts, want %d of each", len(ids), len(household))
	}
	seen := 0
	for id := range ids {
		for _, v := range []*visitor{one, two} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/accounts/"+id, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+v.token)
			response, err := v.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			switch response.StatusCode {
			case http.StatusOK:
				seen++
			case http.StatusForbidden:
			default:
				t.Errorf("an account is answered %d", response.StatusCode)
			}
		}
	}
	if seen != len(ids) {
		t.Errorf("%d accounts are seen, want each by its own demo alone: %d", seen, len(ids))
	}
	s.expires(t, one)
}

// expires lets a day pass and house be kept.
func (s served) expires(t *testing.T, v *visitor) {
	t.Helper()
	s.clock.wait(23 * time.Hour)
	v.enter(t, http.StatusOK, "token", "")
	s.clock.wait(2 * time.Hour)
	v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
	if err := s.App.clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	people, err := s.App.Store.System().People(t.Context(), store.Page{})
	if err != nil || len(people.Items) != 0 {
		t.Errorf("after a day there are %+v, %v", people.Items, err)
	}
	v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
}

// TestServeShutsOut deletes and disables people whose tokens are still good.
func TestServeShutsOut(t *testing.T) {
	t.Parallel()
	s := serving(t)
	people, err := OpenPeople(t.Context(), s.cfg) // as a command beside the server
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = people.Close() })
	for name, shut := range map[string]func(*visitor) error{
		"erased by themselves": func(v *visitor) error {
			v.ask(t, http.StatusNoContent, "DELETE", "/api/user", "", nil)
			return nil
		},
		"erased by the operator":   func(v *visitor) error { _, err := people.Delete(t.Context(), v.id); return err },
		"disabled by the operator": func(v *visitor) error { _, err := people.Disable(t.Context(), v.id); return err },
		"given a new password":     func(v *visitor) error { _, _, err := people.ResetPassword(t.Context(), v.id); return err },
	} {
		t.Run(name, func(t *testing.T) {
			v := s.visitor(t)
			email := strings.ReplaceAll(name, " ", ".") + "@example.org"
			v.enter(t, http.StatusCreated, "sign-up", strings.Replace(ann, "ann@example.org", email, 1))
			v.ask(t, http.StatusOK, "GET", "/api/user", "", nil)
			if err := shut(v); err != nil {
				t.Fatal(err)
			}
			v.ask(t, http.StatusUnauthorized, "GET", "/api/user", "", nil)
			v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
			v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/sign-in", strings.Replace(annSignIn, "ann@example.org", email, 1), nil)
		})
	}
}

// TestServeThrottles refuses the sixth attempt at an account, the right
// password included, until a second has passed.
func TestServeThrottles(t *testing.T) {
	t.Parallel()
	s := servingAt(t, usualPatience())
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "sign-up", ann)
	for range 5 {
		v.ask(t, http.StatusUnauthorized, "POST", "/api/auth/sign-in", annWrong, nil)
	}
	for _, body := range []string{annWrong, annSignIn} {
		if got := v.ask(t, http.StatusTooManyRequests, "POST", "/api/auth/sign-in", body, nil).Get("Retry-After"); got != "1" {
			t.Errorf("Retry-After is %q, want 1", got)
		}
	}
	s.clock.wait(time.Second)
	v.enter(t, http.StatusOK, "sign-in", annSignIn)
}

// TestServeSignUp looks at who may sign up.
func TestServeSignUp(t *testing.T) {
	t.Parallel()
	type site struct {
		Auth   struct{ Mode string }
		Demo   bool
		Signup string
	}
	settings := func(t *testing.T, v *visitor, want site) {
		t.Helper()
		var got site
		v.ask(t, http.StatusOK, "GET", "/config.json", "", &got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("config.json (-want +got): %s", diff)
		}
	}
	local := struct{ Mode string }{"local"}
	t.Run("open", func(t *testing.T) {
		t.Parallel()
		v := serving(t).visitor(t)
		settings(t, v, site{local, true, "open"})
		v.enter(t, http.StatusCreated, "sign-up", ann)
		v.ask(t, http.StatusConflict, "POST", "/api/auth/sign-up", ann, nil)
	})
	t.Run("by invitation", func(t *testing.T) {
		t.Parallel()
		s := serving(t, "ALEX_SIGNUP=invite", "ALEX_DEMO=false")
		v := s.visitor(t)
		settings(t, v, site{local, false, "invite"})
		v.ask(t, http.StatusUnprocessableEntity, "POST", "/api/auth/sign-up", ann, nil)
		v.ask(t, http.StatusForbidden, "POST", "/api/auth/demo", "", nil)
		people, err := OpenPeople(t.Context(), s.cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = people.Close() }()
		invitation, err := people.Invite(t.Context(), "ann@example.org", true)
		if err != nil {
			t.Fatal(err)
		}
		with := `,"invite":"` + invitation.Token + `"}`
		v.ask(t, http.StatusUnprocessableEntity, "POST", "/api/auth/sign-up", strings.Replace(ann[:len(ann)-1], "ann@", "eve@", 1)+with, nil)
		v.enter(t, http.StatusCreated, "sign-up", ann[:len(ann)-1]+with)
	})
	t.Run("closed", func(t *testing.T) {
		t.Parallel()
		v := serving(t, "ALEX_SIGNUP=closed").visitor(t)
		settings(t, v, site{local, true, "closed"})
		v.ask(t, http.StatusForbidden, "POST", "/api/auth/sign-up", ann, nil)
	})
}

// TestServeStopsStreams ends an open stream of events with the service, so that
// nobody waits for it.
func TestServeStopsStreams(t *testing.T) {
	t.Parallel()
	cfg, log := settings(t), slog.New(slog.DiscardHandler)
	a, err := Open(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	session, err := a.issuer(cfg).Demo(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Store.As(session.Person.ID).CreateJob(t.Context(), store.JobRequest{}); err != nil {
		t.Fatal(err)
	}
	job, claimed, err := a.Store.System().Claim(t.Context(), a.Now(), time.Hour) // another worker has it, and goes on
	if err != nil || !claimed {
		t.Fatal(claimed, err)
	}
	listener, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.serve(t.Context(), cfg, log, listener, usualPatience())
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/jobs/"+string(job.ID)+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+session.AccessToken)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if err := s.Stop(); err != nil {
		t.Errorf("the service stops with %v", err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || strings.Contains(string(text), "event: done") {
		t.Errorf("the stream answers %d and ends with %v: %s", response.StatusCode, err, text)
	}
}

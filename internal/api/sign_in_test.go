package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/auth"
)

// office stands in for the issuer: it notes what it is asked, and answers with
// what the test has set.
type office struct {
	auth.Keyholder
	auth.Resetter
	auth.Addresser
	auth.Elsewherer

	asked   []string
	session auth.Session
	err     error
}

func (o *office) note(words ...string) (auth.Session, error) {
	o.asked = append(o.asked, strings.Join(words, " "))
	return o.session, o.err
}

func (o *office) SignUp(_ context.Context, s auth.SignUp) (auth.Session, error) {
	return o.note("sign-up", s.Email, s.Password, s.DisplayName, s.Invite, s.ClientIP, s.UserAgent)
}

func (o *office) SignIn(_ context.Context, s auth.SignIn) (auth.Session, error) {
	return o.note(append(strings.Fields("sign-in "+s.Email+" "+s.Password+" "+s.Code), s.ClientIP, s.UserAgent)...)
}

func (o *office) Demo(_ context.Context, agent string) (auth.Session, error) {
	return o.note("demo", agent)
}

func (o *office) Refresh(_ context.Context, token, _ string) (auth.Session, error) {
	return o.note("refresh", token)
}

func (o *office) SignOut(_ context.Context, token string) error {
	_, err := o.note("sign-out", token)
	return err
}
func (o *office) JWKS(context.Context) ([]byte, error) { return []byte(`{"keys":[]}`), o.err }

func withIssuer(o *office) func(*api.Server) { return func(s *api.Server) { s.Issuer = o } }

const browser = "User-Agent: browser"

// TestSignInRoutes looks at what reaches the issuer, and at what comes back.
func TestSignInRoutes(t *testing.T) {
	t.Parallel()
	o := &office{}
	w := newWorld(t, withIssuer(o))
	o.session = auth.Session{
		Person: alex.Person{ID: "ann", Email: "ann@example.org"}, AccessToken: "access", ExpiresIn: 60,
		RefreshToken: "refresh", RefreshExpires: w.now.Add(time.Hour),
	}
	const cookie = "alex_refresh=refresh; Path=/api/auth; Max-Age=3600; HttpOnly; SameSite=Lax"
	for _, c := range []struct {
		status     int
		path, body string
		headers    []string
		asked      string
		location   string
		cookie     string
	}{
		{
			http.StatusCreated, "sign-up", `{"email":"ann@example.org","password":"secret","displayName":"Ann","invite":"token"}`, nil,
			"sign-up ann@example.org secret Ann token 127.0.0.1 browser", "/api/user", cookie,
		},
		{
			http.StatusOK, "sign-in", `{"email":"ann@example.org","password":"secret"}`, nil,
			"sign-in ann@example.org secret 127.0.0.1 browser", "", cookie,
		},
		{
			http.StatusOK, "sign-in", `{"email":"ann@example.org","password":"secret","code":"123456"}`, nil,
			"sign-in ann@example.org secret 123456 127.0.0.1 browser", "", cookie,
		},
		{http.StatusCreated, "demo", "", nil, "demo browser", "/api/user", cookie},
		{http.StatusOK, "token", "", []string{"Cookie: other=1; alex_refresh=before"}, "refresh before", "", cookie},
		{
			http.StatusNoContent, "sign-out", "",
			[]string{"Cookie: alex_refresh=before"},
			"sign-out before", "",
			"alex_refresh=; Path=/api/auth; Max-Age=0; HttpOnly; SameSite=Lax",
		},
	} {
		o.asked = nil
		r := w.must(t, c.status, "", "POST", "/api/auth/"+c.path, c.body, append(c.headers, browser)...)
		if diff := cmp.Diff([]string{c.asked}, o.asked); diff != "" {
			t.Errorf("%s asks (-want +got): %s", c.path, diff)
		}
		if got := r.header.Get("Set-Cookie"); got != c.cookie {
			t.Errorf("%s sets %q, want %q", c.path, got, c.cookie)
		}
		if got := r.header.Get("Location"); got != c.location {
			t.Errorf("%s is at %q, want %q", c.path, got, c.location)
		}
		if r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", c.path, r.header.Get("Cache-Control"))
		}
		if c.status == http.StatusNoContent {
			continue
		}
		in := as[api.SignedIn](t, r)
		if in.AccessToken != "access" || in.ExpiresIn != 60 || in.User.ID != "ann" || strings.Contains(r.text, `"refresh"`) {
			t.Errorf("%s answers %s", c.path, r.text)
		}
	}
}

// TestSignInWithoutCookie asks no issuer.
func TestSignInWithoutCookie(t *testing.T) {
	t.Parallel()
	o := &office{}
	w := newWorld(t, withIssuer(o))
	w.must(t, http.StatusUnauthorized, "", "POST", "/api/auth/token", "")
	w.must(t, http.StatusUnauthorized, "", "POST", "/api/auth/token", "", "Cookie: alex_refresh=")
	w.must(t, http.StatusNoContent, "", "POST", "/api/auth/sign-out", "")
	if len(o.asked) > 0 {
		t.Errorf("the issuer was asked %q", o.asked)
	}
	o.session = auth.Session{AccessToken: "access", ExpiresIn: 60}
	r := w.must(t, http.StatusOK, "", "POST", "/api/auth/token", "", "Cookie: alex_refresh=before")
	if got := r.header.Values("Set-Cookie"); len(got) > 0 {
		t.Errorf("an answer that renews no refresh token sets %q", got)
	}
}

// TestSignInOverTLS sends the cookie by HTTPS alone.
func TestSignInOverTLS(t *testing.T) {
	t.Parallel()
	o := &office{session: auth.Session{RefreshToken: "refresh", RefreshExpires: time.Now().Add(time.Hour)}}
	w := newWorld(t, withIssuer(o), func(s *api.Server) { s.PublicURL = "https://alex.example.org" })
	const own = "__Host-alex_refresh=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"
	const plain = "alex_refresh=; Path=/api/auth; Max-Age=0; HttpOnly; SameSite=Lax"
	for path, want := range map[string][]string{"demo": {"__Host-alex_refresh=refresh; Path=/; "}, "sign-out": {own, plain}} {
		r := w.call(t, "", "POST", "/api/auth/"+path, "", "Origin: https://alex.example.org")
		got := r.header.Values("Set-Cookie")
		if len(got) != len(want) || !strings.HasPrefix(got[0], want[0]) || !strings.Contains(got[0], "; Secure") || got[len(got)-1] != want[len(want)-1] && len(want) > 1 {
			t.Errorf("%s sets %q", path, got)
		}
	}
	o.asked = nil
	w.must(t, http.StatusUnauthorized, "", "POST", "/api/auth/token", "", "Cookie: alex_refresh=tossed")
	w.must(t, http.StatusOK, "", "POST", "/api/auth/token", "", "Cookie: alex_refresh=tossed; __Host-alex_refresh=own")
	if diff := cmp.Diff([]string{"refresh own"}, o.asked); diff != "" {
		t.Errorf("a cookie that a sibling may have set (-want +got): %s", diff)
	}
}

// TestSignInRefusals maps the issuer's errors to answers.
func TestSignInRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		err    error
		status int
		retry  string
	}{
		{"who may not come in", alex.Errorf(alex.CodeUnauthorized, "no"), http.StatusUnauthorized, ""},
		{"no second factor", alex.Errorf(alex.CodeSecondFactorRequired, "no"), http.StatusUnauthorized, ""},
		{"a wrong second factor", alex.Errorf(alex.CodeSecondFactorWrong, "no"), http.StatusUnauthorized, ""},
		{"what is not offered", alex.Errorf(alex.CodeForbidden, "no"), http.StatusForbidden, ""},
		{"who is there already", alex.Errorf(alex.CodeConflict, "no"), http.StatusConflict, ""},
		{"a refused field", alex.Invalid("password", "is short"), http.StatusUnprocessableEntity, ""},
		{"too many failures", &alex.Error{Code: alex.CodeThrottled, Message: "wait", RetryAfter: 1500 * time.Millisecond}, http.StatusTooManyRequests, "2"},
		{"the database away", &alex.Error{Code: alex.CodeUnavailable, Message: "later"}, http.StatusServiceUnavailable, "2"},
		{"a defect", context.Canceled, http.StatusInternalServerError, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, withIssuer(&office{err: c.err}))
			for _, path := range []string{"sign-up", "sign-in", "demo", "token", "sign-out"} {
				body := ""
				if strings.HasPrefix(path, "sign-up") || path == "sign-in" {
					body = `{"email":"ann@example.org","password":"secret"}`
				}
				r := w.must(t, c.status, "", "POST", "/api/auth/"+path, body, "Cookie: alex_refresh=x")
				if got := r.header.Get("Retry-After"); got != c.retry || field(t, r, "requestId") == "" {
					t.Errorf("%s: Retry-After %q, want %q: %s", path, got, c.retry, r.text)
				}
				if got := r.header.Values("Set-Cookie"); len(got) > 0 {
					t.Errorf("%s sets %q", path, got)
				}
			}
		})
	}
}

// TestSignInBodies holds the bodies to their schema before anyone is asked.
func TestSignInBodies(t *testing.T) {
	t.Parallel()
	o := &office{}
	w := newWorld(t, withIssuer(o))
	for body, want := range map[string]int{
		`{"email":"a@b.c"}`:                                                http.StatusUnprocessableEntity,
		`{"email":"a@b.c","password":7}`:                                   http.StatusUnprocessableEntity,
		`{"email":"a@b.c","password":"x","id":"ann"}`:                      http.StatusUnprocessableEntity,
		`{"email":"a@b.c","password":"` + strings.Repeat("x", 1025) + `"}`: http.StatusUnprocessableEntity,
		`{"email":"a@b.c","password":"x","password":"y"}`:                  http.StatusBadRequest,
		`["a@b.c"]`: http.StatusUnprocessableEntity,
		`x`:         http.StatusBadRequest,
	} {
		w.must(t, want, "", "POST", "/api/auth/sign-in", body)
	}
	w.must(t, http.StatusUnsupportedMediaType, "", "POST", "/api/auth/sign-in", `{}`, "Content-Type: text/plain")
	if len(o.asked) > 0 {
		t.Errorf("the issuer was asked %q", o.asked)
	}
}

// TestNoSignInHere has no such routes where another issuer signs people in.
func TestNoSignInHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"sign-up", "sign-in", "demo", "token", "sign-out"} {
		w.must(t, http.StatusNotFound, "", "POST", "/api/auth/"+path, `{}`)
	}
	w.must(t, http.StatusNotFound, "", "GET", "/.well-known/jwks.json", "")
}

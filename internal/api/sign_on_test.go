package api_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/auth"
)

// elsewhereDoor stands in for another issuer: it notes what it is asked, and
// answers with what the test has set.
type elsewhereDoor struct {
	asked []string
	who   auth.Elsewhere
	err   error
}

func (d *elsewhereDoor) Begin(_ context.Context, returnTo string) (string, string, error) {
	d.asked = append(d.asked, "begin "+returnTo)
	return "https://id.example/auth?x=1", "sealed", d.err
}

func (d *elsewhereDoor) Finish(_ context.Context, sealed string, a auth.SignOnAnswer) (auth.Elsewhere, string, error) {
	d.asked = append(d.asked, strings.Join([]string{"finish", sealed, a.Code, a.State, a.Issuer, a.Error}, " "))
	return d.who, "/reports", d.err
}

// SignInElsewhere notes whom the other issuer has recognised.
func (o *office) SignInElsewhere(_ context.Context, who auth.Elsewhere, agent string) (auth.Session, error) {
	return o.note("elsewhere", who.Issuer, who.Subject, who.Email, agent)
}

// redirected asks without following.
func (w *world) redirected(t testing.TB, path string, headers ...string) reply {
	t.Helper()
	w.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return w.must(t, http.StatusFound, "", "GET", path, "", append(headers, browser)...)
}

// TestSignOnRoutes looks at the redirects and at the cookies, in the clear and
// over TLS.
func TestSignOnRoutes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ public, question, refresh string }{
		{"", "alex_oidc=%s; Path=/api/auth/oidc/callback; Max-Age=%d; HttpOnly; SameSite=Lax", "alex_refresh=refresh; Path=/api/auth; Max-Age=3600; HttpOnly; SameSite=Lax"},
		{
			"https://alex.example.org", "__Host-alex_oidc=%s; Path=/; Max-Age=%d; HttpOnly; Secure; SameSite=Lax",
			"__Host-alex_refresh=refresh; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax",
		},
	} {
		o, d := &office{}, &elsewhereDoor{who: auth.Elsewhere{Issuer: "https://id.example", Subject: "sub", Email: "ann@example.org"}}
		w := newWorld(t, withIssuer(o), func(s *api.Server) { s.SignOn, s.PublicURL = d, c.public })
		o.session = auth.Session{RefreshToken: "refresh", RefreshExpires: w.now.Add(time.Hour), AccessToken: "access"}
		question := func(value string, seconds int) string {
			return strings.ReplaceAll(strings.ReplaceAll(c.question, "%s", value), "%d", strconv.Itoa(seconds))
		}
		r := w.redirected(t, "/api/auth/oidc?return=/reports")
		if r.header.Get("Location") != "https://id.example/auth?x=1" || r.header.Get("Set-Cookie") != question("sealed", 600) || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("beginning answers %v", r.header)
		}
		name, _, _ := strings.Cut(question("", 0), "=")
		r = w.redirected(t, "/api/auth/oidc/callback?code=c&state=s&iss=https://id.example&session_state=more", "Cookie: "+name+"=brought")
		if diff := cmp.Diff([]string{c.refresh, question("", 0)}, r.header.Values("Set-Cookie")); diff != "" {
			t.Errorf("coming back sets (-want +got): %s", diff)
		}
		if r.header.Get("Location") != c.public+"/reports" || strings.Contains(r.text+r.header.Get("Location"), "access") {
			t.Errorf("coming back answers %v %s", r.header, r.text)
		}
		if diff := cmp.Diff([]string{"begin /reports", "finish brought c s https://id.example "}, d.asked); diff != "" {
			t.Errorf("the issuer is asked (-want +got): %s", diff)
		}
		if diff := cmp.Diff([]string{"elsewhere https://id.example sub ann@example.org browser"}, o.asked); diff != "" {
			t.Errorf("Alex is asked (-want +got): %s", diff)
		}
	}
}

// TestSignOnProblems sends the browser to the page with a word of ours, and
// with no session; what the issuer wrote is nowhere.
func TestSignOnProblems(t *testing.T) {
	t.Parallel()
	said := func(code alex.Code) error { return &alex.Error{Code: code, Message: "tells", Err: context.Canceled} }
	cases := []struct {
		name        string
		there, here error
		want        string
	}{
		{"the issuer is away", said(alex.CodeUnavailable), nil, "sso_unavailable"},
		{"it says no", said(alex.CodeForbidden), nil, "sso_refused"},
		{"another answer", said(alex.CodeUnauthorized), nil, "sso_failed"},
		{"a defect there", context.Canceled, nil, "sso_failed"},
		{"nobody may sign up", nil, said(alex.CodeForbidden), "sso_no_sign_up"},
		{"an account with a password", nil, said(alex.CodeConflict), "sso_has_password"},
		{"disabled", nil, said(alex.CodeUnauthorized), "sso_disabled"},
		{"the database is away", nil, said(alex.CodeUnavailable), "sso_unavailable"},
		{"a defect here", nil, context.Canceled, "sso_failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, o := &elsewhereDoor{err: c.there}, &office{err: c.here}
			w := newWorld(t, withIssuer(o), func(s *api.Server) { s.SignOn, s.PublicURL = d, "http://127.0.0.1:1" })
			r := w.redirected(t, "/api/auth/oidc/callback?code=c&state=s&error=%3Cscript%3E&error_description=tells", "Cookie: alex_oidc=x")
			if got := r.header.Get("Location"); got != "http://127.0.0.1:1/sign-in?problem="+c.want {
				t.Errorf("the browser goes to %s", got)
			}
			if cookies := r.header.Values("Set-Cookie"); len(cookies) != 1 || !strings.HasPrefix(cookies[0], "alex_oidc=; ") {
				t.Errorf("it is given %q", cookies)
			}
			if c.there == nil {
				return
			}
			r = w.redirected(t, "/api/auth/oidc")
			if got := r.header.Get("Location"); got != "http://127.0.0.1:1/sign-in?problem="+strings.Replace(c.want, "sso_refused", "sso_no_sign_up", 1) &&
				!strings.HasSuffix(got, "sso_disabled") || len(r.header.Values("Set-Cookie")) > 0 {
				t.Errorf("beginning goes to %s with %q", got, r.header.Values("Set-Cookie"))
			}
		})
	}
	t.Attr("measured", strconv.Itoa(len(cases))+" refusals, each with a fixed word and no session")
}

// TestNoSignOnHere has no such routes where there is no other issuer.
func TestNoSignOnHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withIssuer(&office{}))
	for _, path := range []string{"/api/auth/oidc", "/api/auth/oidc/callback?code=a&state=b"} {
		w.must(t, http.StatusNotFound, "", "GET", path, "")
	}
}

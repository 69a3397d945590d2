package app

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex/internal/mail"
)

// postbox stands in for a mail server. Each e-mail takes as long as the test
// says.
type postbox struct {
	mu   sync.Mutex
	sent []mail.Message
	hold chan struct{} // nil: none
}

func (p *postbox) Send(_ context.Context, m mail.Message) error {
	if p.hold != nil {
		<-p.hold
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, m)
	return nil
}

func (p *postbox) all() []mail.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent
}

// known is a service that knows where people reach it, and sends e-mail.
func known(t *testing.T, box mail.Sender, environ ...string) served {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg := settings(t, append(environ, "ALEX_PUBLIC_URL=http://"+listener.Addr().String())...)
	log := slog.New(slog.DiscardHandler)
	a, err := Open(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	a.Mail = box
	s, err := a.serve(t.Context(), cfg, log, listener, usualPatience())
	if err != nil {
		t.Fatal(err)
	}
	return served{s, cfg, nil}
}

type siteAuth struct {
	Auth struct {
		Reset bool
		OIDC  *struct{ Name string }
	}
}

// TestServeReset sends a link to who lost the password, by the address that is
// configured and no other, and waits for e-mails before it stops.
func TestServeReset(t *testing.T) {
	t.Parallel()
	box := &postbox{hold: make(chan struct{}, 10)}
	s := known(t, box)
	v := s.visitor(t)
	var site siteAuth
	v.ask(t, http.StatusOK, "GET", "/config.json", "", &site)
	if !site.Auth.Reset || site.Auth.OIDC != nil {
		t.Errorf("the page is told %+v", site)
	}
	v.enter(t, http.StatusCreated, "sign-up", ann)
	v.ask(t, http.StatusAccepted, "POST", "/api/auth/reset", `{"email":"nobody@example.org"}`, nil)
	v.ask(t, http.StatusAccepted, "POST", "/api/auth/reset", `{"email":"ann@example.org"}`, nil)
	go func() { box.hold <- struct{}{}; box.hold <- struct{}{} }() // and that of signing up
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	sent := slices.DeleteFunc(box.all(), func(m mail.Message) bool { return strings.HasPrefix(m.Subject, "Confirm") })
	if len(sent) != 1 || sent[0].To != "ann@example.org" || !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(s.cfg.PublicURL)+`/reset#[\w-]{43}$`).MatchString(sent[0].Text) {
		t.Errorf("what was sent before the stop: %+v", sent)
	}
}

// TestServeWithoutMail offers no reset.
func TestServeWithoutMail(t *testing.T) {
	t.Parallel()
	s := serving(t, "ALEX_PUBLIC_URL=https://alex.example.org")
	v := s.visitor(t)
	var site siteAuth
	v.ask(t, http.StatusOK, "GET", "/config.json", "", &site)
	if site.Auth.Reset {
		t.Error("a reset is offered")
	}
	v.ask(t, http.StatusForbidden, "POST", "/api/auth/reset", `{"email":"ann@example.org"}`, nil)
}

// elsewhere is an issuer whose people always say yes.
type elsewhere struct {
	*httptest.Server

	key   *rsa.PrivateKey
	asked url.Values
	email string
}

func openElsewhere(t *testing.T) *elsewhere {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	e := &elsewhere{key: key, email: "carol@example.org"}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, body any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"issuer": e.URL, "authorization_endpoint": e.URL + "/auth", "token_endpoint": e.URL + "/token", "jwks_uri": e.URL + "/keys",
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"keys": []map[string]any{{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k", "n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("GET /auth", func(w http.ResponseWriter, r *http.Request) {
		e.asked = r.URL.Query()
		back := url.Values{"code": {"c"}, "state": {e.asked.Get("state")}}
		http.Redirect(w, r, e.asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
			"iss": e.URL, "sub": "sub of " + e.email, "aud": "alex", "nonce": e.asked.Get("nonce"), "exp": time.Now().Add(time.Minute).Unix(),
			"email": e.email, "email_verified": true, "name": "Carol",
		})
		token.Header["kid"] = "k"
		text, err := token.SignedString(key)
		if err != nil {
			t.Error(err)
		}
		answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": text})
	})
	e.Server = httptest.NewServer(mux)
	t.Cleanup(e.Close)
	return e
}

// follow goes where a browser is sent, and answers where it ends.
func (v *visitor) follow(t *testing.T, path string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := v.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return strings.TrimPrefix(response.Request.URL.String(), v.url)
}

// TestServeSignOn goes to another issuer and back through the whole program:
// with a person who is new, known, or has a password here.
func TestServeSignOn(t *testing.T) {
	t.Parallel()
	e := openElsewhere(t)
	s := known(t, nil, "OIDC_ISSUER="+e.URL, "OIDC_CLIENT_ID=alex", "OIDC_CLIENT_SECRET=hush", "OIDC_NAME=The office")
	stopping(t, s.Service)
	v := s.visitor(t)
	var site siteAuth
	v.ask(t, http.StatusOK, "GET", "/config.json", "", &site)
	if site.Auth.OIDC == nil || site.Auth.OIDC.Name != "The office" || site.Auth.Reset {
		t.Errorf("the page is told %+v", site)
	}
	if at := v.follow(t, "/api/auth/oidc?return=/config.json"); at != "/config.json" {
		t.Fatalf("the browser ends at %s", at)
	}
	v.enter(t, http.StatusOK, "token", "")
	first := v.id
	again := s.visitor(t)
	if at := again.follow(t, "/api/auth/oidc?return=//evil.example"); at != "/" {
		t.Errorf("the browser ends at %s", at)
	}
	again.enter(t, http.StatusOK, "token", "")
	if again.id != first || first == "" {
		t.Errorf("%q signs in as %q", first, again.id)
	}
	again.ask(t, http.StatusConflict, "POST", "/api/user/second-factor", `{"password":"none at all"}`, nil)

	local := s.visitor(t)
	local.enter(t, http.StatusCreated, "sign-up", ann)
	e.email = "Ann@example.org"
	thief := s.visitor(t)
	if at := thief.follow(t, "/api/auth/oidc"); at != "/sign-in?problem=sso_has_password" {
		t.Errorf("who has the address of another ends at %s", at)
	}
	thief.ask(t, http.StatusUnauthorized, "POST", "/api/auth/token", "", nil)
}

// TestServeWithoutTheIssuer starts, and says so to who tries.
func TestServeWithoutTheIssuer(t *testing.T) {
	t.Parallel()
	s := known(t, nil, "OIDC_ISSUER=http://127.0.0.1:1", "OIDC_CLIENT_ID=alex", "OIDC_CLIENT_SECRET=hush")
	stopping(t, s.Service)
	v := s.visitor(t)
	if at := v.follow(t, "/api/auth/oidc"); at != "/sign-in?problem=sso_unavailable" {
		t.Errorf("the browser ends at %s", at)
	}
	v.enter(t, http.StatusCreated, "sign-up", ann)
}

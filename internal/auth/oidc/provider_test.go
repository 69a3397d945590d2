package oidc_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/oidc"
)

const (
	client   = "alex-client"
	secret   = "a secret & with signs: %"
	callback = "https://alex.example/api/auth/oidc/callback"
)

var mainKey = []byte("the key of account numbers, 32 b")

// office is an issuer as others run them: it gives a code for each person who
// says yes, and an ID token for each code, once.
type office struct {
	*httptest.Server

	t     testing.TB
	now   time.Time
	key   *rsa.PrivateKey
	named bool // says that it names itself in answers

	mu     sync.Mutex
	codes  map[string]url.Values // the questions of codes that are not used
	seen   int                   // looks at what it offers
	down   bool
	as     string                              // another name of itself; empty: its own
	change func(jwt.MapClaims) jwt.MapClaims   // of a token that is about to be signed
	sign   func(jwt.MapClaims) (string, error) // nil: as it should
}

func openOffice(t testing.TB) *office {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, now: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), key: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", o.offers)
	mux.HandleFunc("GET /keys", o.keys)
	mux.HandleFunc("POST /token", o.token)
	o.Server = httptest.NewServer(mux)
	t.Cleanup(o.Close)
	return o
}

func (o *office) provider() *oidc.Provider {
	p := oidc.NewProvider(o.URL, client, secret, callback, mainKey)
	p.Now = func() time.Time { return o.now }
	return p
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (o *office) offers(w http.ResponseWriter, _ *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen++
	if o.down {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	name := o.URL
	if o.as != "" {
		name = o.as
	}
	write(w, http.StatusOK, map[string]any{
		"issuer": name, "authorization_endpoint": o.URL + "/auth", "token_endpoint": o.URL + "/token", "jwks_uri": o.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}, "authorization_response_iss_parameter_supported": o.named,
	})
}

func (o *office) keys(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"keys": []map[string]any{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k",
		"n": base64.RawURLEncoding.EncodeToString(o.key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(o.key.E)).Bytes()),
	}}})
}

// approve is a person who says yes to a question: the code that they get.
func (o *office) approve(question string) (code string, asked url.Values) {
	o.t.Helper()
	u, err := url.Parse(question)
	if err != nil {
		o.t.Fatal(err)
	}
	asked = u.Query()
	for name, want := range map[string]string{
		"client_id": client, "redirect_uri": callback, "response_type": "code", "scope": "openid email profile", "code_challenge_method": "S256",
	} {
		if asked.Get(name) != want {
			o.t.Errorf("%s is asked as %q", name, asked.Get(name))
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	code = "code-" + strconv.Itoa(len(o.codes)) + rand.Text()
	o.codes[code] = asked
	return code, asked
}

func (o *office) token(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.down {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	id, password, basic := r.BasicAuth()
	if basic {
		id, _ = url.QueryUnescape(id)
		password, _ = url.QueryUnescape(password)
	} else {
		id, password = r.FormValue("client_id"), r.FormValue("client_secret")
	}
	asked, good := o.codes[r.FormValue("code")]
	delete(o.codes, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if id != client || password != secret || !good || r.FormValue("redirect_uri") != callback || r.FormValue("grant_type") != "authorization_code" ||
		asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(challenge[:]) {
		write(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := jwt.MapClaims{
		"iss": o.URL, "sub": "sub-1", "aud": client, "iat": o.now.Unix(), "exp": o.now.Add(time.Minute).Unix(), "nonce": asked.Get("nonce"),
		"email": "ann@example.com", "email_verified": true, "name": "Ann",
	}
	if o.change != nil {
		claims = o.change(claims)
	}
	sign := o.sign
	if sign == nil {
		sign = func(c jwt.MapClaims) (string, error) { return signed(c, jwt.SigningMethodRS256, "k", o.key) }
	}
	text, err := sign(claims)
	if err != nil {
		o.t.Error(err)
	}
	write(w, http.StatusOK, map[string]any{"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": text})
}

func signed(claims jwt.MapClaims, method jwt.SigningMethod, kid string, key any) (string, error) {
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = kid
	return token.SignedString(key)
}

// there goes to the issuer and says yes.
func (o *office) there(p *oidc.Provider, returnTo string) (sealed string, answer auth.SignOnAnswer) {
	o.t.Helper()
	to, sealed, err := p.Begin(o.t.Context(), returnTo)
	if err != nil {
		o.t.Fatal(err)
	}
	code, asked := o.approve(to)
	return sealed, auth.SignOnAnswer{Code: code, State: asked.Get("state")}
}

func wantCode(t testing.TB, what string, err error, want alex.Code) {
	t.Helper()
	if got := alex.CodeOf(err); got != want {
		t.Errorf("%s: %v has code %q, want %q", what, err, got, want)
	}
}

func TestSignOn(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	p := o.provider()
	sealed, answer := o.there(p, "/reports?page=2")
	who, returnTo, err := p.Finish(t.Context(), sealed, answer)
	want := auth.Elsewhere{Issuer: o.URL, Subject: "sub-1", Email: "ann@example.com", Name: "Ann"}
	if err != nil || who != want || returnTo != "/reports?page=2" {
		t.Errorf("signed on as %+v to %q, %v", who, returnTo, err)
	}
	_, _, err = p.Finish(t.Context(), sealed, answer)
	wantCode(t, "the same code again", err, alex.CodeUnauthorized)
	if o.seen != 1 {
		t.Errorf("the issuer was looked at %d times", o.seen)
	}
	o.now = o.now.Add(25 * time.Hour)
	o.there(p, "")
	if o.seen != 2 {
		t.Errorf("a day later it was looked at %d times", o.seen)
	}
}

// Every question has its own secrets, and none of them but the state and the
// nonce leaves for the browser's address.
func TestQuestionsDiffer(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	p := o.provider()
	seen := map[string]bool{}
	for range 50 {
		to, sealed, err := p.Begin(t.Context(), "/")
		if err != nil {
			t.Fatal(err)
		}
		_, asked := o.approve(to)
		for _, secret := range []string{asked.Get("state"), asked.Get("nonce"), asked.Get("code_challenge"), sealed} {
			if seen[secret] || len(secret) < 26 {
				t.Errorf("%q was seen before, or is short", secret)
			}
			seen[secret] = true
		}
	}
}

// TestForgedAnswers brings back what is not the answer to its own question.
func TestForgedAnswers(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	p := o.provider()
	other := oidc.NewProvider(o.URL, client, secret, callback, []byte("another key of account numbers.."))
	another := oidc.NewProvider(o.URL+"/", client, secret, callback, mainKey)
	_, theirs, err := p.Begin(t.Context(), "/")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]func(sealed string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer){
		"another state": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			a.State = "x"
			return p, s, a
		},
		"no state": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			a.State = ""
			return p, s, a
		},
		"no cookie": func(_ string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) { return p, "", a },
		"a cut cookie": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			return p, s[:len(s)-4], a
		},
		"a longer cookie": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			return p, s + "AAAA", a
		},
		"another's cookie": func(_ string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) { return p, theirs, a },
		"a changed cookie": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			return p, s[:20] + string(s[20]^1) + s[21:], a
		},
		"another key":    func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) { return other, s, a },
		"another issuer": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) { return another, s, a },
		"an issuer that is not this one": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			a.Issuer = "https://evil.example"
			return p, s, a
		},
		"another code": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			a.Code = "x"
			return p, s, a
		},
		"the code of another question": func(s string, a auth.SignOnAnswer) (*oidc.Provider, string, auth.SignOnAnswer) {
			_, b := o.there(p, "/")
			a.Code = b.Code
			return p, s, a
		},
	}
	for name, change := range cases {
		sealed, answer := o.there(p, "/")
		with, sealed, answer := change(sealed, answer)
		who, returnTo, err := with.Finish(t.Context(), sealed, answer)
		wantCode(t, name, err, alex.CodeUnauthorized)
		if who != (auth.Elsewhere{}) {
			t.Errorf("%s lets %+v in, to %q", name, who, returnTo)
		}
	}
	sealed, answer := o.there(p, "/")
	o.now = o.now.Add(auth.SignOnLife)
	_, _, err = p.Finish(t.Context(), sealed, answer)
	wantCode(t, "a cookie of ten minutes ago", err, alex.CodeUnauthorized)
	sealed, answer = o.there(p, "/")
	_, _, err = p.Finish(t.Context(), sealed, auth.SignOnAnswer{State: answer.State, Error: "access_denied"})
	wantCode(t, "a person who says no", err, alex.CodeForbidden)
	t.Attr("measured", strconv.Itoa(len(cases)+1)+" forged answers refused")
}

// TestForgedTokens gives for a good code what is no good token.
func TestForgedTokens(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func(jwt.MapClaims) jwt.MapClaims {
		return func(c jwt.MapClaims) jwt.MapClaims {
			c[name] = value
			if value == nil {
				delete(c, name)
			}
			return c
		}
	}
	changes := map[string]func(jwt.MapClaims) jwt.MapClaims{
		"another nonce": set("nonce", "x"), "no nonce": set("nonce", nil),
		"another audience": set("aud", "other"), "no audience": set("aud", nil),
		"two audiences, no party": set("aud", []string{client, "other"}), "another party": set("azp", "other"),
		"another issuer": set("iss", "https://evil.example"), "no issuer": set("iss", nil),
		"no subject": set("sub", nil), "a subject with NUL": set("sub", "a\x00b"), "a long subject": set("sub", string(make([]byte, 300))),
		"a token of yesterday": set("exp", o.now.Add(-24*time.Hour).Unix()), "a token of tomorrow": set("nbf", o.now.Add(24*time.Hour).Unix()),
	}
	signers := map[string]func(jwt.MapClaims) (string, error){
		"no signature": func(c jwt.MapClaims) (string, error) {
			return signed(c, jwt.SigningMethodNone, "k", jwt.UnsafeAllowNoneSignatureType)
		},
		"a stranger's":   func(c jwt.MapClaims) (string, error) { return signed(c, jwt.SigningMethodRS256, "k", stranger) },
		"an unknown key": func(c jwt.MapClaims) (string, error) { return signed(c, jwt.SigningMethodRS256, "z", stranger) },
		"HMAC by the client's secret": func(c jwt.MapClaims) (string, error) {
			return signed(c, jwt.SigningMethodHS256, "k", []byte(secret))
		},
		"HMAC by the public key": func(c jwt.MapClaims) (string, error) { return signed(c, jwt.SigningMethodHS256, "k", o.key.N.Bytes()) },
		"no token":               func(jwt.MapClaims) (string, error) { return "", nil },
	}
	p := o.provider()
	try := func(name string) {
		t.Helper()
		sealed, answer := o.there(p, "/")
		who, _, err := p.Finish(t.Context(), sealed, answer)
		wantCode(t, name, err, alex.CodeUnauthorized)
		if who != (auth.Elsewhere{}) {
			t.Errorf("%s lets %+v in", name, who)
		}
	}
	for name, change := range changes {
		o.change = change
		try(name)
	}
	o.change = nil
	for name, sign := range signers {
		o.sign = sign
		try(name)
	}
	t.Attr("measured", strconv.Itoa(len(changes)+len(signers))+" forged tokens refused")
}

// Only an address that the issuer answers for is taken.
func TestAddresses(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	p := o.provider()
	for name, c := range map[string]struct {
		verified any
		want     string
	}{
		"verified": {true, "ann@example.com"}, "in words": {"true", "ann@example.com"}, "unverified": {false, ""},
		"unverified in words": {"false", ""}, "missing": {nil, ""}, "null": {json.RawMessage("null"), ""}, "a number": {1, ""},
		"a list": {[]bool{true}, ""}, "another word": {"TRUE ", ""},
	} {
		o.change = func(claims jwt.MapClaims) jwt.MapClaims {
			claims["email_verified"] = c.verified
			if c.verified == nil {
				delete(claims, "email_verified")
			}
			return claims
		}
		sealed, answer := o.there(p, "/")
		who, _, err := p.Finish(t.Context(), sealed, answer)
		if err != nil || who.Email != c.want || who.Subject != "sub-1" {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
	o.change = func(claims jwt.MapClaims) jwt.MapClaims {
		claims["aud"], claims["azp"] = []string{"other", client}, client
		return claims
	}
	sealed, answer := o.there(p, "/")
	if _, _, err := p.Finish(t.Context(), sealed, answer); err != nil {
		t.Errorf("one of two audiences, and the party: %v", err)
	}
}

// An issuer that says that it names itself in its answers has to.
func TestIssuersThatNameThemselves(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.named = true
	p := o.provider()
	for name, c := range map[string]struct {
		issuer string
		want   alex.Code
	}{"itself": {o.URL, ""}, "nobody": {"", alex.CodeUnauthorized}, "another": {o.URL + "/", alex.CodeUnauthorized}} {
		sealed, answer := o.there(p, "/")
		answer.Issuer = c.issuer
		_, _, err := p.Finish(t.Context(), sealed, answer)
		wantCode(t, name, err, c.want)
	}
	o.as = "https://evil.example"
	_, _, err := o.provider().Begin(t.Context(), "/")
	wantCode(t, "an issuer that calls itself another", err, alex.CodeUnavailable)
}

// An issuer that is away stops nobody for longer than it is away, and what was
// known of it is good meanwhile.
func TestIssuerAway(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.down = true
	p := o.provider()
	for range 5 {
		_, _, err := p.Begin(t.Context(), "/")
		wantCode(t, "away", err, alex.CodeUnavailable)
	}
	if o.seen != 1 {
		t.Errorf("it was looked at %d times in one moment", o.seen)
	}
	o.down = false
	o.now = o.now.Add(5 * time.Second)
	sealed, answer := o.there(p, "/")
	o.down = true
	_, _, err := p.Finish(t.Context(), sealed, answer)
	wantCode(t, "away in between", err, alex.CodeUnavailable)
	o.now = o.now.Add(25 * time.Hour)
	if _, _, err := p.Begin(t.Context(), "/"); err != nil {
		t.Errorf("away a day later: %v", err)
	}
	gone := oidc.NewProvider("http://127.0.0.1:1", client, secret, callback, mainKey)
	_, _, err = gone.Begin(t.Context(), "/")
	wantCode(t, "nobody there", err, alex.CodeUnavailable)
	keyless := o.provider()
	o.down, keyless.Key = false, nil
	if _, _, err = keyless.Begin(t.Context(), "/"); err == nil {
		t.Error("without a key a question is sealed")
	}
}

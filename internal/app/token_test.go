package app_test

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex"
	"alex/internal/app"
	"alex/internal/config"
)

// running is a whole service, and the key that it signs with.
type running struct {
	*app.Service
	kid string
	key *rsa.PrivateKey
}

func start(t *testing.T) *running {
	t.Helper()
	cfg, err := config.Load(map[string]string{"ALEX_ADDR": "127.0.0.1:0", "ALEX_DATA": t.TempDir(), "ALEX_RATE_LIMIT": "0"})
	if err != nil {
		t.Fatal(err)
	}
	s, err := app.Start(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return &running{Service: s}
}

// member is somebody who has signed in.
type member struct {
	id, token, cookie string
	claims            jwt.MapClaims
}

// join signs somebody up; the service has a key from then on.
func (r *running) join(t *testing.T, name string) member {
	t.Helper()
	response, text := r.ask(t, "POST", "/api/auth/sign-up", "", fmt.Sprintf(`{"email":"%s@example.org","password":"the long words of %[1]s"}`, name))
	var made struct {
		AccessToken string `json:"accessToken"`
		User        struct {
			ID string `json:"id"`
		} `json:"user"`
	}
	if err := json.Unmarshal([]byte(text), &made); err != nil || response.StatusCode != http.StatusCreated {
		t.Fatal(response.Status, text, err)
	}
	m := member{id: made.User.ID, token: made.AccessToken, claims: jwt.MapClaims{}}
	m.cookie, _, _ = strings.Cut(response.Header.Get("Set-Cookie"), ";")
	if _, _, err := jwt.NewParser().ParseUnverified(m.token, m.claims); err != nil {
		t.Fatal(err)
	}
	r.learn(t)
	return m
}

// learn reads the signing key out of the database.
func (r *running) learn(t *testing.T) {
	t.Helper()
	keys, err := r.App.Store.System().SigningKeys(t.Context(), time.Time{})
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	block, _ := pem.Decode([]byte(keys[0].Private))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	r.kid, r.key = keys[0].ID, parsed.(*rsa.PrivateKey)
}

// said is an answer, read.
type said struct {
	Status     string
	StatusCode int
	Header     http.Header
}

func (r *running) ask(t *testing.T, method, path, token, body string, headers ...string) (answer said, text string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	all, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return said{response.Status, response.StatusCode, response.Header}, string(all)
}

// refuses fails unless the token is answered 401, with how to do better and
// without what the token says.
func (r *running) refuses(t *testing.T, token string) {
	t.Helper()
	for _, path := range []string{"/api/portfolio", "/api/user", "/api/user/export", "/api/jobs/00000000-0000-4000-8000-000000000000/events"} {
		response, text := r.ask(t, "GET", path, token, "")
		if response.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(response.Header.Get("WWW-Authenticate"), "Bearer") ||
			response.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(text, `"code":"unauthorized"`) {
			t.Errorf("GET %s = %s %v %s", path, response.Status, response.Header, text)
		}
		if token != "" && strings.Contains(text, token) {
			t.Errorf("the answer repeats the token: %s", text)
		}
	}
}

// forged is a token with claims changed (nil takes one away) and signed as the
// header says.
func (r *running) forged(t *testing.T, m member, method jwt.SigningMethod, key any, header, claims map[string]any) string {
	t.Helper()
	token := jwt.NewWithClaims(method, maps.Clone(m.claims))
	token.Header["kid"] = r.kid
	for name, value := range header {
		token.Header[name] = value
	}
	for name, value := range claims {
		if token.Claims.(jwt.MapClaims)[name] = value; value == nil {
			delete(token.Claims.(jwt.MapClaims), name)
		}
	}
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestOnlyGoodTokensOpen(t *testing.T) {
	t.Parallel()
	r, other := start(t), start(t)
	ann, bob, eve := r.join(t, "ann"), r.join(t, "bob"), other.join(t, "eve")
	now := time.Now()
	good := r.forged(t, ann, jwt.SigningMethodRS256, r.key, nil, map[string]any{"exp": now.Add(time.Minute).Unix()})
	for _, token := range []string{ann.token, bob.token, good} { // so that what follows is refused for its fault alone
		if response, text := r.ask(t, "GET", "/api/portfolio", token, ""); response.StatusCode != http.StatusOK {
			t.Fatal(response.Status, text)
		}
	}
	attacker, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	mine := func(claims map[string]any) string {
		return r.forged(t, ann, jwt.SigningMethodRS256, r.key, nil, claims)
	}
	headed := func(header map[string]any) string {
		return r.forged(t, ann, jwt.SigningMethodRS256, attacker, header, nil)
	}
	parts := strings.Split(ann.token, ".")
	for name, token := range map[string]string{
		"none":             "",
		"no token":         "invalid_token",
		"dots":             "..",
		"alg none":         r.forged(t, ann, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, nil),
		"alg None":         segment(t, map[string]any{"alg": "None", "kid": r.kid}) + "." + parts[1] + ".",
		"alg empty":        segment(t, map[string]any{"alg": "", "kid": r.kid}) + "." + parts[1] + "." + parts[2],
		"RS384":            r.forged(t, ann, jwt.SigningMethodRS384, r.key, nil, nil),
		"PS256":            r.forged(t, ann, jwt.SigningMethodPS256, r.key, nil, nil),
		"another key":      headed(nil),
		"its own key":      headed(map[string]any{"jwk": map[string]any{"kty": "RSA", "n": base64.RawURLEncoding.EncodeToString(attacker.N.Bytes()), "e": "AQAB"}}),
		"a key elsewhere":  headed(map[string]any{"jku": other.URL + "/.well-known/jwks.json", "kid": other.kid}),
		"wrong kid":        r.forged(t, ann, jwt.SigningMethodRS256, r.key, map[string]any{"kid": "00000000-0000-4000-8000-000000000000"}, nil),
		"no kid":           r.forged(t, ann, jwt.SigningMethodRS256, r.key, map[string]any{"kid": ""}, nil),
		"a kid of SQL":     r.forged(t, ann, jwt.SigningMethodRS256, r.key, map[string]any{"kid": "' or 1=1 --"}, nil),
		"a kid of a path":  r.forged(t, ann, jwt.SigningMethodRS256, r.key, map[string]any{"kid": "../../dev/null"}, nil),
		"crit":             r.forged(t, ann, jwt.SigningMethodRS256, r.key, map[string]any{"crit": []string{"exp"}}, nil),
		"wrong iss":        mine(map[string]any{"iss": "https://evil.example"}),
		"no iss":           mine(map[string]any{"iss": nil}),
		"expired":          mine(map[string]any{"exp": now.Add(-time.Minute).Unix()}),
		"no exp":           mine(map[string]any{"exp": nil}),
		"future nbf":       mine(map[string]any{"nbf": now.Add(time.Hour).Unix(), "exp": now.Add(2 * time.Hour).Unix()}),
		"no nbf":           mine(map[string]any{"nbf": nil}),
		"nobody":           mine(map[string]any{"sub": "user_nobody"}),
		"no sub":           mine(map[string]any{"sub": nil}),
		"another's sid":    mine(map[string]any{"sid": bob.claims["sid"]}),
		"no sid":           mine(map[string]any{"sid": nil}),
		"tampered":         parts[0] + "." + segment(t, map[string]any{"sub": bob.id, "iss": ann.claims["iss"], "exp": ann.claims["exp"], "nbf": ann.claims["nbf"]}) + "." + parts[2],
		"bob's signature":  parts[0] + "." + parts[1] + "." + strings.Split(bob.token, ".")[2],
		"another server's": eve.token,
		"the same sub":     other.forged(t, ann, jwt.SigningMethodRS256, other.key, nil, nil),
		"by its kid":       other.forged(t, ann, jwt.SigningMethodRS256, other.key, map[string]any{"kid": r.kid}, nil),
		"the cookie":       strings.TrimPrefix(ann.cookie, "alex_refresh="),
		"long":             strings.Repeat("a", 20_000),
	} {
		t.Run(name, func(t *testing.T) { r.refuses(t, token) })
	}
	for name, secret := range publicTexts(t, r) {
		t.Run("HS256 with "+name, func(t *testing.T) {
			r.refuses(t, r.forged(t, ann, jwt.SigningMethodHS256, secret, nil, nil))
		})
	}
}

// publicTexts are the public key as an attacker may take it for a secret.
func publicTexts(t *testing.T, r *running) map[string][]byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&r.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	_, set := r.ask(t, "GET", "/.well-known/jwks.json", "", "")
	return map[string][]byte{
		"PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), "DER": der, "the modulus": r.key.N.Bytes(),
		"PKCS #1": pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&r.key.PublicKey)}),
		"the set": []byte(set), "nothing": []byte(""),
	}
}

func segment(t *testing.T, fields map[string]any) string {
	t.Helper()
	data, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// A token outlives neither its session nor its person.
func TestTokensEndWithTheirPerson(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*testing.T, *running, member){
		"deleted": func(t *testing.T, r *running, m member) {
			if response, text := r.ask(t, "DELETE", "/api/user", m.token, ""); response.StatusCode != http.StatusNoContent {
				t.Fatal(response.Status, text)
			}
		},
		"disabled": func(t *testing.T, r *running, m member) {
			if err := r.App.Store.System().Disable(t.Context(), alex.PersonID(m.id), time.Now()); err != nil {
				t.Fatal(err)
			}
		},
		"signed out": func(t *testing.T, r *running, m member) {
			if response, text := r.ask(t, "POST", "/api/auth/sign-out", "", "", "Cookie: "+m.cookie); response.StatusCode != http.StatusNoContent {
				t.Fatal(response.Status, text)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t)
			m, stays := r.join(t, "ann"), r.join(t, "bob")
			if response, _ := r.ask(t, "GET", "/api/portfolio", m.token, ""); response.StatusCode != http.StatusOK {
				t.Fatal(response.Status)
			}
			end(t, r, m)
			r.refuses(t, m.token)
			r.refuses(t, r.forged(t, m, jwt.SigningMethodRS256, r.key, nil, map[string]any{"exp": time.Now().Add(time.Hour).Unix()}))
			if response, text := r.ask(t, "POST", "/api/auth/token", "", "", "Cookie: "+m.cookie); response.StatusCode != http.StatusUnauthorized {
				t.Errorf("the cookie still answers %s %s", response.Status, text)
			}
			if response, _ := r.ask(t, "GET", "/api/portfolio", stays.token, ""); response.StatusCode != http.StatusOK {
				t.Errorf("the other is answered %s", response.Status)
			}
		})
	}
}

// What curl -H 'Authorization: Bearer invalid_token' sends, byte by byte.
func TestCurlWithAnInvalidToken(t *testing.T) {
	t.Parallel()
	r := start(t)
	host := strings.TrimPrefix(r.URL, "http://")
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "GET /api/portfolio HTTP/1.1\r\nHost: "+host+"\r\nUser-Agent: curl/8.14.1\r\nAccept: */*\r\nAuthorization: Bearer invalid_token\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusUnauthorized || response.Header.Get("WWW-Authenticate") != `Bearer realm="alex"` || !strings.Contains(string(text), `"status":401`) {
		t.Errorf("curl is answered %s %v %s", response.Status, response.Header, text)
	}
}

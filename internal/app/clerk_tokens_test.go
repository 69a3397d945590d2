package app

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex/internal/auth/clerk/clerktest"
	"alex/internal/store"
)

var jwtRS256 = jwt.SigningMethodRS256

func pageOfAll() store.Page { return store.Page{Limit: store.MaxLimit} }

// goodTokens are let in: the plain one, and those at the edge of the leeway.
func (c clerked) goodTokens(t *testing.T) map[string]string {
	t.Helper()
	now := c.clock.now()
	edge := func(name string, at time.Time) string {
		claims := c.clerk.Claims("user_1")
		claims[name] = at.Unix()
		token, err := c.clerk.Token(claims)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	return map[string]string{
		"plain": c.token(t, "user_1"), "expired 4 s ago": edge("iat", now.Add(-time.Minute)),
		"begins in 4 s": edge("nbf", now.Add(4*time.Second)), "made in 4 s": edge("iat", now.Add(4*time.Second)),
	}
}

// badTokens are Authorization headers that open nothing.
func (c clerked) badTokens(t *testing.T) map[string]string {
	t.Helper()
	now := c.clock.now()
	kid, key := c.clerk.Key()
	attacker, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(method jwt.SigningMethod, with any, header map[string]any, claims jwt.MapClaims) string {
		t.Helper()
		all := map[string]any{"kid": kid}
		for name, value := range header {
			all[name] = value
		}
		token, err := clerktest.Sign(method, with, all, claims)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	claims := func(name string, value any) jwt.MapClaims {
		all := c.clerk.Claims("user_1")
		if all[name] = value; value == nil {
			delete(all, name)
		}
		return all
	}
	mine := func(name string, value any) string { return sign(jwtRS256, key, nil, claims(name, value)) }
	headed := func(name string, value any) string {
		return sign(jwtRS256, key, map[string]any{name: value}, claims("x", 1))
	}
	forged := func(header map[string]any) string { return sign(jwtRS256, attacker, header, claims("x", 1)) }
	segment := func(value any) string {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	good := c.token(t, "user_1")
	part := strings.Split(good, ".")
	bearer := func(tokens map[string]string) map[string]string {
		headers := map[string]string{}
		for name, token := range tokens {
			headers[name] = "Bearer " + token
		}
		return headers
	}
	headers := bearer(map[string]string{
		"no token": "invalid_token", "dots": "..", "one part": part[0], "two parts": part[0] + "." + part[1],
		"alg none":               sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, claims("x", 1)),
		"alg None":               segment(map[string]any{"alg": "None", "kid": kid}) + "." + part[1] + ".",
		"alg nOnE, signed":       segment(map[string]any{"alg": "nOnE", "kid": kid}) + "." + part[1] + "." + part[2],
		"alg empty":              segment(map[string]any{"alg": "", "kid": kid}) + "." + part[1] + "." + part[2],
		"alg a list":             segment(map[string]any{"alg": []string{"RS256"}, "kid": kid}) + "." + part[1] + "." + part[2],
		"HS256 by PEM":           sign(jwt.SigningMethodHS256, public, nil, claims("x", 1)),
		"HS256 by DER":           sign(jwt.SigningMethodHS256, der, nil, claims("x", 1)),
		"HS256 by modulus":       sign(jwt.SigningMethodHS256, key.N.Bytes(), nil, claims("x", 1)),
		"HS256 by nothing":       sign(jwt.SigningMethodHS256, []byte{}, nil, claims("x", 1)),
		"HS256 by the secret":    sign(jwt.SigningMethodHS256, []byte(clerktest.Secret), nil, claims("x", 1)),
		"RS384":                  sign(jwt.SigningMethodRS384, key, nil, claims("x", 1)),
		"RS512":                  sign(jwt.SigningMethodRS512, key, nil, claims("x", 1)),
		"PS256":                  sign(jwt.SigningMethodPS256, key, nil, claims("x", 1)),
		"a kid of none":          headed("kid", "ins_none"),
		"a kid of a path":        headed("kid", "../../../../dev/null"),
		"a kid of SQL":           headed("kid", "ins_1' OR '1'='1"),
		"a kid of a URL":         headed("kid", "https://evil.example/jwks.json"),
		"a kid that is a number": headed("kid", 1),
		"an empty kid":           headed("kid", ""),
		"crit":                   headed("crit", []string{"exp"}),
		"an attacker's key":      forged(nil),
		"its own key":            forged(map[string]any{"jwk": clerktest.JWK(kid, &attacker.PublicKey)}),
		"a key elsewhere":        forged(map[string]any{"jku": "https://evil.example/jwks.json"}),
		"a certificate":          forged(map[string]any{"x5c": []string{base64.StdEncoding.EncodeToString(der)}, "x5u": "https://evil.example/x"}),
		"wrong iss":              mine("iss", "https://evil.example"),
		"an iss with a slash":    mine("iss", c.clerk.URL+"/"),
		"no iss":                 mine("iss", nil),
		"iss a list":             mine("iss", []string{c.clerk.URL}),
		"wrong azp":              mine("azp", "https://evil.example"),
		"an azp that begins so":  mine("azp", c.URL+".evil.example"),
		"an azp of another port": mine("azp", "http://localhost:1"),
		"no azp":                 mine("azp", nil),
		"an empty azp":           mine("azp", ""),
		"azp a list":             mine("azp", []string{c.URL}),
		"expired":                mine("exp", now.Add(-6*time.Second).Unix()),
		"expired long ago":       mine("exp", 1),
		"no exp":                 mine("exp", nil),
		"exp in words":           mine("exp", "never"),
		"exp past all":           mine("exp", 1e300),
		"before nbf":             mine("nbf", now.Add(6*time.Second).Unix()),
		"no nbf":                 mine("nbf", nil),
		"made in an hour":        mine("iat", now.Add(time.Hour).Unix()),
		"made after its end":     mine("iat", now.Add(2*time.Minute).Unix()),
		"an empty sub":           mine("sub", ""),
		"no sub":                 mine("sub", nil),
		"sub a number":           mine("sub", 7),
		"sub a list":             mine("sub", []string{"user_1"}),
		"sub an object":          mine("sub", map[string]any{"id": "user_1"}),
		"sub null":               sign(jwtRS256, key, nil, jwt.MapClaims{"iss": c.clerk.URL, "azp": c.URL, "sub": nil, "nbf": now.Unix(), "exp": now.Add(time.Minute).Unix()}),
		"a sub with NUL":         mine("sub", "user_1\x00"),
		"a long sub":             mine("sub", strings.Repeat("u", 256)),
		"a tampered sub":         part[0] + "." + segment(claims("sub", "user_2")) + "." + part[2],
		"a tampered exp":         part[0] + "." + segment(claims("exp", now.Add(time.Hour).Unix())) + "." + part[2],
		"a tampered header":      segment(map[string]any{"alg": "RS256", "kid": kid, "typ": "x"}) + "." + part[1] + "." + part[2],
		"another's signature":    part[0] + "." + part[1] + "." + strings.Split(c.token(t, "user_2"), ".")[2],
		"a tampered signature":   part[0] + "." + part[1] + "." + "AAAA" + part[2][4:],
		"a cut signature":        good[:len(good)-8],
		"no signature":           part[0] + "." + part[1] + ".",
		"two signatures":         good + "." + part[2],
		"two tokens":             good + "," + good,
		"two tokens, a space":    good + " " + good,
		"padding":                good + "==",
		"claims that are null":   sign(jwtRS256, key, nil, nil),
		"claims of a list":       part[0] + "." + segment([]string{"user_1"}) + "." + part[2],
		"huge":                   mine("pad", strings.Repeat("x", 15<<10)),
		"long and none":          strings.Repeat("a", 20_000),
		"the webhook's secret":   clerktest.Secret,
		"the publishable key":    "pk_test",
	})
	headers["no scheme"], headers["Basic"], headers["nothing"] = good, "Basic "+good, ""
	headers["Bearer alone"], headers["Bearer twice"] = "Bearer ", "Bearer Bearer "+good
	return headers
}

package auth_test

import (
	"context"
	"crypto"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/auth"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	got, err := verifier().Verify(t.Context(), good().signed(t, issuerKey()))
	if err != nil {
		t.Fatal(err)
	}
	want := auth.Identity{
		Subject: "user_a", Session: "s1", Issued: now, Expires: now.Add(time.Minute), Issuer: issuer, Email: "a@example.com", Name: "Ann",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

const (
	notValid  = "the token is not valid"
	notYet    = "the token is not valid yet"
	over      = "the token has expired"
	elsewhere = "the token was made for another site"
)

// Whatever an attacker can write into a token without the issuer's key, and
// what the issuer's own tokens may not be; empty messages pass.
func TestClaims(t *testing.T) {
	t.Parallel()
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	for name, c := range map[string]struct {
		give    draft
		message string
	}{
		"just over, within the leeway":     {good().with("exp", at(-4*time.Second)).with("iat", at(-time.Minute)), ""},
		"over by the leeway":               {good().with("exp", at(-5*time.Second)), over},
		"long over":                        {good().with("exp", at(-time.Hour)), over},
		"no end":                           {good().with("exp", nil), notValid},
		"an end in words":                  {good().with("exp", "never"), notValid},
		"an end past all numbers":          {good().with("exp", -1e300), over},
		"early, within the leeway":         {good().with("nbf", at(5*time.Second)).with("iat", at(5*time.Second)), ""},
		"too early":                        {good().with("nbf", at(6*time.Second)), notYet},
		"no beginning":                     {good().with("nbf", nil), notValid},
		"issued in the future":             {good().with("iat", at(6*time.Second)), notYet},
		"issued after its end":             {good().with("iat", at(3*time.Second)).with("exp", at(2*time.Second)), notValid},
		"issued some time":                 {good().with("iat", nil), ""},
		"issued in words":                  {good().with("iat", "today"), notValid},
		"another issuer":                   {good().with("iss", "https://evil.example"), notValid},
		"the issuer with a slash":          {good().with("iss", issuer+"/"), notValid},
		"the issuer in capitals":           {good().with("iss", strings.ToUpper(issuer)), notValid},
		"no issuer":                        {good().with("iss", nil), notValid},
		"a list of issuers":                {good().with("iss", []string{issuer}), notValid},
		"no subject":                       {good().with("sub", nil), notValid},
		"an empty subject":                 {good().with("sub", ""), notValid},
		"a subject that is a number":       {good().with("sub", 7), notValid},
		"a long subject":                   {good().with("sub", strings.Repeat("x", 256)), notValid},
		"a subject with NUL":               {good().with("sub", "user_a\x00b"), notValid},
		"another spelling of the subject":  {good().with("sub", nil).with("Sub", "user_a"), notValid},
		"a long session":                   {good().with("sid", strings.Repeat("x", 256)), notValid},
		"a session that is a number":       {good().with("sid", 7), ""},
		"a long e-mail address":            {good().with("email", strings.Repeat("x", 321)), notValid},
		"no key id":                        {good().under("kid", nil), notValid},
		"an empty key id":                  {good().under("kid", ""), notValid},
		"a long key id":                    {good().under("kid", strings.Repeat("k", 256)), notValid},
		"a key id that is a number":        {good().under("kid", 1), notValid},
		"an unknown key id":                {good().under("kid", "k2"), notValid},
		"a path for a key id":              {good().under("kid", "../../dev/null"), notValid},
		"a small key":                      {good().under("kid", "small"), notValid},
		"a symmetric key":                  {good().under("kid", "secret"), notValid},
		"no key":                           {good().under("kid", "none"), notValid},
		"an extension that is demanded":    {good().under("crit", []string{"b64"}).under("b64", false), notValid},
		"no extension, demanded":           {good().under("crit", []string{}), notValid},
		"no algorithm":                     {good().under("alg", nil), notValid},
		"an algorithm that is a number":    {good().under("alg", 256), notValid},
		"algorithm none":                   {good().under("alg", "none"), notValid},
		"algorithm None":                   {good().under("alg", "None"), notValid},
		"algorithm RS384":                  {good().under("alg", "RS384"), notValid},
		"algorithm PS256":                  {good().under("alg", "PS256"), notValid},
		"algorithm ES256":                  {good().under("alg", "ES256"), notValid},
		"algorithm EdDSA":                  {good().under("alg", "EdDSA"), notValid},
		"algorithm HS256":                  {good().under("alg", "HS256"), notValid},
		"algorithm rs256":                  {good().under("alg", "rs256"), notValid},
		"another type of token":            {good().under("typ", nil), ""},
		"a party that nobody asked about":  {good().with("azp", "https://evil.example"), ""},
		"a claim that nobody asked about":  {good().with("admin", true), ""},
		"a token longer than any":          {good().with("pad", strings.Repeat("x", 16<<10)), notValid},
		"a name that is not worth a no":    {good().with("name", []string{"Ann"}), ""},
		"no e-mail address":                {good().with("email", nil), ""},
		"a subject that looks like markup": {good().with("sub", "<b>"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := verifier().Verify(t.Context(), c.give.signed(t, issuerKey()))
			wantRefusal(t, err, c.message)
		})
	}
}

func wantRefusal(t *testing.T, err error, message string) {
	t.Helper()
	if message == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	e, ok := errors.AsType[*alex.Error](err)
	if !ok || e.Code != alex.CodeUnauthorized || e.Message != message {
		t.Errorf("answered %v, want %q as %s", err, message, alex.CodeUnauthorized)
	}
}

// Forgeries carry the right claims and a signature that is not the issuer's.
func TestForgeries(t *testing.T) {
	t.Parallel()
	token := good().signed(t, issuerKey())
	parts := strings.Split(token, ".")
	signature := parts[2]
	evil := good().with("sub", "user_b")
	pkix := publicPEM(t)
	for name, forged := range map[string]string{
		"nothing":                         "",
		"dots":                            "..",
		"no signature":                    parts[0] + "." + parts[1],
		"an empty signature":              parts[0] + "." + parts[1] + ".",
		"none, unsigned":                  good().under("alg", "none").unsigned(t) + ".",
		"NONE, unsigned":                  good().under("alg", "NONE").unsigned(t) + ".",
		"none, with an old signature":     good().under("alg", "none").unsigned(t) + "." + signature,
		"other claims":                    evil.unsigned(t) + "." + signature,
		"another header":                  good().under("typ", "at+jwt").unsigned(t) + "." + signature,
		"a fourth part":                   token + ".x",
		"a cut signature":                 token[:len(token)-4],
		"a changed signature":             flip(token, len(parts[0])+len(parts[1])+10),
		"changed claims":                  flip(token, len(parts[0])+10),
		"a changed header":                flip(token, 10),
		"padding":                         token + "==",
		"a line break":                    token + "\n",
		"a space before":                  " " + token,
		"the other alphabet":              parts[0] + "." + parts[1] + "." + strings.NewReplacer("-", "+", "_", "/").Replace(signature) + "+",
		"an attacker's key":               good().signed(t, attackerKey()),
		"an attacker's key in the header": good().under("jwk", jwk("k1", attackerKey())).signed(t, attackerKey()),
		"an attacker's key at a URL":      good().under("jku", "https://evil.example/jwks.json").signed(t, attackerKey()),
		"an attacker's certificate":       good().under("x5c", []string{"MIIB"}).under("x5u", "https://evil.example/x").signed(t, attackerKey()),
		"the public key as a secret":      good().under("alg", "HS256").confused(t, pkix),
		"its modulus as a secret":         good().under("alg", "HS256").confused(t, issuerKey().N.Bytes()),
		"no secret":                       good().under("alg", "HS256").confused(t, nil),
		"a secret under RS256":            good().confused(t, pkix),
		"claims that are a list":          parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`[]`)) + "." + signature,
		"claims that are null":            parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`null`)) + "." + signature,
		"a header that is null":           base64.RawURLEncoding.EncodeToString([]byte(`null`)) + "." + parts[1] + "." + signature,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := verifier().Verify(t.Context(), forged)
			wantRefusal(t, err, notValid)
		})
	}
}

func flip(text string, at int) string {
	other := byte('A')
	if text[at] == other {
		other = 'B'
	}
	return text[:at] + string(other) + text[at+1:]
}

// Every signature is spelled in one way: its last character has bits to spare.
func TestSignatureHasOneSpelling(t *testing.T) {
	t.Parallel()
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	token := good().signed(t, issuerKey())
	passed := 0
	for _, last := range alphabet {
		if _, err := verifier().Verify(t.Context(), token[:len(token)-1]+string(last)); err == nil {
			passed++
		}
	}
	if passed != 1 {
		t.Errorf("%d spellings of one signature pass", passed)
	}
}

func TestPartiesAndAudiences(t *testing.T) {
	t.Parallel()
	app := []string{"https://app.example", "https://two.example"}
	for name, c := range map[string]struct {
		parties, audiences []string
		give               draft
		message            string
	}{
		"the party":                     {app, nil, good(), ""},
		"the other party":               {app, nil, good().with("azp", app[1]), ""},
		"a foreign party":               {app, nil, good().with("azp", "https://evil.example"), elsewhere},
		"a party that begins alike":     {app, nil, good().with("azp", app[0]+".evil.example"), elsewhere},
		"no party":                      {app, nil, good().with("azp", nil), elsewhere},
		"an empty party":                {app, nil, good().with("azp", ""), elsewhere},
		"a list of parties":             {app, nil, good().with("azp", app), elsewhere},
		"the audience":                  {nil, []string{"alex"}, good(), ""},
		"the audience among others":     {nil, []string{"x", "alex"}, good().with("aud", []string{"y", "alex"}), ""},
		"a foreign audience":            {nil, []string{"alex"}, good().with("aud", "other"), notValid},
		"no audience":                   {nil, []string{"alex"}, good().with("aud", nil), notValid},
		"an audience that is no text":   {nil, []string{"alex"}, good().with("aud", 7), notValid},
		"party and audience, one wrong": {app, []string{"alex"}, good().with("aud", "other"), notValid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verifier()
			v.Parties, v.Audiences = c.parties, c.audiences
			_, err := v.Verify(t.Context(), c.give.signed(t, issuerKey()))
			wantRefusal(t, err, c.message)
		})
	}
}

// brokenKeys are the keys of an issuer that is out of reach.
type brokenKeys struct{}

func (brokenKeys) Key(context.Context, string) (crypto.PublicKey, error) {
	return nil, alex.Errorf(alex.CodeUnavailable, "the issuer does not answer")
}

func TestUnreachableKeysAreNoFaultOfTheToken(t *testing.T) {
	t.Parallel()
	v := verifier()
	v.Keys = brokenKeys{}
	if _, err := v.Verify(t.Context(), good().signed(t, issuerKey())); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("answered %v, want %s", err, alex.CodeUnavailable)
	}
	if _, err := v.Verify(t.Context(), good().under("alg", "HS256").confused(t, nil)); alex.CodeOf(err) != alex.CodeUnauthorized {
		t.Errorf("a token of another algorithm asked for its key: %v", err)
	}
}

func TestBearer(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Bearer a.b.c": "a.b.c", "bearer x": "x", "BEARER  x": "x",
		"": "", "Bearer": "", "Bearer ": "", "Basic x": "", "a.b.c": "", "Bearer a b": "", "Bearer a, Bearer b": "", "Bearerx": "", "Bearer\tx": "",
	} {
		got, err := auth.Bearer(header)
		if got != want || (want == "") != (alex.CodeOf(err) == alex.CodeUnauthorized) {
			t.Errorf("Bearer(%q) = %q, %v; want %q", header, got, err, want)
		}
	}
}

func FuzzVerify(f *testing.F) {
	v := verifier()
	token := good().signed(f, issuerKey())
	for _, seed := range []string{
		token, "", "..", "a.b.c", good().under("alg", "none").unsigned(f) + ".", good().signed(f, attackerKey()),
		"eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.", "bnVsbA.bnVsbA.bnVsbA", token + "." + token,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := v.Verify(t.Context(), text)
		switch {
		case text == token && (err != nil || id.Subject != "user_a"):
			t.Errorf("the good token: %v, %v", id, err)
		case text != token && alex.CodeOf(err) != alex.CodeUnauthorized:
			t.Errorf("%q passes as %v (%v)", text, id, err)
		case err != nil && id != auth.Identity{}:
			t.Errorf("%q is refused and still somebody: %v", text, id)
		}
	})
}

package auth_test

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
)

const issuer = "https://issuer.example"

var now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// Keys take long to make, so the tests share them: the issuer's, an
// attacker's, and one that is too small.
var (
	issuerKey   = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })
	attackerKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })
	smallKey    = sync.OnceValue(func() *rsa.PrivateKey { return newKey(1024) })
)

func newKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// fixedKeys are the keys of an issuer that always answers.
type fixedKeys map[string]crypto.PublicKey

func (k fixedKeys) Key(_ context.Context, kid string) (crypto.PublicKey, error) {
	if key, ok := k[kid]; ok {
		return key, nil
	}
	return nil, alex.Errorf(alex.CodeUnauthorized, "no such key")
}

func verifier() *auth.Verifier {
	return &auth.Verifier{
		Issuer: issuer, Now: func() time.Time { return now },
		Keys: fixedKeys{
			"k1": issuerKey().Public(), "small": smallKey().Public(), "secret": []byte("a symmetric key"), "none": nil,
		},
	}
}

// draft is a token before it is signed.
type draft struct{ header, claims map[string]any }

// good is a token that passes.
func good() draft {
	return draft{
		header: map[string]any{"alg": "RS256", "typ": "JWT", "kid": "k1"},
		claims: map[string]any{
			"iss": issuer, "sub": "user_a", "sid": "s1", "azp": "https://app.example", "aud": "alex",
			"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Minute).Unix(), "email": "a@example.com", "name": "Ann",
		},
	}
}

// with sets a claim; nil takes it away.
func (d draft) with(name string, value any) draft {
	set(d.claims, name, value)
	return d
}

// under sets a header field; nil takes it away.
func (d draft) under(name string, value any) draft {
	set(d.header, name, value)
	return d
}

func set(fields map[string]any, name string, value any) {
	if value == nil {
		delete(fields, name)
		return
	}
	fields[name] = value
}

func (d draft) unsigned(t testing.TB) string {
	return segment(t, d.header) + "." + segment(t, d.claims)
}

func segment(t testing.TB, fields map[string]any) string {
	t.Helper()
	data, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// signed is the token with an RS256 signature, whatever its header says.
func (d draft) signed(t testing.TB, key *rsa.PrivateKey) string {
	t.Helper()
	text := d.unsigned(t)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// confused is the token with an HMAC under the bytes of a public key.
func (d draft) confused(t testing.TB, secret []byte) string {
	t.Helper()
	text := d.unsigned(t)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func publicPEM(t testing.TB) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(issuerKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// jwk is an RSA public key as JSON.
func jwk(kid string, key *rsa.PrivateKey) map[string]any {
	return map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
		"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
	}
}

package clerktest

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Issuer is a Clerk of one's own: URL is its iss and where its keys are. Close
// it at the end.
type Issuer struct {
	*httptest.Server
	Party   string // azp of its tokens
	Now     func() time.Time
	Fetches atomic.Int64 // of its keys

	mu   sync.Mutex
	kid  string
	key  *rsa.PrivateKey
	down bool
}

// New opens an issuer with one key.
func New(now func() time.Time) (*Issuer, error) {
	i := &Issuer{Now: now}
	if err := i.Rotate("ins_1"); err != nil {
		return nil, err
	}
	i.Server = httptest.NewServer(http.HandlerFunc(i.publish))
	return i, nil
}

// Rotate replaces the key.
func (i *Issuer) Rotate(kid string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.kid, i.key = kid, key
	return err
}

// Down lets the issuer answer with errors, or well again.
func (i *Issuer) Down(down bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.down = down
}

// Key is the key of now, and its id.
func (i *Issuer) Key() (kid string, key *rsa.PrivateKey) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.kid, i.key
}

func (i *Issuer) publish(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.Fetches.Add(1)
	if i.down || r.URL.Path != "/.well-known/jwks.json" {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"keys": []any{JWK(i.kid, &i.key.PublicKey)}})
}

// JWK is a public key as issuers publish them (RFC 7517).
func JWK(kid string, key *rsa.PublicKey) map[string]any {
	return map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
		"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
	}
}

// Claims are those of a session's token of now, for a minute.
func (i *Issuer) Claims(subject string) jwt.MapClaims {
	now := i.Now()
	return jwt.MapClaims{
		"iss": i.URL, "sub": subject, "sid": "sess_" + subject, "azp": i.Party,
		"iat": now.Unix(), "nbf": now.Add(-10 * time.Second).Unix(), "exp": now.Add(time.Minute).Unix(),
	}
}

// Token signs claims with the key of now.
func (i *Issuer) Token(claims jwt.MapClaims) (string, error) {
	kid, key := i.Key()
	return Sign(jwt.SigningMethodRS256, key, map[string]any{"kid": kid}, claims)
}

// Sign makes a token of any kind; header is laid over its own.
func Sign(method jwt.SigningMethod, key any, header map[string]any, claims jwt.MapClaims) (string, error) {
	token := jwt.NewWithClaims(method, claims)
	for name, value := range header {
		token.Header[name] = value
	}
	return token.SignedString(key)
}

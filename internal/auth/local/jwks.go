package local

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"math/big"

	"alex/internal/auth"
)

// publicKey is an RSA public key as RFC 7517 and RFC 7518, 6.3.1, write it.
type publicKey struct {
	Type      string `json:"kty"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	ID        string `json:"kid"`
	Modulus   string `json:"n"`
	Exponent  string `json:"e"`
}

// JWKS is the JWK Set of the public keys, for /.well-known/jwks.json: those
// that sign, and those retired so shortly ago that their tokens may be good.
func (i *Issuer) JWKS(ctx context.Context) ([]byte, error) {
	keys, err := i.keysNotOlder(ctx, ringAge)
	if err != nil {
		return nil, err
	}
	set := struct {
		Keys []publicKey `json:"keys"`
	}{Keys: make([]publicKey, len(keys))}
	for n, key := range keys {
		set.Keys[n] = publicKey{
			Type: "RSA", Use: "sig", Algorithm: auth.Algorithm, ID: key.id,
			Modulus:  base64.RawURLEncoding.EncodeToString(key.private.N.Bytes()),
			Exponent: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.private.E)).Bytes()),
		}
	}
	return json.Marshal(set)
}

// Rotate makes a new signing key and retires the others. Tokens of the old
// ones stay good; other processes sign with the new one within a minute.
func (i *Issuer) Rotate(ctx context.Context) error {
	key, err := i.newKey(i.Now())
	if err != nil {
		return err
	}
	if err := i.Store.System().RotateSigningKey(ctx, key); err != nil {
		return err
	}
	_, err = i.keysNotOlder(ctx, 0)
	return err
}

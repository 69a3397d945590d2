package local

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"

	"alex"
)

// tagSize is 128 bits: a tag is guessed online, or not at all.
const tagSize = 16

// tagKey derives the key of tags from a signing key, so that whoever shares
// the signing keys knows the tags (RFC 5869).
func tagKey(private *rsa.PrivateKey) ([]byte, error) {
	return hkdf.Key(sha256.New, private.D.Bytes(), nil, "alex refresh token 1", sha256.Size)
}

// tagOf binds a secret to its session (HMAC-SHA256, RFC 2104).
func tagOf(key []byte, session alex.ID, secret string) string {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(string(session) + "." + secret)) // never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:tagSize])
}

// issued reports that a token was made here, under a key that is known: one in
// use, or one retired while a session of its time may still go on.
func (i *Issuer) issued(ctx context.Context, p presented) (bool, error) {
	if p.tag == "" {
		return false, nil
	}
	keys, err := i.keysNotOlder(ctx, ringAge)
	if err != nil || p.taggedBy(keys) {
		return err == nil, err
	}
	keys, err = i.readKeys(ctx, i.Now().Add(-i.SessionLife))
	return err == nil && p.taggedBy(keys), err
}

func (p presented) taggedBy(keys []signingKey) bool {
	for _, key := range keys {
		if hmac.Equal([]byte(p.tag), []byte(tagOf(key.tags, p.session, p.secret))) {
			return true
		}
	}
	return false
}

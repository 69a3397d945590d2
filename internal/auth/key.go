package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
)

// keyPrefix lets scanners of secrets recognise a key that was left lying about.
const keyPrefix = "alex_"

const keySize = 32

// NewKey is a key of the installation: 256 bits of rand behind a prefix.
func NewKey(rand io.Reader) (string, error) {
	data := make([]byte, keySize)
	if _, err := io.ReadFull(rand, data); err != nil {
		return "", err
	}
	return keyPrefix + base64.RawURLEncoding.EncodeToString(data), nil
}

// KeyHash is what is stored of a key. A plain hash will do: there is nothing to
// guess it from. It is false for what is no key by its form.
func KeyHash(key string) (hash string, ok bool) {
	text, ok := strings.CutPrefix(key, keyPrefix)
	if !ok || len(text) != base64.RawURLEncoding.EncodedLen(keySize) {
		return "", false
	}
	if _, err := base64.RawURLEncoding.Strict().DecodeString(text); err != nil {
		return "", false
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:]), true
}

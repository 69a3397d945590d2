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

// accessPrefix is keyPrefix for keys of people, such as they give to an assistant.
const accessPrefix = "alexp_"

// NewKey is a key of the installation: 256 bits of rand behind a prefix.
func NewKey(rand io.Reader) (string, error) { return newKey(rand, keyPrefix) }

// NewAccessKey is a person's key: as NewKey, behind another prefix.
func NewAccessKey(rand io.Reader) (string, error) { return newKey(rand, accessPrefix) }

func newKey(rand io.Reader, prefix string) (string, error) {
	data := make([]byte, keySize)
	if _, err := io.ReadFull(rand, data); err != nil {
		return "", err
	}
	return prefix + base64.RawURLEncoding.EncodeToString(data), nil
}

// KeyHash is what is stored of a key. A plain hash will do: there is nothing to
// guess it from. It is false for what is no key by its form.
func KeyHash(key string) (hash string, ok bool) { return keyHash(key, keyPrefix) }

// AccessKeyHash is KeyHash of a person's key.
func AccessKeyHash(key string) (hash string, ok bool) { return keyHash(key, accessPrefix) }

func keyHash(key, prefix string) (hash string, ok bool) {
	text, ok := strings.CutPrefix(key, prefix)
	if !ok || len(text) != base64.RawURLEncoding.EncodedLen(keySize) {
		return "", false
	}
	if _, err := base64.RawURLEncoding.Strict().DecodeString(text); err != nil {
		return "", false
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:]), true
}

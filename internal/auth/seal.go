package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
)

// Seal hides and protects short texts by AES-256-GCM under a key of one purpose
// alone (HKDF-SHA256, RFC 5869).
type Seal struct{ aead cipher.AEAD }

// NewSeal is a seal for a purpose under a main key; a main key of fewer than 16
// bytes is refused.
func NewSeal(key []byte, purpose string) (Seal, error) {
	if len(key) < 16 {
		return Seal{}, errors.New("there is no key to seal with")
	}
	derived, err := hkdf.Key(sha256.New, key, nil, purpose, sha256.Size)
	if err != nil {
		return Seal{}, err
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return Seal{}, err
	}
	aead, err := cipher.NewGCM(block)
	return Seal{aead}, err
}

// Close seals text for what about names; only that opens it.
func (s Seal) Close(text []byte, about string) (string, error) {
	nonce := make([]byte, s.aead.NonceSize())
	if _, err := io.ReadFull(rand.Reader, nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, text, []byte(about))), nil
}

// Open is the text that was sealed for what about names under the same key. Any
// other is refused.
func (s Seal) Open(sealed, about string) ([]byte, error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil || len(data) < s.aead.NonceSize() {
		return nil, errors.New("this is not sealed text")
	}
	nonce, text := data[:s.aead.NonceSize()], data[s.aead.NonceSize():]
	return s.aead.Open(nil, nonce, text, []byte(about))
}

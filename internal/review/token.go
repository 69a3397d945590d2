package review

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"alex"
)

// Seal is the token by which a person ends the letters without signing in. It
// is the same each time, tells nothing, and is good for that alone.
func Seal(key []byte, person alex.PersonID) (string, error) {
	aead, names, err := sealer(key)
	if err != nil {
		return "", err
	}
	// The nonce is of the content, so that one nonce never seals two contents.
	mac := hmac.New(sha256.New, names)
	mac.Write([]byte(person))
	nonce := mac.Sum(nil)[:aead.NonceSize()]
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, []byte(person), nil)), nil
}

// Open is the person whom a token was sealed for; alex.CodeInvalid where it was
// not sealed with the key.
func Open(key []byte, token string) (alex.PersonID, error) {
	aead, _, err := sealer(key)
	if err != nil {
		return "", err
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(sealed) < aead.NonceSize() {
		return "", alex.Invalid("token", "is not one of a letter")
	}
	person, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], nil)
	if err != nil {
		return "", alex.Invalid("token", "is not one of a letter")
	}
	return alex.PersonID(person), nil
}

func sealer(key []byte) (aead cipher.AEAD, names []byte, err error) {
	keys, err := hkdf.Key(sha256.New, key, nil, "alex monthly letters 1", 64)
	if err != nil {
		return nil, nil, err
	}
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		return nil, nil, err
	}
	aead, err = cipher.NewGCM(block)
	return aead, keys[32:], err
}

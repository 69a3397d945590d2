package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// NewCode is a one-time code to read out or to send: 26 letters and digits
// (base32) of 130 random bits.
func NewCode() string { return rand.Text() }

// CodeHash is the SHA-256 of a code, all of it that is kept. Spaces, hyphens
// and small letters, as people write codes, make no difference.
func CodeHash(code string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}

package local

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alex"
)

const (
	shortestPassword = 8    // characters
	longestPassword  = 1024 // bytes
)

// weakPasswords are those that guessing begins with, in lower case, one a line.
//
//go:embed weak_passwords.txt
var weakPasswords string

// normal is a password in the one form that is hashed: how a keyboard composes
// accents must not matter (RFC 8265; NIST SP 800-63B, 5.1.1.2).
func normal(password string) (string, error) {
	switch {
	case len(password) > longestPassword:
		return "", alex.Invalid("password", "is longer than %d bytes", longestPassword)
	case !utf8.ValidString(password):
		return "", alex.Invalid("password", "is not valid UTF-8")
	default:
		return norm.NFKC.String(password), nil
	}
}

// newPassword is a chosen password in its one form, refused only for what NIST
// SP 800-63B has refused: too short, among the commonest, or the name itself.
// What it is composed of is the person's own affair.
func newPassword(password, key string) (string, error) {
	text, err := normal(password)
	if err != nil {
		return "", err
	}
	lower := strings.ToLower(text)
	name, _, _ := strings.Cut(key, "@")
	switch {
	case utf8.RuneCountInString(text) < shortestPassword:
		return "", alex.Invalid("password", "has fewer than %d characters", shortestPassword)
	case lower == key || lower == name:
		return "", alex.Invalid("password", "is the e-mail address")
	case slices.Contains(strings.Fields(weakPasswords), lower):
		return "", alex.Invalid("password", "is one of the most common passwords")
	default:
		return text, nil
	}
}

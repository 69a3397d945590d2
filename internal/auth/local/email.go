package local

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"alex"
)

const longestEmail = 320 // characters: 64, the sign, and 255

// address reads one bare e-mail address, and its key: the form in which two are
// compared.
func address(text string) (email, key string, err error) {
	email = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(email)
	switch {
	case err != nil || parsed.Address != email || !utf8.ValidString(email):
		return "", "", alex.Invalid("email", "is not an e-mail address")
	case utf8.RuneCountInString(strings.ToLower(email)) > longestEmail:
		return "", "", alex.Invalid("email", "is longer than %d characters", longestEmail)
	}
	return email, strings.ToLower(email), nil
}

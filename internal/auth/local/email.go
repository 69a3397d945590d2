package local

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alex"
)

const longestEmail = 320 // characters: 64, the sign, and 255

// address reads one bare e-mail address, and its key: the form in which two are
// compared. An address that only looks like another is refused: one with signs
// that cannot be seen, or of letters that stand for others.
func address(text string) (email, key string, err error) {
	email = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(email)
	switch {
	case err != nil || parsed.Address != email || !utf8.ValidString(email) || disguised(email):
		return "", "", alex.Invalid("email", "is not an e-mail address")
	case utf8.RuneCountInString(strings.ToLower(email)) > longestEmail:
		return "", "", alex.Invalid("email", "is longer than %d characters", longestEmail)
	}
	return email, strings.ToLower(email), nil
}

func disguised(email string) bool {
	unseen := func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
	return strings.ContainsFunc(email, unseen) || !norm.NFKC.IsNormalString(email)
}

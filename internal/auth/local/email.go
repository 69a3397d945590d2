package local

import (
	"context"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"alex"
	"alex/internal/store"
)

const longestEmail = 320 // characters: 64, the sign, and 255

// address reads one bare e-mail address, and its key: the form in which two are
// compared. An address that only looks like another is refused: one with signs
// that cannot be seen, or of letters that stand for others.
func address(text string) (email, key string, err error) {
	email = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || !utf8.ValidString(email) || disguised(email) {
		return "", "", alex.Invalid("email", "is not an e-mail address")
	}
	key, ok := keyOf(email)
	switch {
	case !ok:
		return "", "", alex.Invalid("email", "is not an e-mail address")
	case max(utf8.RuneCountInString(key), utf8.RuneCountInString(strings.ToLower(email))) > longestEmail:
		return "", "", alex.Invalid("email", "is longer than %d characters", longestEmail)
	}
	return email, key, nil
}

func disguised(email string) bool {
	unseen := func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
	foreign := func(r rune) bool { return r > unicode.MaxASCII && unicode.ToLower(r) <= unicode.MaxASCII } // a dotted I of Turkish is an i
	return strings.ContainsFunc(email, unseen) || strings.ContainsFunc(email, foreign) || !norm.NFKC.IsNormalString(email)
}

// keyOf is in small letters; a domain of other letters than those of ASCII is
// as it stands in the names of the Internet (xn--), and false where it cannot.
func keyOf(email string) (key string, ok bool) {
	key = strings.ToLower(email)
	name, domain := parts(key)
	if isASCII(domain) {
		return key, true
	}
	domain, err := idna.Lookup.ToASCII(domain)
	return name + "@" + domain, err == nil
}

// parts are before and after the last @; domain is empty where there is none.
func parts(key string) (name, domain string) {
	at := strings.LastIndexByte(key, '@')
	if at < 0 {
		return key, ""
	}
	return key[:at], key[at+1:]
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// olderKey is how a key was kept before domains of other letters were written in
// ASCII; the same for all others.
func olderKey(key string) string {
	name, domain := parts(key)
	older, err := idna.Lookup.ToUnicode(domain)
	if err != nil || isASCII(older) {
		return key
	}
	return name + "@" + older
}

// loginAt is what the person with a key signs in with; alex.CodeNotFound where
// there is none. A key of before comes first: nobody gets another any more.
func (i *Issuer) loginAt(ctx context.Context, key string) (store.Login, error) {
	if older := olderKey(key); older != key {
		login, err := i.Store.System().Login(ctx, older)
		if alex.CodeOf(err) != alex.CodeNotFound {
			return login, err
		}
	}
	return i.Store.System().Login(ctx, key)
}

package local

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alex"
)

const (
	shortestPassword = 8    // characters
	longestPassword  = 1024 // bytes
)

// weakPasswords are those that guessing begins with, in lower case, in order, one
// a line: those of 8 characters or more that more than ten people had among the
// 10 million breached logins that Mark Burnett made public in 2015 (public
// domain), as zxcvbn counts them (data/passwords.txt, MIT); and sequences that it
// leaves out because it finds them by rule.
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
// SP 800-63B has refused: too short, among the commonest, or little more than
// what anybody would try here: the words of the address before its @, of alex,
// and of about, such as the site's name and the person's. What it is composed of
// is the person's own affair.
func newPassword(password, key string, about ...string) (string, error) {
	text, err := normal(password)
	if err != nil {
		return "", err
	}
	lower := strings.ToLower(text)
	name, _, _ := strings.Cut(key, "@")
	_, weak := slices.BinarySearch(strings.Fields(weakPasswords), lower)
	switch {
	case utf8.RuneCountInString(text) < shortestPassword:
		return "", alex.Invalid("password", "has fewer than %d characters", shortestPassword)
	case lower == key || lower == name:
		return "", alex.Invalid("password", "is the e-mail address")
	case weak:
		return "", alex.Invalid("password", "is one of the most common passwords")
	case onlyOf(lower, words(append(about, name, "alex"))):
		return "", alex.Invalid("password", "is little more than a name that anybody would try")
	default:
		return text, nil
	}
}

// fewestOwnLetters is how many letters of its own a password has that holds an
// expected word: figures and signs around one are what guessing adds.
const fewestOwnLetters = 4

// onlyOf reports that a text holds one of the words, and few letters beside them.
func onlyOf(text string, words []string) bool {
	rest := text
	for _, word := range words {
		rest = strings.ReplaceAll(rest, word, " ")
	}
	letters := 0
	for _, r := range rest {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return rest != text && letters < fewestOwnLetters
}

// words are those of some texts that are long enough to be known by, the longest
// first, in the form in which passwords are compared.
func words(texts []string) (list []string) {
	const shortest = 3
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), betweenWords) {
			if utf8.RuneCountInString(word) >= shortest {
				list = append(list, word)
			}
		}
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

func betweenWords(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

package telemetry

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// What stands in the place of what may not leave.
const (
	maskedEmail   = "[e-mail]"
	maskedSecret  = "[secret]"
	maskedPrivate = "[private]"
)

var (
	emailPattern = regexp.MustCompile(`[\p{L}\p{N}._%+'\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`)
	// Keys of model providers and of LangFuse, of AWS, webhook secrets, bearer
	// and basic credentials, and JSON Web Tokens.
	keyPattern = regexp.MustCompile(`\b(?:sk|pk|rk)[-_][A-Za-z0-9_\-]{8,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bwhsec_[A-Za-z0-9+/=]{8,}` +
		`|(?i:\bbearer)[\s:=]+(?:[A-Za-z]*[0-9._~+/\-][A-Za-z0-9._~+/\-]{4,}|[A-Za-z]{20,})=*|(?i:\bbasic)\s+[A-Za-z0-9+/]{12,}=*|\beyJ[\w\-]{8,}\.[\w\-]+\.[\w\-]*`)
	// The password of an address such as postgres://user:password@host.
	urlPattern = regexp.MustCompile(`://[^/\s:@]*:[^/\s@]+@`)
)

// Scrubber takes e-mail addresses, keys and known secrets out of texts. The
// zero value, and nil, know no secrets.
type Scrubber struct{ secrets *strings.Replacer }

// shortestSecret is how short a secret may be to be looked for in texts: a
// shorter one would be found everywhere.
const shortestSecret = 6

// NewScrubber is one that knows these secrets.
func NewScrubber(secrets ...string) *Scrubber {
	secrets = slices.Clone(secrets)
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // one may hold another
	var pairs []string
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			pairs = append(pairs, secret, maskedSecret)
		}
	}
	if len(pairs) == 0 {
		return &Scrubber{}
	}
	return &Scrubber{strings.NewReplacer(pairs...)}
}

// Text is the text without them.
func (s *Scrubber) Text(text string) string {
	if s != nil && s.secrets != nil {
		text = s.secrets.Replace(text)
	}
	if strings.Contains(text, "@") {
		text = urlPattern.ReplaceAllString(text, "://"+maskedSecret+"@")
		text = emailPattern.ReplaceAllString(text, maskedEmail)
	}
	return keyPattern.ReplaceAllString(text, maskedSecret)
}

// hider takes a person's own names out of texts.
type hider struct{ words *regexp.Regexp }

const shortestPrivate = 4

func newHider(private []string) *hider {
	var words []string
	for _, word := range private {
		if word = strings.TrimSpace(word); len(word) >= shortestPrivate {
			words = append(words, wholeWord(word))
		}
	}
	if len(words) == 0 {
		return nil
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return &hider{regexp.MustCompile(`(?i)` + strings.Join(words, "|"))}
}

// wholeWord is a pattern for a word, not for a part of another. Where it begins
// or ends with a letter that is not ASCII, Go's patterns know no edge of words.
func wholeWord(word string) string {
	pattern := regexp.QuoteMeta(word)
	if wordByte(word[0]) {
		pattern = `\b` + pattern
	}
	if wordByte(word[len(word)-1]) {
		pattern += `\b`
	}
	return pattern
}

func wordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_'
}

func (h *hider) text(text string) string {
	if h == nil {
		return text
	}
	return h.words.ReplaceAllString(text, maskedPrivate)
}

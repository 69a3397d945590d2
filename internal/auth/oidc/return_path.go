package oidc

import (
	"net/url"
	"strings"
)

// longestReturn is how long an address within the page may be.
const longestReturn = 500

// returnPath is the place within the page that a person wants to go back to, or
// the first page where it is none: browsers take two slashes, a backslash and
// what lies behind a tab for the beginning of another site.
func returnPath(text string) string {
	const first = "/"
	if len(text) > longestReturn || !strings.HasPrefix(text, "/") {
		return first
	}
	raw, _, _ := strings.Cut(text, "?")
	plain, err := url.PathUnescape(raw)
	if err != nil || strings.ContainsFunc(text, odd) || strings.ContainsFunc(plain, odd) ||
		strings.Contains(raw, "//") || strings.Contains(plain, "//") {
		return first
	}
	u, err := url.Parse(text)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" {
		return first
	}
	return text
}

// odd is what no address of the page has.
func odd(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }

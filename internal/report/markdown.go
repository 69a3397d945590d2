package report

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	entityLike = regexp.MustCompile(`&(#?[A-Za-z0-9]+;)`)
	blockStart = regexp.MustCompile(`^(?:[-+=#]|\d{1,9}[.)](?:\s|$))`)
)

// EscapeMarkdown spells text so that Markdown shows it as it is: on one line,
// without control or invisible characters, every character that would begin
// a construct behind a backslash.
func EscapeMarkdown(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	text = strings.TrimSpace(text)
	text = markdownEscaper.Replace(text)
	text = entityLike.ReplaceAllString(text, `\&$1`)
	if blockStart.MatchString(text) {
		at := strings.IndexAny(text, "-+=#.)")
		text = text[:at] + `\` + text[at:]
	}
	return text
}

var markdownEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`,
	`<`, `\<`, `>`, `\>`, `|`, `\|`, `~`, `\~`, `{`, `\{`, `}`, `\}`,
)

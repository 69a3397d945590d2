package knowledge

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean is text as it is kept: composed Unicode without what is not seen, one
// space between words, paragraphs parted by one empty line.
func Clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n\n").Replace(text)
	var paragraphs []string
	var words []string
	end := func() {
		if len(words) > 0 {
			paragraphs = append(paragraphs, strings.Join(words, " "))
		}
		words = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		fields := strings.Fields(norm.NFC.String(strings.Map(visible, line))) // what parted a letter from its mark is gone
		if len(fields) == 0 {
			end()
			continue
		}
		words = append(words, fields...)
	}
	end()
	return strings.Join(paragraphs, "\n\n")
}

// visible drops what has no shape: marks of direction, joiners, controls. Odd
// spaces become plain ones.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r) || r == '\u00A0':
		return ' '
	case r == '\u00AD' || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return -1
	}
	return r
}

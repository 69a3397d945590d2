package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

const longestTitleLine = 120 // characters of a first line that may be a title

// toText is a file as UTF-8: by its byte order mark, by the charset of its media
// type, by what a page says of itself, else as it looks. False for what is no
// text in any of them.
func toText(body []byte, mediaType string) (string, bool) {
	encoding, _, certain := charset.DetermineEncoding(body, mediaType)
	text := body
	if certain || !utf8.Valid(body) || bytes.IndexByte(body, 0x1b) >= 0 {
		if decoded, err := encoding.NewDecoder().Bytes(body); err == nil {
			text = decoded
		}
	}
	text = bytes.TrimPrefix(bytes.ToValidUTF8(text, []byte("\uFFFD")), []byte("\uFEFF"))
	return string(text), !binary(text)
}

// binary reports what has bytes that no text has, or too many that no charset
// explains.
func binary(text []byte) bool {
	odd, all := 0, 0
	for _, r := range string(text) {
		all++
		switch {
		case r == 0:
			return true
		case r == utf8.RuneError, r < ' ' && !unicode.IsSpace(r) && r != 0x1b:
			odd++
		}
	}
	return odd*20 > all
}

// readPlain is text as it stands. A short first line with an empty one below it
// is the title, and stays.
func readPlain(text string) Document {
	text = tidy(text)
	first, _, _ := strings.Cut(text, "\n\n")
	if utf8.RuneCountInString(first) > longestTitleLine || strings.Contains(first, "\n") || first == text {
		first = ""
	}
	return Document{Title: first, Body: text}
}

// tidy is text as paragraphs: one space between words, lines kept, one empty line
// between paragraphs, nothing that has no shape.
func tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n\n").Replace(text)
	var b strings.Builder
	parted := false
	for row := range strings.SplitSeq(text, "\n") {
		row = strings.Join(strings.Fields(strings.Map(visible, row)), " ")
		if row == "" {
			parted = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if parted {
				b.WriteByte('\n')
			}
		}
		b.WriteString(row)
		parted = false
	}
	return b.String()
}

// visible drops what has no shape: marks of direction, joiners, controls, and
// the tags in which a text may be hidden within another. Odd spaces become plain
// ones.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r) || r == '\u00A0':
		return ' '
	case r == '\u00AD' || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return -1
	}
	return r
}

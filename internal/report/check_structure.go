package report

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"alex"
)

// checkStructure refuses empty text, text outside its length, missing or
// misplaced headings, code blocks, and braces without a partner. What is
// missing is reported at the end of the text, with the heading as its Text.
func checkStructure(text string, tokens []token, ctx CheckContext) []alex.Violation {
	var list []alex.Violation
	refuse := func(what string, start, end int) {
		list = append(list, alex.Violation{Rule: "structure", Text: what, Start: start, End: end})
	}
	length := utf8.RuneCountInString(text)
	doc := parseMarkdown(text)
	switch {
	case !doc.hasBody:
		refuse("", 0, len(text))
	case length < ctx.MinLength:
		refuse("too short", 0, len(text))
	case ctx.MaxLength > 0 && length > ctx.MaxLength:
		refuse("too long", byteOffset(text, ctx.MaxLength), len(text))
	}
	for _, t := range tokens {
		if t.open {
			refuse(text[t.start:t.end], t.start, t.end)
		}
	}
	for _, s := range doc.codeBlocks {
		refuse(text[s.start:s.end], s.start, s.end)
	}
	for _, v := range missingHeadings(doc.headings, ctx.Headings, len(text)) {
		refuse(v.Text, v.Start, v.End)
	}
	return list
}

// missingHeadings are the required headings that do not follow each other in
// the text. One that stands out of order is reported where it stands.
func missingHeadings(have []heading, required []string, end int) []alex.Violation {
	var list []alex.Violation
	next := 0
	for _, want := range required {
		at := indexHeading(have[next:], want)
		if at >= 0 {
			next += at + 1
			continue
		}
		missing := alex.Violation{Text: want, Start: end, End: end}
		if before := indexHeading(have[:next], want); before >= 0 {
			missing.Start, missing.End = have[before].start, have[before].end
		}
		list = append(list, missing)
	}
	return list
}

func indexHeading(have []heading, want string) int {
	for i, h := range have {
		if strings.EqualFold(h.text, strings.TrimSpace(want)) {
			return i
		}
	}
	return -1
}

func byteOffset(text string, runes int) int {
	for i := range text {
		if runes == 0 {
			return i
		}
		runes--
	}
	return len(text)
}

// isCode reports an indented or fenced block.
func isCode(n ast.Node) bool {
	return n.Kind() == ast.KindCodeBlock || n.Kind() == ast.KindFencedCodeBlock
}

package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"alex"
)

// CJK numerals are letters to Unicode, and digits to a reader.
const ideographicNumerals = "〇零一二三四五六七八九十百千万萬億亿兆壹贰叁肆伍陆柒捌玖拾"

func isNumeral(r rune) bool {
	return unicode.IsNumber(r) || r > 0x3000 && strings.ContainsRune(ideographicNumerals, r)
}

var digits = regexp.MustCompile(`[0-9〇零一二三四五六七八九十百千万萬億亿兆壹贰叁肆伍陆柒捌玖拾]+`)

// grown is what belongs to a figure around its first digits.
var grown = regexp.MustCompile(`^(?:[.,'/:]?[\p{L}0-9]|[- ][0-9])*(?: ?%)?`)

// checkNumerals refuses figures that are not tokens. Refused are
//   - digits of any script, with superscripts, fractions and Roman-numeral
//     characters, also inside words ("n1ne");
//   - number words (numeral_word.go says which, and when "one", "half",
//     "quarter" and the ordinals are numbers);
//   - a unit beside a token that is not the unit of its fact (numeral_unit.go).
//
// Exempt are the idioms of numeral_idiom.go, names and tickers that the
// context knows, required headings, and the markers of a list that counts
// from 1.
func checkNumerals(v *view, ctx CheckContext) []alex.Violation {
	exempt := idiomSpans(v)
	exempt = append(exempt, nameSpans(v, ctx)...)
	exempt = append(exempt, listMarkers(v)...)
	exempt = append(exempt, headingSpans(v, ctx.Headings)...)
	var found []span
	for _, at := range digits.FindAllStringIndex(v.lower, -1) {
		if !within(exempt, at[0], at[1]) && !touches(found, at[0], at[1]) {
			found = append(found, growFigure(v, at[0]))
		}
	}
	for _, s := range numberWordSpans(v) {
		if !within(exempt, s.start, s.end) && !touches(found, s.start, s.end) {
			found = append(found, s)
		}
	}
	found = append(found, wrongUnitSpans(v, ctx.Sheet)...)
	return v.violations("free_numeral", found)
}

// growFigure widens digits to the figure a reader sees: "$1,000.50", "n1ne".
func growFigure(v *view, start int) span {
	end := start + len(grown.FindString(v.lower[start:]))
	for start > 0 && (asciiLetter(v.lower[start-1]) || v.lower[start-1] == '$') {
		start--
	}
	return span{start, end}
}

// violations names each span of the view by its place in the original, in
// order.
func (v *view) violations(rule string, spans []span) []alex.Violation {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var list []alex.Violation
	for _, s := range spans {
		at := v.span(s.start, s.end)
		list = append(list, alex.Violation{
			Rule: rule, Text: v.original[at.start:at.end], Start: at.start, End: at.end,
		})
	}
	return list
}

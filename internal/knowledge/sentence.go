package knowledge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// abbreviations end in a point that ends no sentence, where a name, a number or
// another capital follows.
const abbreviations = " mr mrs ms dr prof sr jr st gen gov sen rep rev hon inc corp co ltd llc plc vs no nos fig sec art" +
	" vol ed eds pp approx est dept div jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun" +
	" u.s u.k u.n e.u e.g i.e a.m p.m d.c ph.d u.s.c n.a "

// Sentences are those of one paragraph, in order, without the spaces between
// them: the rules of UAX 29, but that none ends behind an English abbreviation
// or before a small letter.
func Sentences(paragraph string) []string {
	var list []string
	from, to := 0, 0 // of the one that is open
	for state, rest := -1, paragraph; rest != ""; {
		var next string
		next, rest, state = uniseg.FirstSentenceInString(rest, state)
		to += len(next)
		if first, _ := utf8.DecodeRuneInString(rest); !endsShort(paragraph[from:to]) && !unicode.IsLower(first) {
			list, from = append(list, strings.TrimSpace(paragraph[from:to])), to
		}
	}
	if open := strings.TrimSpace(paragraph[from:]); open != "" {
		list = append(list, open)
	}
	return list
}

// endsShort reports that text ends in an abbreviation or in an initial.
func endsShort(text string) bool {
	text, short := strings.CutSuffix(strings.TrimRight(text, " "), ".")
	if !short {
		return false
	}
	word := text[strings.LastIndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == '“' })+1:]
	first, size := utf8.DecodeRuneInString(word)
	initial := size == len(word) && unicode.IsUpper(first) && first != 'I'
	return initial || word != "" && strings.Contains(abbreviations, " "+strings.ToLower(word)+" ")
}

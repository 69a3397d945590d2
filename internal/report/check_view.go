package report

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tokenMark stands for a whole {{token}} in a view.
const tokenMark = '\uFFFC'

// view is a text as a reader sees it: compatibility forms folded to plain
// letters, invisible characters, accents and emphasis marks gone, letters
// that only look Latin made Latin, disguised letters (@ for a) undone. Tokens
// are one tokenMark each, link addresses are spaces. Every byte of the view
// knows the bytes of the original it came from.
type view struct {
	original   string
	text       string // case kept
	lower      string // the same length as text
	start, end []int  // of each byte of text, in original
	tokens     map[int]token
	marks      []int // where the tokens stand, in order
	words      []word
	looks      int // at tokens and words, so far: a text of many must not cost their square
}

// word is a run of letters, digits and apostrophes; start and end are offsets
// in the view.
type word struct {
	lower      string
	start, end int
}

var (
	wordPattern  = regexp.MustCompile(`[\p{L}\p{N}]+(?:'\p{L}+)*`)
	spacedWord   = regexp.MustCompile(`(?:^|[^\p{L}\p{N}'])(\p{L}(?:[ .\-_·]\p{L}){2,})(?:$|[^\p{L}\p{N}'])`)
	linkAddress  = regexp.MustCompile(`\]\(\s*<?(https://[^\s()<>]*)`)
	emphasisMark = "*`~\\"
)

// newView folds text. Addresses of links to hosts are left out, because what
// they spell is not shown.
func newView(text string, tokens []token, hosts []string) *view {
	v := &view{original: text, tokens: map[int]token{}}
	hidden := linkSpans(text, hosts)
	builder := viewBuilder{view: v}
	for i := 0; i < len(text); {
		if len(tokens) > 0 && tokens[0].start == i {
			v.tokens[builder.text.Len()] = tokens[0]
			builder.write(tokenMark, i, tokens[0].end)
			i, tokens = tokens[0].end, tokens[1:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if within(hidden, i, i+size) {
			r = ' '
		}
		if r == '*' && startsItem(text, i) {
			r = '-'
		}
		builder.fold(r, i, i+size)
		i += size
	}
	builder.finish()
	return v
}

// marksIn are the places of the tokens of a stretch.
func (v *view) marksIn(s span) []int {
	first, _ := slices.BinarySearch(v.marks, s.start)
	end, _ := slices.BinarySearch(v.marks, s.end)
	v.looks += end - first
	return v.marks[first:end]
}

// startsItem reports that the star at i is the marker of a list item and not
// emphasis.
func startsItem(text string, i int) bool {
	line := text[strings.LastIndexByte(text[:i], '\n')+1 : i]
	return strings.TrimLeft(line, " \t>") == "" && strings.HasPrefix(text[i+1:], " ")
}

func linkSpans(text string, hosts []string) []span {
	var spans []span
	for _, at := range linkAddress.FindAllStringSubmatchIndex(text, -1) {
		if allowedLink(text[at[2]:at[3]], hosts) {
			spans = append(spans, span{at[2], at[3]})
		}
	}
	return spans
}

type viewBuilder struct {
	view *view
	text strings.Builder
}

func (b *viewBuilder) write(r rune, start, end int) {
	b.text.WriteRune(r)
	for range utf8.RuneLen(r) {
		b.view.start = append(b.view.start, start)
		b.view.end = append(b.view.end, end)
	}
}

// fold writes what is left of one character of the original.
func (b *viewBuilder) fold(r rune, start, end int) {
	switch {
	case invisible(r) || strings.ContainsRune(emphasisMark, r):
		return
	case isNumeral(r) && r > unicode.MaxASCII && !unicode.Is(unicode.Nd, r):
		b.write('0', start, end)
		return
	}
	for _, part := range norm.NFKD.String(string(r)) {
		if plain := plainRune(part); plain != 0 {
			b.write(plain, start, end)
		}
	}
}

// plainRune is the ASCII look-alike of r where there is one, 0 for nothing.
func plainRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case unicode.Is(unicode.M, r) || r == tokenMark || r == utf8.RuneError:
		return 0
	case unicode.IsDigit(r):
		return '0'
	case unicode.IsSpace(r):
		return ' '
	}
	if plain, found := lookalikes[r]; found {
		return plain
	}
	return r
}

// invisible reports characters that show nothing and can split a word.
func invisible(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0':
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Co, unicode.Variation_Selector) ||
		unicode.IsControl(r) && r != '\n' && r != '\t'
}

// finish undoes disguises that need neighbours, and cuts the text into words.
func (b *viewBuilder) finish() {
	v := b.view
	v.text = joinSpaced(v, undisguise(b.text.String()))
	v.lower = strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
			return l
		}
		return r
	}, v.text)
	v.marks = slices.Sorted(maps.Keys(v.tokens))
	for _, at := range wordPattern.FindAllStringIndex(v.lower, -1) {
		v.words = append(v.words, word{v.lower[at[0]:at[1]], at[0], at[1]})
	}
}

// undisguise reads @, $, ! and | between letters as the letters they stand in
// for. The length in bytes stays the same.
func undisguise(text string) string {
	bytes := []byte(text)
	for i := 1; i+1 < len(bytes); i++ {
		if plain, found := disguises[bytes[i]]; found && asciiLetter(bytes[i-1]) && asciiLetter(bytes[i+1]) {
			bytes[i] = plain
		}
	}
	return string(bytes)
}

// joinSpaced closes up words spelled letter by letter ("t e n", "t-e-n").
func joinSpaced(v *view, text string) string {
	var out strings.Builder
	var start, end []int
	tokens := map[int]token{}
	keep := func(from, to int) {
		for i := from; i < to; i++ {
			if t, found := v.tokens[i]; found {
				tokens[len(start)+i-from] = t
			}
		}
		out.WriteString(text[from:to])
		start, end = append(start, v.start[from:to]...), append(end, v.end[from:to]...)
	}
	last := 0
	for _, at := range spacedWord.FindAllStringSubmatchIndex(text, -1) {
		if strings.Contains("aAI", text[at[2]:at[2]+1]) && text[at[2]+1] == ' ' && at[3]-at[2] > len("a b c") {
			at[2] += len("a ") // an article, or the writer
		}
		keep(last, at[2])
		for i, r := range text[at[2]:at[3]] {
			if unicode.IsLetter(r) {
				keep(at[2]+i, at[2]+i+utf8.RuneLen(r))
			}
		}
		last = at[3]
	}
	keep(last, len(text))
	v.start, v.end, v.tokens = start, end, tokens
	return out.String()
}

// original span of the view's bytes from i up to j.
func (v *view) span(i, j int) span {
	if i >= j {
		return span{len(v.original), len(v.original)}
	}
	return span{v.start[i], v.end[j-1]}
}

func asciiLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

package report

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode/utf8"

	"alex"
)

// A text by a model is held to a policy of its own, beside the rules for every
// text: it is made of few characters and of plain words that code uses too, and
// a figure stands apart. What is not in it cannot mislead: other languages,
// names of companies, addresses, units of its own.

// plainWords are general English words that a model may use beside those of
// the prose. None of them counts, measures time, judges what is true or turns a
// statement round.
//
//go:embed words.txt
var plainWords string

// Vocabulary is the words that a model's text may use, as stems.
type Vocabulary map[string]bool

// NewVocabulary is the plain words and those of texts, figures aside.
func NewVocabulary(texts ...string) Vocabulary {
	v := Vocabulary{}
	v.add(plainWords)
	for _, text := range texts {
		v.add(templateMark.ReplaceAllString(braces.ReplaceAllString(text, " "), " "))
	}
	return v
}

var (
	templateMark = regexp.MustCompile(`\[\[.*?\]\]`)
	plainWord    = regexp.MustCompile(`[a-z]+(?:'[a-z]+)?`)
)

func (v Vocabulary) add(text string) {
	for _, word := range plainWord.FindAllString(strings.ToLower(text), -1) {
		v[stemOf(word)] = true
	}
}

// And is the words of both.
func (v Vocabulary) And(texts ...string) Vocabulary {
	both := Vocabulary{}
	for stem := range v {
		both[stem] = true
	}
	for _, text := range texts {
		both.add(braces.ReplaceAllString(text, " "))
	}
	return both
}

// permitted are the characters of a model's text: no digit, no bracket of a
// link, nothing that Markdown makes markup of but emphasis and lists.
const permitted = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \n.,;:!?'\"()-*’‘“”–—…"

// Where a figure may stand: what comes just before it, and just after.
const (
	beforeFigure = " \n(*\"“‘—–"
	afterFigure  = " \n.,;:!?)*\"”’'…—–"
)

// mostEmphasis is how many stars a text may have.
const mostEmphasis = 40

// Policy is what in a model's own text breaks the policy: markdown, structure
// and unknown_word.
func Policy(text string, words Vocabulary) []alex.Violation {
	tokens := scanTokens(text)
	v := newView(text, tokens, nil)
	var list []alex.Violation
	refuse := func(rule string, start, end int) {
		list = append(list, alex.Violation{Rule: rule, Text: text[start:end], Start: start, End: end})
	}
	rest := tokens
	for i := 0; i < len(text); {
		if len(rest) > 0 && rest[0].start == i {
			if t := rest[0]; t.id != "" && !standsApart(text, t) {
				refuse("structure", max(0, t.start-1), min(len(text), t.end+1))
			}
			i, rest = rest[0].end, rest[1:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !strings.ContainsRune(permitted, r) {
			refuse("markdown", i, i+size)
		}
		i += size
	}
	if strings.Count(text, "*") > mostEmphasis {
		refuse("markdown", 0, 0)
	}
	for i, w := range v.words {
		if at := v.span(w.start, w.end); stutters(v.words[:i+1]) {
			refuse("structure", at.start, at.end)
		}
		if at := v.span(w.start, w.end); words.lacks(w.lower) && !within(tokenSpans(tokens), at.start, at.end) {
			refuse("unknown_word", at.start, at.end)
		}
	}
	return list
}

// stutters reports words that end by saying their last one or two again, with
// nothing but spaces between.
func stutters(words []word) bool {
	n := len(words)
	again := func(k int) bool { // the last k words
		for i := n - k; i < n; i++ {
			if words[i].lower != words[i-k].lower || words[i].start-words[i-1].end > 1 {
				return false
			}
		}
		return true
	}
	return n >= 2 && again(1) || n >= 4 && again(2) && words[n-3].start-words[n-4].end <= 1
}

// Has reports a word, in small letters, that the vocabulary has in some form.
func (v Vocabulary) Has(word string) bool { return !v.lacks(word) }

func (v Vocabulary) lacks(word string) bool {
	if fillers[word] {
		return false
	}
	return !v[stemOf(word)]
}

func tokenSpans(tokens []token) []span {
	spans := make([]span, len(tokens))
	for i, t := range tokens {
		spans[i] = span{t.start, t.end}
	}
	return spans
}

// standsApart reports a figure with a space or punctuation on both sides, so
// that it is read as itself.
func standsApart(text string, t token) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:t.start])
	after, _ := utf8.DecodeRuneInString(text[t.end:])
	return (t.start == 0 || strings.ContainsRune(beforeFigure, before)) && (t.end == len(text) || strings.ContainsRune(afterFigure, after))
}

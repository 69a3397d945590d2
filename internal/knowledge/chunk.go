package knowledge

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes of passages, in characters. What embedders read of a text is some 256
// of their tokens, about a thousand characters.
const (
	mostPassage = 800
	mostOverlap = 200
)

// Chunks cuts clean text into passages of whole sentences, of at most 800
// characters. A passage begins with the end of the one before, as far as whole
// sentences of at most 200 characters go, so that what stands across a cut is
// found too; not where a paragraph begins. A sentence that is too long is cut
// between words.
func Chunks(text string) []string {
	var passages []string
	var open []string // sentences
	fresh := false    // open holds more than what overlaps
	flush := func(overlap bool) {
		if fresh {
			passages = append(passages, strings.Join(open, " "))
		}
		open, fresh = tail(open, overlap), false
	}
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if length(open) > mostPassage/2 {
			flush(false)
		}
		for _, sentence := range Sentences(paragraph) {
			for _, piece := range pieces(sentence) {
				if fresh && length(open)+1+utf8.RuneCountInString(piece) > mostPassage {
					flush(true)
				}
				for len(open) > 0 && length(open)+1+utf8.RuneCountInString(piece) > mostPassage {
					open = open[1:] // an overlap that leaves no room
				}
				open, fresh = append(open, piece), true
			}
		}
	}
	flush(false)
	return passages
}

// tail are the last sentences that the next passage begins with.
func tail(open []string, overlap bool) []string {
	if !overlap {
		return nil
	}
	from := len(open)
	for from > 1 && length(open[from-1:]) <= mostOverlap {
		from--
	}
	return append([]string(nil), open[from:]...)
}

// length is that of sentences with a space between them.
func length(sentences []string) int {
	n := max(len(sentences)-1, 0)
	for _, s := range sentences {
		n += utf8.RuneCountInString(s)
	}
	return n
}

// pieces are a sentence that is too long for a passage, cut between words, or
// within one that has no end.
func pieces(sentence string) []string {
	if utf8.RuneCountInString(sentence) <= mostPassage {
		return []string{sentence}
	}
	var list []string
	rest := []rune(sentence)
	for len(rest) > mostPassage {
		at := mostPassage
		for at > mostPassage/2 && rest[at] != ' ' {
			at--
		}
		if rest[at] != ' ' {
			at = mostPassage
		}
		list = append(list, strings.TrimSpace(string(rest[:at])))
		for rest = rest[at:]; len(rest) > 0 && unicode.IsSpace(rest[0]); {
			rest = rest[1:]
		}
	}
	return append(list, string(rest))
}

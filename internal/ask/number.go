package ask

import (
	"slices"

	"alex"
)

// scaleOf is what a word multiplies the number before it by.
func scaleOf(word string) (scale int64, ok bool) {
	scale, ok = map[string]int64{"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "million": 1_000_000}[word]
	return scale, ok
}

// units are the numbers in words below twenty, tens those of tens; each at its
// own place.
func units() []string {
	return []string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
}

func tens() []string {
	return []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
}

// vague are words of a quantity that nobody can count with.
func vague() []string {
	return []string{
		"half", "twice", "double", "triple", "quarter", "dozen", "dozens", "few", "several", "percent", "percentage",
		"hundred", "hundreds", "thousand", "thousands", "grand", "million", "millions", "billion", "billions",
	}
}

// spelled is the number in words that begins at i, and of how many it is made:
// "sixty five", "a thousand", "two hundred fifty". A word that is none is
// itself.
func (s *scan) spelled(i int) (t token, n int) {
	first := s.tokens[i]
	if _, scaled := scaleOf(s.word(i + 1)); first.word == "a" && scaled {
		return token{mark: bare, value: alex.DecimalOf(1)}, 1
	}
	if slices.Contains(vague(), first.word) {
		return token{mark: unclear}, 1
	}
	if !isNumeral(first.word) || s.isPronoun(i) {
		return first, 1
	}
	var sum spelling
	for n = 0; sum.take(s.word(i + n)); n++ {
	}
	if sum.broken || isNumeral(s.word(i+n)) {
		return token{mark: unclear}, max(n, 1)
	}
	return token{mark: bare, value: alex.DecimalOf(sum.total + sum.current)}, n
}

func isNumeral(word string) bool {
	return word != "" && (slices.Contains(units(), word) || slices.Contains(tens(), word))
}

// isPronoun reports a "one" that counts nothing: one of them, which one, one
// stock.
func (s *scan) isPronoun(i int) bool {
	nouns := []string{"of", "stock", "company", "fund", "basket", "place", "holding", "thing", "day", "sector", "country"}
	before := []string{"which", "the", "this", "that", "no", "any"}
	return s.word(i) == "one" && (slices.Contains(nouns, s.word(i+1)) || slices.Contains(before, s.word(i-1)))
}

// spelling adds up a number in words.
type spelling struct {
	total, current int64
	broken         bool // "sixty seventy" is no number
}

// take takes the next word, if it belongs to the number.
func (n *spelling) take(word string) bool {
	if at := slices.Index(units(), word); at >= 0 {
		n.broken = n.broken || n.current%10 != 0 || n.current%100 != 0 && (at > 9 || n.current%100 == 10)
		n.current += int64(at)
		return true
	}
	if at := slices.Index(tens(), word); at > 0 && word != "" {
		n.broken = n.broken || n.current%100 != 0
		n.current += int64(10 * at)
		return true
	}
	scale, ok := scaleOf(word)
	switch {
	case !ok:
		return false
	case scale == 100:
		n.current = max(n.current, 1) * scale
	default:
		n.total += max(n.current, 1) * scale
		n.current = 0
	}
	return true
}

package lexical

import (
	"hash/fnv"
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// split is a text's words: runs of letters and digits, small and without
// accents, as the pieces are spelled.
func split(text string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// mostWord is the longest word that is taken apart, in bytes.
const mostWord = 100

// pieces takes a word apart, the longest known piece first; nil where that
// leaves a rest.
func (w *words) pieces(word string) (list []int) {
	if len(word) > mostWord {
		return nil
	}
	for from := 0; from < len(word); {
		to, place, known := len(word), 0, false
		for ; to > from && !known; to-- {
			piece := word[from:to]
			if from > 0 {
				piece = "##" + piece
			}
			place, known = w.place[piece], w.has(piece)
			if known {
				break
			}
		}
		if !known {
			return nil
		}
		list, from = append(list, place), to
	}
	return list
}

func (w *words) has(piece string) bool {
	_, known := w.place[piece]
	return known
}

// add adds the meaning of a piece; what weighs little in a text is short.
func (w *words) add(to []float32, piece int) {
	scale := w.scale[piece]
	for i, x := range w.numbers[piece*half : (piece+1)*half] {
		to[i] += scale * float32(x)
	}
}

// rarity is how much a word by itself tells, 0 to 1: little for one whose
// meaning is short, all for one that is no single piece.
func (w *words) rarity(word string) float32 {
	piece, known := w.place[word]
	if !known {
		return 1
	}
	return min(1, w.length[piece]/w.usual)
}

// throw adds a word to two of the buckets, up or down, as its hash says.
func throw(buckets []float32, word string, weight float32) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word))
	sum := h.Sum64()
	for range 2 {
		sum = (sum ^ sum>>29) * 0xbf58476d1ce4e5b9
		if sum>>63 == 1 {
			weight = -weight
		}
		buckets[(sum>>32)%uint64(len(buckets))] += weight
	}
}

// scaleTo gives v a length, unless it has none.
func scaleTo(v []float32, length float64) {
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if square == 0 {
		return
	}
	factor := float32(length / math.Sqrt(square))
	for i := range v {
		v[i] *= factor
	}
}

// Package lexical makes vectors of texts without any service: it knows words,
// and not what a sentence makes of them.
//
// A vector has two halves. The first is the sum of what the words of a text
// mean: each piece of a word has a direction, learned so that sums of them point
// where the model all-MiniLM-L6-v2 points for dictionary definitions (distill.py
// says how). The second half is the words themselves, thrown into buckets by
// their hash, so that a ticker, a name or a number finds itself.
package lexical

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"alex/internal/knowledge"
)

//go:embed words.bin
var file []byte

// Embedder is a knowledge.Embedder that asks nobody.
type Embedder struct{ name string }

// New reads what the table of words is called. The words themselves are read when
// the first text comes: most programs never see one.
func New() (*Embedder, error) {
	h, _, err := headOf(file)
	return &Embedder{h.Name}, err
}

// table is read once for the program.
var table = sync.OnceValues(func() (*words, error) { return read(file) })

// Dimension is that of the vectors: one half for meanings, one for words.
const (
	Dimension = 2 * half
	half      = 192
)

// exactness is how much of a vector's length the second half has; the first has
// the rest. It was chosen on the questions of testdata/recall/dev.json.
const exactness = 0.25

// Model is the built-in one.
func (e *Embedder) Model() knowledge.Model {
	return knowledge.Model{Name: e.name, Dimension: Dimension}
}

// Embed never fails but where ctx is over. A text without any word has the
// direction of no word.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	w, err := table()
	if err != nil {
		return nil, err
	}
	vectors := make([]knowledge.Vector, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		vectors[i] = w.vector(text)
	}
	return vectors, nil
}

// words are the pieces of words that have a meaning, by piece; those that do not
// begin a word begin with ##.
type words struct {
	place   map[string]int
	scale   []float32
	numbers []int8    // half numbers a piece
	length  []float32 // of the meaning of a piece
	usual   float32   // length of what a word that tells much has
}

// head is the first line of a table.
type head struct {
	Name      string `json:"name"`
	Pieces    int    `json:"pieces"`
	Dimension int    `json:"dimension"`
}

func headOf(file []byte) (h head, rest []byte, err error) {
	line, rest, _ := bytes.Cut(file, []byte("\n"))
	if err := json.Unmarshal(line, &h); err != nil {
		return h, nil, fmt.Errorf("the table of words: %w", err)
	}
	return h, rest, nil
}

// read reads a table: a line of JSON, the pieces, one a line, an empty line, a
// 32-bit float a piece, little-endian, and half bytes a piece, which that float
// scales.
func read(file []byte) (*words, error) {
	head, rest, err := headOf(file)
	if err != nil {
		return nil, err
	}
	list, numbers, _ := bytes.Cut(rest, []byte("\n\n"))
	pieces := strings.Split(string(list), "\n")
	if len(pieces) != head.Pieces || head.Dimension != half || len(numbers) != head.Pieces*(4+half) {
		return nil, fmt.Errorf("the table of words is cut short")
	}
	w := &words{place: make(map[string]int, len(pieces)), scale: make([]float32, len(pieces)), numbers: make([]int8, len(pieces)*half)}
	for i, piece := range pieces {
		w.place[piece] = i
		w.scale[i] = math.Float32frombits(binary.LittleEndian.Uint32(numbers[4*i:]))
	}
	for i, b := range numbers[4*len(pieces):] {
		w.numbers[i] = int8(b) //nolint:gosec // two's complement is meant
	}
	w.measure()
	return w, nil
}

// measure takes the lengths of all pieces, and the one that a quarter of them
// have or more.
func (w *words) measure() {
	w.length = make([]float32, len(w.scale))
	for i := range w.length {
		var square float64
		for _, x := range w.numbers[i*half : (i+1)*half] {
			square += float64(x) * float64(x)
		}
		w.length[i] = w.scale[i] * float32(math.Sqrt(square))
	}
	sorted := slices.Sorted(slices.Values(w.length))
	w.usual = sorted[len(sorted)*3/4]
}

// vector is both halves of a text, of length one together.
func (w *words) vector(text string) knowledge.Vector {
	v := make(knowledge.Vector, Dimension)
	seen := map[string]int{}
	for _, word := range split(text) {
		for _, piece := range w.pieces(word) {
			w.add(v[:half], piece)
		}
		seen[word]++
	}
	for word, times := range seen {
		if weight := w.rarity(word); weight > 0 {
			throw(v[half:], word, weight*(1+float32(math.Log(float64(times)))))
		}
	}
	scaleTo(v[:half], math.Sqrt(1-exactness))
	scaleTo(v[half:], math.Sqrt(exactness))
	if unit, ok := knowledge.Unit(v); ok {
		return unit
	}
	v[0] = 1 // no word at all
	return v
}

package knowledge

import (
	"context"
	"math"

	"alex"
)

// Vector is a text's place in meaning; its length is one.
type Vector []float32

// Embedder turns texts into vectors.
type Embedder interface {
	// Model names what makes the vectors, such as "words-1": two with one name
	// make the same ones of a text, up to rounding.
	Model() Model

	// Embed answers one vector a text, in order. Its errors are
	// alex.CodeUnavailable where coming again may help.
	Embed(ctx context.Context, texts []string) ([]Vector, error)
}

// Asker is an Embedder that places a question otherwise than what answers it.
type Asker interface {
	Ask(ctx context.Context, question string) (Vector, error)
}

// Model is an embedding model and the length of its vectors.
type Model struct {
	Name      string `json:"name"`
	Dimension int    `json:"dimension"`
}

// Tenant is who alone may find a passage; Everybody is nobody in particular.
type Tenant = alex.PersonID

// Everybody finds what has this tenant.
const Everybody Tenant = ""

// Place is a passage's address.
type Place struct {
	Document alex.ID
	Ordinal  int
}

// Entry is a passage of an index.
type Entry struct {
	Place
	Vector Vector
}

// Near is a passage that an index found. Score is the cosine, -1 to 1.
type Near struct {
	Place
	Score float64
}

// Index ranks passages by the cosine of their vectors with a question's.
type Index interface {
	// Put adds the passages of a document, or replaces them.
	Put(ctx context.Context, tenant Tenant, document alex.ID, entries []Entry) error

	// Remove takes a document out; one that is not there is no error.
	Remove(ctx context.Context, tenant Tenant, document alex.ID, passages int) error

	// Nearest are the k passages nearest to a question among those of the
	// person and of everybody: others are left out before they are ranked.
	Nearest(ctx context.Context, person alex.PersonID, question Vector, k int) ([]Near, error)
}

// Unit is v with length one; false where v has no direction, or a part that is
// no number.
func Unit(v Vector) (Vector, bool) {
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if square == 0 || math.IsNaN(square) || math.IsInf(square, 0) {
		return nil, false
	}
	length, unit := math.Sqrt(square), make(Vector, len(v))
	for i, x := range v {
		unit[i] = float32(float64(x) / length)
	}
	return unit, true
}

// Cosine of two unit vectors of one length.
func Cosine(a, b Vector) float64 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return float64(s0 + s1 + s2 + s3)
}

package lexical_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex/internal/knowledge"
	"alex/internal/knowledge/lexical"
)

type failer interface {
	Helper()
	Fatal(values ...any)
}

func embed(t failer, texts ...string) []knowledge.Vector {
	t.Helper()
	e, err := lexical.New()
	if err != nil {
		t.Fatal(err)
	}
	list, err := e.Embed(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestNearerInMeaning: of two texts, the one that is meant is nearer, though it
// shares no word.
func TestNearerInMeaning(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"my house loan", "mortgage rates rose again", "the orchestra played a symphony"},
		{"pay for a doctor when old", "Medicare premiums for retired people", "shipping containers wait at the port"},
		{"car makers", "automobile manufacturers sold fewer vehicles", "gold miners dug less ore"},
		{"people out of work", "unemployment fell last month", "the museum opened a new hall"},
	} {
		v := embed(t, c[:]...)
		if near, far := knowledge.Cosine(v[0], v[1]), knowledge.Cosine(v[0], v[2]); near <= far {
			t.Errorf("%q is %.2f near %q, and %.2f near %q", c[0], near, c[1], far, c[2])
		}
	}
}

// TestNamesFindThemselves: what is no word of the language is told by its letters.
func TestNamesFindThemselves(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"VTSAX", "QQQM", "0700.HK", "Zyxwell"} {
		v := embed(t, name, "a fund by the name of "+name+" grew", "a fund by the name of ABXYZ grew")
		if itself, other := knowledge.Cosine(v[0], v[1]), knowledge.Cosine(v[0], v[2]); itself < other+0.05 {
			t.Errorf("%s is %.2f near itself, and %.2f near another", name, itself, other)
		}
	}
}

func TestVectors(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		v := embed(t, text, text, strings.ToUpper(text))
		var square float64
		for _, x := range v[0] {
			square += float64(x) * float64(x)
		}
		if len(v[0]) != 384 || math.Abs(square-1) > 1e-5 {
			t.Fatalf("%q has %d numbers of length %.6f", text, len(v[0]), math.Sqrt(square))
		}
		if diff := cmp.Diff(v[0], v[1]); diff != "" {
			t.Fatalf("%q has two vectors", text)
		}
	})
}

func TestEmbeddingStops(t *testing.T) {
	t.Parallel()
	e, err := lexical.New()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := e.Embed(ctx, []string{"x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("after its end: %v", err)
	}
	if m := e.Model(); m.Name == "" || m.Dimension != lexical.Dimension {
		t.Errorf("the model is %+v", m)
	}
}

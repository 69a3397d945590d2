package retirement

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The stream and the normals are those of the standard library, to the bit.
func TestNormalsAreThoseOfTheLibrary(t *testing.T) {
	t.Parallel()
	z := newZiggurat(newExponential())
	for path := range uint64(20) {
		library := rand.New(rand.NewPCG(7, path))
		ours := &stream{7, path}
		drawn := make([]wide, 50_000)
		z.fill(ours, drawn, 3)
		for k, w := range drawn {
			if want := library.NormFloat64(); w[3] != want {
				t.Fatalf("normal %d of path %d is %v, want %v", k, path, w[3], want)
			}
		}
		if ours.next() != library.Uint64() {
			t.Fatalf("path %d: the streams part", path)
		}
	}
}

func TestExponential(t *testing.T) {
	t.Parallel()
	e := newExponential()
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-700, 700).Draw(t, "x")
		w := wide{x, -x, x / 100, x / 1e4, 0, 1, -1, x / 1e9}
		powers := w
		e.raise(&powers)
		for i, power := range powers {
			want := math.Exp(w[i])
			if math.Abs(power-want) > 4.5e-16*want {
				t.Errorf("e^%v is %v, want %v", w[i], power, want)
			}
		}
	})
	for i, root := range e.roots {
		if want := math.Exp2(float64(i) / 128); math.Abs(root-want) > 2.3e-16*want {
			t.Errorf("root %d is %v, want %v", i, root, want)
		}
	}
}

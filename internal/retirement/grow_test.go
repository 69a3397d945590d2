package retirement

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Whatever the processor, the factors have the same bits.
func TestGrowIsTheSameOnEveryProcessor(t *testing.T) {
	t.Parallel()
	p, err := newParametric(DefaultAssumptions(), 1)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		years := make([]wide, len(p.drift)*rapid.IntRange(1, 5).Draw(t, "years"))
		for k := range years {
			for lane := range lanes {
				years[k][lane] = rapid.Float64Range(-40, 40).Draw(t, "normal")
			}
		}
		plain := append([]wide(nil), years...)
		p.grow(years)
		p.growPlain(plain)
		for k := range years {
			for lane, got := range years[k] {
				if math.Float64bits(got) != math.Float64bits(plain[k][lane]) {
					t.Fatalf("column %d, lane %d: %v, want %v", k, lane, got, plain[k][lane])
				}
			}
		}
	})
}

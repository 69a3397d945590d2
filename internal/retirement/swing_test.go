package retirement

import (
	"math"
	"testing"

	"alex"
)

func TestSwing(t *testing.T) {
	t.Parallel()
	two := assumptions(t, `{"id":"two","classes":{"equity":{"arithmetic":7,"volatility":18},
		"fixed_income":{"arithmetic":4,"volatility":6}},"correlations":{"equity":{"fixed_income":0.1}},
		"inflation":{"compound":0,"volatility":0}}`)
	tests := []struct {
		name       string
		mix        alex.ClassAllocation
		set        Assumptions
		score      int
		volatility float64
	}{
		{"one class is its own volatility", mix("equity", 100), two, 9, 18},
		{"default equity", mix("equity", 100), DefaultAssumptions(), 9, 16.5},
		{"two classes of the textbook, √(w'Σw) = 11.29530876", mix("equity", 60, "fixed_income", 40), two, 6, 11.295},
		{"cash hardly moves", mix("cash", 100), DefaultAssumptions(), 1, 0.7},
		{"nothing moves", mix("equity", 100), flat(t, "5", "2"), 1, 0},
		{"a class that the set lacks", mix("commodities", 100), two, 1, 0},
		{"an exact even volatility is not rounded up", mix("equity", 100), of(t, "16"), 8, 16},
		{"no more than ten", mix("equity", 100), of(t, "60"), 10, 60},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			score, volatility := Swing(test.mix, test.set)
			if score != test.score || math.Abs(volatility-test.volatility) > 0.02 {
				t.Errorf("Swing is %d of %.4f %%, want %d of %.4f %%", score, volatility, test.score, test.volatility)
			}
		})
	}
}

func of(t *testing.T, volatility string) Assumptions {
	t.Helper()
	return assumptions(t, `{"id":"one","classes":{"equity":{"compound":6,"volatility":`+volatility+`}},
		"inflation":{"compound":2,"volatility":0}}`)
}

package alex_test

import (
	"encoding/json"
	"testing"

	"alex"
)

func TestCostIsExactInText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]alex.Cost{
		"0.00": 0, "0.00315": 3_150_000, "1.50": 1_500_000_000, "0.000000001": 1, "-0.02": -20_000_000, "12345678.90": 12_345_678_900_000_000,
	} {
		got, err := alex.ParseCost(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseCost(%q) = %d, %v; as text %q", text, got, err, got)
		}
		data, err := json.Marshal(got)
		var back alex.Cost
		if err != nil || string(data) != `"`+text+`"` || json.Unmarshal(data, &back) != nil || back != want {
			t.Errorf("%q becomes %s, then %d", text, data, back)
		}
	}
	for _, text := range []string{"", "x", "0.0000000001", "9999999999999"} {
		if got, err := alex.ParseCost(text); err == nil {
			t.Errorf("ParseCost(%q) = %d, want an error", text, got)
		}
	}
}

func TestCostIsNeverToldAsLess(t *testing.T) {
	t.Parallel()
	if got := alex.CostOf(alex.MustDecimal("0.00000000001")); got != 1 {
		t.Errorf("a hundredth of a billionth costs %d", got)
	}
}

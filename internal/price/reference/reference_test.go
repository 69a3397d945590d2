package reference_test

import (
	"testing"

	"alex"
	"alex/internal/price"
	"alex/internal/price/reference"
	"alex/internal/seed"
)

// Every shipped price is answered, passes the rule that guards the feeds, and
// nothing else is answered.
func TestPrices(t *testing.T) {
	t.Parallel()
	instruments, err := seed.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	symbols, want := []alex.Symbol{"NO-SUCH"}, 0
	for _, i := range instruments {
		symbols = append(symbols, i.Symbol)
		if i.Price != nil {
			want++
		}
	}
	var source price.Source = reference.Source{}
	quotes, err := source.Prices(t.Context(), symbols)
	if err != nil {
		t.Fatal(err)
	}
	if len(quotes) != want || want < 27 {
		t.Errorf("%d prices, the table has %d", len(quotes), want)
	}
	for symbol, q := range quotes {
		if reason := price.Judge(q, nil, "2999-01-01"); reason != price.Accepted || q.Source != alex.SourceReference {
			t.Errorf("%s: %q, source %s", symbol, reason, q.Source)
		}
	}
}

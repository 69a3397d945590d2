package api_test

import (
	"net/http"
	"testing"

	"alex"
	"alex/internal/api"
)

// TestPortfolioDividesStocksAndBondsAlone adds the parts up: each list is a
// whole of its own.
func TestPortfolioDividesStocksAndBondsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "")
	p := as[api.Portfolio](t, w.must(t, http.StatusOK, "ann", "GET", "/api/portfolio", ""))
	for name, part := range map[string][]alex.Exposure{
		"stocksByRegion": p.StocksByRegion, "stocksBySector": p.StocksBySector, "bondsByType": p.BondsByType,
	} {
		var sum alex.Percent
		for _, e := range part {
			sum = sum.Add(e.Percent)
		}
		if sum.Cmp(alex.DecimalOf(100)) != 0 {
			t.Errorf("%s sums to %s", name, sum)
		}
	}
	if len(p.TopHoldings) < 2 {
		t.Fatalf("top holdings are %v", p.TopHoldings)
	}
	for i, next := range p.TopHoldings[1:] {
		if next.Value.Cmp(p.TopHoldings[i].Value) > 0 {
			t.Errorf("%s comes before %s, which is worth more", p.TopHoldings[i].Symbol, next.Symbol)
		}
	}
	empty := w.must(t, http.StatusOK, "bob", "GET", "/api/portfolio", "")
	if q := as[api.Portfolio](t, empty); q.StocksByRegion == nil || q.BondsByType == nil || q.TopHoldings == nil {
		t.Errorf("an empty portfolio has null lists: %s", empty.text)
	}
}

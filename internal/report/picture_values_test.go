package report_test

import (
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

// TestChartsShowTheExposures looks that each bar and slice carries the value
// and the share of what it names.
func TestChartsShowTheExposures(t *testing.T) {
	t.Parallel()
	drawn := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSnapshot(rt)
		p := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
		want := map[string][]alex.Exposure{
			"asset_class": p.ByAssetClass, "region": p.ByRegion, "sector": p.StocksBySector(),
		}
		for _, c := range chartsOf(rt, report.Input{Snapshot: s, Portfolio: p}) {
			if list, ok := want[c.Key]; ok {
				drawn++
				sameParts(rt, c, list)
			}
		}
	})
	if drawn == 0 {
		t.Error("no chart was compared")
	}
}

func sameParts(t failer, c alex.Chart, list []alex.Exposure) {
	t.Helper()
	exact := map[string]alex.Exposure{}
	var owned alex.Money
	for _, e := range list {
		exact[e.Name] = e
		if e.Value.Sign() > 0 {
			owned = owned.Add(e.Value)
		}
	}
	for _, point := range c.Data {
		e, known := exact[point.Name]
		if !known && point.Target != nil {
			continue // wanted, not owned
		}
		if e.Value.String() != point.Value.String() {
			t.Errorf("chart %s: %s is %s, want %s", c.Key, point.Name, point.Value, e.Value)
		}
		share := e.Value.PercentOf(owned)
		if miss := point.Percentage.Sub(share).Abs(); miss.Cmp(alex.MustDecimal("0.0101")) > 0 {
			t.Errorf("chart %s: %s has %s %%, want %s", c.Key, point.Name, point.Percentage, share)
		}
	}
}

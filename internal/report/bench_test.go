package report_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

// BenchmarkWriter measures facts and sections of random portfolios and reports
// the 99th percentile; the promise is 20 ms.
func BenchmarkWriter(b *testing.B) {
	w := writer(b)
	var inputs []report.Input
	for seed := range 100 {
		inputs = append(inputs, study(b, rapid.Custom(drawSnapshot).Example(seed)))
	}
	inputs = append(inputs, study(b, wide(2000)))
	took := make([]time.Duration, 0, b.N)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		in := inputs[i%len(inputs)]
		sheet, err := report.Facts(in)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.Sections(in, sheet, func(string) bool { return true }); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// wide is one account with many positions.
func wide(positions int) alex.Snapshot {
	s := rapid.Custom(drawSnapshot).Example(1)
	s.Accounts = []alex.Account{{Name: "Brokerage", Type: alex.Taxable}}
	for i := range positions {
		symbol := alex.Symbol("W" + alex.DecimalOf(int64(i)).String())
		price := alex.DecimalOf(int64(10 + i%90))
		s.Accounts[0].Positions = append(s.Accounts[0].Positions, alex.Position{Symbol: symbol, Quantity: alex.DecimalOf(3), Price: &price, PriceAsOf: s.AsOf})
		s.Instruments = append(s.Instruments, alex.Instrument{
			Symbol: symbol, Name: string(symbol), Type: alex.Stock, Currency: "USD",
			AssetClasses: alex.ClassAllocation{alex.Equity: alex.PercentOf100(100)},
			Regions:      alex.RegionAllocation{alex.Europe: alex.PercentOf100(100)},
			Sectors:      alex.SectorAllocation{alex.Energy: alex.PercentOf100(100)},
		})
	}
	return s
}

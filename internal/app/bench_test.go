package app_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"alex/internal/app"
	"alex/internal/seed"
)

func BenchmarkAnalyzeHousehold(b *testing.B) {
	benchAnalyze(b, household(b, filepath.Join(households, "near-retirement-couple")), 100)
}

func BenchmarkAnalyze15Positions(b *testing.B) { benchAnalyze(b, referencePortfolio(b, 15, 3), 100) }

func BenchmarkAnalyze2000Positions(b *testing.B) { benchAnalyze(b, referencePortfolio(b, 2000, 8), 5) }

// referencePortfolio holds n positions of the reference instruments, over and
// over, spread over some accounts.
func referencePortfolio(b *testing.B, n, accounts int) app.Analysis {
	b.Helper()
	instruments, err := seed.Instruments()
	if err != nil {
		b.Fatal(err)
	}
	rows := many(n, func(i int) string {
		known := instruments[i%len(instruments)]
		return holding(fmt.Sprintf("Account %d", i%accounts+i/len(instruments)*accounts), string(known.Symbol), "", "12.5", "42.17")
	})
	return app.Analysis{Files: []app.PositionsFile{text("positions.csv", columns+rows)}}
}

// benchAnalyze measures whole analyses, so many at a time: their median and their 99th
// percentile, in milliseconds.
func benchAnalyze(b *testing.B, in app.Analysis, runs int) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		for range runs {
			start := time.Now()
			if _, err := app.Analyze(b.Context(), in); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	quantile := func(p int) float64 { return took[(len(took)*p+99)/100-1].Seconds() * 1000 }
	b.ReportMetric(quantile(50), "p50-ms")
	b.ReportMetric(quantile(99), "p99-ms")
	b.ReportMetric(0, "ns/op") // of all of them: says nothing
}

package retirement

import (
	"context"
	"fmt"
	"testing"

	"alex"
)

// longPlan is 60 years over all six classes.
func longPlan() alex.Plan {
	plan := saverWhoRetires()
	plan.CurrentAge, plan.HorizonAge = 35, 95
	plan.Allocation = mix("equity", 50, "fixed_income", 20, "real_estate", 10, "commodities", 5, "cash", 10, "alternatives", 5)
	return plan
}

// BenchmarkProject is a whole projection of 10,000 paths × 60 years × 6
// classes; paths/s is what `make bench` prints.
func BenchmarkProject(b *testing.B) {
	for _, workers := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				if _, err := Project(context.Background(), longPlan(), Options{Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*DefaultPaths/b.Elapsed().Seconds(), "paths/s")
		})
	}
}

// BenchmarkStages times what a projection is made of, on one worker.
func BenchmarkStages(b *testing.B) {
	ctx, plan := context.Background(), longPlan()
	m, err := newMarket(plan, DefaultAssumptions())
	if err != nil {
		b.Fatal(err)
	}
	drawn, err := drawFutures(ctx, m, DefaultPaths, 1, 1)
	if err != nil {
		b.Fatal(err)
	}
	s := newSchedule(plan, TimingStart)
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			if _, err := drawFutures(ctx, m, DefaultPaths, 1, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("walk", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.walkAll(ctx, drawn, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("summarize", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			all, err := s.walkAll(ctx, drawn, 1)
			b.StartTimer()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := summarize(ctx, all, plan.CurrentAge, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

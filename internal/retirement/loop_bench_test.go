package retirement

import (
	"cmp"
	"slices"
	"testing"
	"time"
)

// BenchmarkAgainstC times one thread over 10,000 paths × 60 years × 6 classes
// against a C loop that is compiled now and takes turns with it, so that
// whatever slows this machine slows both: c-same draws the same normals,
// c-free those that are fastest to draw. The goal for engine/c-same is 1.5, at
// worst 2. A ratio is that of the fastest runs of all; a paired one is the
// median of each turn's own, which a busy machine bends less.
func BenchmarkAgainstC(b *testing.B) {
	binary, ok := buildLoopC(b)
	if !ok {
		b.Skip("no C compiler here")
	}
	const turns, runs = 11, 3
	j := newLoopJob(b, longPlan(), 1, DefaultPaths)
	contest := map[string]func() loopResult{ // in a new order each turn
		"engine": func() loopResult { return timeLoop(runs, func() (int, float64) { return engineLoop(b, j) }) },
		"plain":  func() loopResult { return timeLoop(runs, func() (int, float64) { return plainLoop(j) }) },
		"c-same": func() loopResult { return runLoopC(b, binary, j, "same", runs) },
		"c-free": func() loopResult { return runLoopC(b, binary, j, "free", runs) },
	}
	least, medians := map[string][]time.Duration{}, map[string][]time.Duration{}
	for b.Loop() {
		for range turns {
			for name, run := range contest {
				r := run()
				least[name], medians[name] = append(least[name], r.least), append(medians[name], r.median)
			}
		}
	}
	b.ReportMetric(0, "ns/op") // of all of them together: says nothing
	for name := range contest {
		b.ReportMetric(float64(slices.Min(least[name])), name+"-ns")
		b.ReportMetric(float64(middle(medians[name])), name+"-median-ns")
	}
	for _, pair := range [][2]string{{"engine", "c-same"}, {"engine", "c-free"}, {"plain", "c-same"}} {
		reportRatio(b, pair[0]+"/"+pair[1], least[pair[0]], least[pair[1]])
	}
}

func reportRatio(b *testing.B, name string, mine, theirs []time.Duration) {
	b.ReportMetric(float64(slices.Min(mine))/float64(slices.Min(theirs)), name)
	each := make([]float64, len(mine))
	for turn := range each {
		each[turn] = float64(mine[turn]) / float64(theirs[turn])
	}
	b.ReportMetric(middle(each), name+"-paired")
}

// timeLoop runs a Go loop as runLoopC runs the C one.
func timeLoop(runs int, loop func() (int, float64)) loopResult {
	var r loopResult
	times := make([]time.Duration, runs)
	for i := range times {
		begin := time.Now()
		r.successes, r.ending = loop()
		times[i] = time.Since(begin)
	}
	r.least, r.median = slices.Min(times), middle(times)
	return r
}

func middle[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

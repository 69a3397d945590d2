package sqlindex_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// Sizes of the benchmark.
const (
	shelfDocuments = 250
	shelfEach      = 400 // passages of a document: 100,000 in all
	shelfDimension = 384
)

// BenchmarkNearest asks an index of 100,000 passages of everybody's and tells the
// 50th and the 99th of a hundred times, how often as long a question takes as
// comparing the vectors alone, what the first question costs, which reads them
// all, and the memory that they keep.
func BenchmarkNearest(b *testing.B) {
	s := sqlitetest.Seeded(b)
	model := knowledge.Model{Name: "random", Dimension: shelfDimension}
	random := rand.New(rand.NewPCG(1, 2))
	fill(b, s, model, random)
	index := sqlindex.New(s, model)
	question := unit(random)

	before := heap()
	begun := time.Now()
	if _, err := index.Nearest(b.Context(), "somebody", question, 5); err != nil {
		b.Fatal(err)
	}
	first, grown := time.Since(begun), heap()-before

	var times []time.Duration
	for b.Loop() {
		begun := time.Now()
		near, err := index.Nearest(b.Context(), "somebody", question, 5)
		if err != nil || len(near) != 5 {
			b.Fatal(near, err)
		}
		times = append(times, time.Since(begun))
	}
	b.ReportMetric(first.Seconds()*1000, "first-ms")
	b.ReportMetric(float64(grown)/(1<<20), "MB")
	slices.Sort(times)
	at := func(part int) float64 { return times[(len(times)-1)*part/100].Seconds() * 1000 }
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
	b.ReportMetric(at(50)/compare(question, random), "times-comparing")
}

// compare is how long comparing as many vectors takes, in milliseconds.
func compare(question knowledge.Vector, random *rand.Rand) float64 {
	vectors := make([]float32, shelfDocuments*shelfEach*shelfDimension)
	for i := range vectors {
		vectors[i] = random.Float32()
	}
	best, begun := 0.0, time.Now()
	for i := 0; i < len(vectors); i += shelfDimension {
		best = max(best, knowledge.Cosine(question, vectors[i:][:shelfDimension]))
	}
	runtime.KeepAlive(best)
	return time.Since(begun).Seconds() * 1000
}

func fill(b *testing.B, s *store.Store, model knowledge.Model, random *rand.Rand) {
	b.Helper()
	keeper, index := sqlindex.Keeper(s), sqlindex.New(s, model)
	if _, err := keeper.Settle(b.Context(), model); err != nil {
		b.Fatal(err)
	}
	for i := range shelfDocuments {
		passages := make([]string, shelfEach)
		for k := range passages {
			passages[k] = strings.Repeat(fmt.Sprintf("Passage %d of text %d. ", k, i), 20)
		}
		d, err := keeper.Add(b.Context(), knowledge.NewDocument{
			Source: "bench", Title: fmt.Sprintf("Text %d", i), Origin: alex.OriginIngest, ContentHash: fmt.Sprintf("%064d", i), Passages: passages,
		})
		if err != nil {
			b.Fatal(err)
		}
		entries := make([]knowledge.Entry, shelfEach)
		for k := range entries {
			entries[k] = knowledge.Entry{Place: knowledge.Place{Document: d.ID, Ordinal: k}, Vector: unit(random)}
		}
		if err := index.Put(b.Context(), knowledge.Everybody, d.ID, entries); err != nil {
			b.Fatal(err)
		}
		if err := keeper.Indexed(b.Context(), d.ID, model); err != nil {
			b.Fatal(err)
		}
	}
}

func unit(random *rand.Rand) knowledge.Vector {
	v := make(knowledge.Vector, shelfDimension)
	for i := range v {
		v[i] = float32(random.NormFloat64())
	}
	v, _ = knowledge.Unit(v)
	return v
}

// heap is what is in use, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // it fits
}

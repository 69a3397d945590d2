package retirement

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// batch is how many paths are worked on between two looks at the context.
const batch = 256

// futures are drawn once and walked as often as a plan changes: real growth
// factors and deflators of every path, path by path.
type futures struct {
	paths, years int
	growths      []float64 // paths × years
	deflators    []float64 // paths × (years + 1)
}

// drawFutures draws every path from a stream of its own, PCG(seed, path), so
// that neither the number of paths nor of workers changes any one of them.
func drawFutures(ctx context.Context, m *market, paths, workers int, seed uint64) (*futures, error) {
	years := len(m.weights)
	f := &futures{
		paths: paths, years: years,
		growths:   make([]float64, paths*years),
		deflators: make([]float64, paths*(years+1)),
	}
	err := inBatches(ctx, paths, workers, func(first, last int) {
		source := rand.NewPCG(seed, 0)
		rng := rand.New(source)
		for path := first; path < last; path++ {
			source.Seed(seed, uint64(path))
			m.draw(rng, f.growth(path), f.deflator(path))
		}
	})
	return f, err
}

func (f *futures) growth(path int) []float64 {
	return f.growths[path*f.years : (path+1)*f.years : (path+1)*f.years]
}

func (f *futures) deflator(path int) []float64 {
	n := f.years + 1
	return f.deflators[path*n : (path+1)*n : (path+1)*n]
}

// inBatches runs work over [0, count) in batches on several workers and stops
// between batches when ctx ends.
func inBatches(ctx context.Context, count, workers int, work func(first, last int)) error {
	return inTurns(ctx, (count+batch-1)/batch, workers, func(turn int) {
		work(turn*batch, min((turn+1)*batch, count))
	})
}

// inTurns runs work for each turn in [0, turns) on workers (GOMAXPROCS if
// below 1) and stops between turns when ctx ends.
func inTurns(ctx context.Context, turns, workers int, work func(turn int)) error {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, turns) {
		group.Go(func() {
			for ctx.Err() == nil {
				turn := int(next.Add(1)) - 1
				if turn >= turns {
					return
				}
				work(turn)
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

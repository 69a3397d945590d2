package retirement

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// lanes is how many futures lie side by side: one cache line, and one vector
// register of the widest processors.
const lanes = 8

// wide is one figure of eight futures.
type wide [lanes]float64

// batch is how many futures are worked on between two looks at the context.
const batch = 256

// Processors is how much is worth computing side by side: a program that also
// answers requests has more threads than the machine has processors.
func Processors() int { return min(runtime.GOMAXPROCS(0), runtime.NumCPU()) }

// inBatches runs work over [0, count) in batches on several workers and stops
// between batches when ctx ends. Every batch begins at a multiple of lanes.
func inBatches(ctx context.Context, count, workers int, work func(first, last int)) error {
	return inTurns(ctx, (count+batch-1)/batch, workers, func(turn int) {
		work(turn*batch, min((turn+1)*batch, count))
	})
}

// inTurns runs work for each turn in [0, turns) on workers (Processors if
// below 1) and stops between turns when ctx ends.
func inTurns(ctx context.Context, turns, workers int, work func(turn int)) error {
	if workers < 1 {
		workers = Processors()
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, turns) {
		group.Go(func() {
			giveWay()
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

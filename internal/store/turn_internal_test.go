package store

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"alex"
)

func TestTurns(t *testing.T) {
	t.Parallel()
	s := &Store{}
	var inside, most atomic.Int32
	var writers sync.WaitGroup
	for range 50 {
		writers.Go(func() {
			_ = s.inTurn(t.Context(), "p", func() error {
				if n := inside.Add(1); n > most.Load() {
					most.Store(n)
				}
				inside.Add(-1)
				return nil
			})
		})
	}
	writers.Wait()
	if most.Load() != 1 || len(s.turns.queues) != 0 {
		t.Errorf("%d writers at once, %d queues left", most.Load(), len(s.turns.queues))
	}
	ended, end := context.WithCancel(t.Context())
	end()
	err := s.inTurn(t.Context(), "p", func() error {
		_ = s.inTurn(t.Context(), "other", func() error { return nil })
		_ = s.inTurn(t.Context(), "", func() error { return nil })
		return s.inTurn(ended, "p", func() error { t.Error("a second writer passed"); return nil })
	})
	if alex.CodeOf(err) != alex.CodeUnavailable || len(s.turns.queues) != 0 {
		t.Errorf("a wait that ended: %v, %d queues left", err, len(s.turns.queues))
	}
}

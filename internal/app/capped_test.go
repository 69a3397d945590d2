package app

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"alex"
	"alex/internal/llm"
)

// free is a ledger without limits.
type free struct{}

func (free) Reserve(_ context.Context, _ llm.Caller, most llm.Estimate) (llm.Hold, error) {
	return llm.Hold{Most: most}, nil
}

func (free) Settle(context.Context, llm.Hold, alex.ModelCall) error { return nil }

// TestCapOfAJobHoldsSideBySide has fifty agents reserve at once what only five
// may have, and gives back what is settled for less.
func TestCapOfAJobHoldsSideBySide(t *testing.T) {
	t.Parallel()
	c := &capped{Ledger: free{}, most: llm.Estimate{Tokens: 1000, Cost: alex.Dollar}, spent: llm.Estimate{Tokens: 500}}
	most := llm.Estimate{Tokens: 100, Cost: alex.Dollar / 100}
	var got atomic.Int64
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			_, err := c.Reserve(t.Context(), llm.Caller{}, most)
			switch {
			case err == nil:
				got.Add(1)
			case llm.KindOf(err) != llm.Runaway:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got.Load() != 5 {
		t.Errorf("%d of 50 were let through, want 5", got.Load())
	}
	if err := c.Settle(t.Context(), llm.Hold{Most: most}, alex.ModelCall{Tokens: alex.Tokens{Input: 10}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Reserve(t.Context(), llm.Caller{}, llm.Estimate{Tokens: 90}); err != nil {
		t.Errorf("what was given back cannot be had: %v", err)
	}
	if _, err := c.Reserve(t.Context(), llm.Caller{}, llm.Estimate{Cost: alex.Dollar}); llm.KindOf(err) != llm.Runaway {
		t.Errorf("over the cost: %v", err)
	}
}

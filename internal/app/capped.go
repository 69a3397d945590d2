package app

import (
	"context"
	"sync"

	"alex"
	"alex/internal/llm"
)

// capped holds one job to what it may use of models: each try of each agent is
// reserved before it is made, also where agents ask side by side. What earlier
// claims of the job have used counts.
type capped struct {
	llm.Ledger
	most llm.Estimate

	mu    sync.Mutex
	spent llm.Estimate // held or settled
}

// Reserve holds an estimate against the cap of the job, then against the limits
// of the person.
func (c *capped) Reserve(ctx context.Context, by llm.Caller, most llm.Estimate) (llm.Hold, error) {
	if !c.take(most) {
		return llm.Hold{}, &llm.Fault{Kind: llm.Runaway, Detail: "this analysis has used what it may of models"}
	}
	hold, err := c.Ledger.Reserve(ctx, by, most)
	if err != nil {
		c.give(most)
	}
	return hold, err
}

// Settle counts what a call came to in place of its estimate.
func (c *capped) Settle(ctx context.Context, h llm.Hold, call alex.ModelCall) error {
	c.give(llm.Estimate{Tokens: h.Most.Tokens - call.Tokens.Total(), Cost: h.Most.Cost - call.Cost})
	return c.Ledger.Settle(ctx, h, call)
}

func (c *capped) take(most llm.Estimate) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.spent.Tokens+most.Tokens > c.most.Tokens || c.spent.Cost+most.Cost > c.most.Cost {
		return false
	}
	c.spent.Tokens, c.spent.Cost = c.spent.Tokens+most.Tokens, c.spent.Cost+most.Cost
	return true
}

func (c *capped) give(back llm.Estimate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spent.Tokens, c.spent.Cost = c.spent.Tokens-back.Tokens, c.spent.Cost-back.Cost
}

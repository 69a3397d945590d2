package app

import (
	"context"
	"errors"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/llm"
	"alex/internal/store"
)

// Ledger keeps in the store what calls of models come to, and holds them to
// the limits of a person and a day. It is an llm.Ledger.
type Ledger struct {
	Store  *store.Store
	Limits store.Limits
	Now    func() time.Time
}

var _ llm.Ledger = Ledger{}

// limits are those of one person and a day in UTC.
func limits(cfg config.Config) store.Limits {
	return store.Limits{Tokens: cfg.UserDailyTokens, Cost: cfg.UserDailyCost}
}

// Reserve holds an estimate on the day that it is now in UTC. Where the limits
// do not allow it the answer is an *llm.Fault of kind OverBudget.
func (l Ledger) Reserve(ctx context.Context, by llm.Caller, most llm.Estimate) (llm.Hold, error) {
	day := alex.DateOf(l.Now().UTC())
	err := l.Store.System().ReserveModel(ctx, by.Person, day, most.Tokens, most.Cost, l.Limits)
	if over, is := errors.AsType[*alex.Error](err); is && over.Code == alex.CodeOverLimit {
		return llm.Hold{}, &llm.Fault{
			Kind: llm.OverBudget, RetryAfter: over.RetryAfter, Detail: "the person's limit of the day", Err: err,
		}
	}
	if err != nil {
		return llm.Hold{}, err
	}
	return llm.Hold{Day: day, Most: most}, nil
}

// settleTime is how long a call may take to be written down, past the end of
// whatever it was made for.
const settleTime = 5 * time.Second

// Settle writes the call down and counts it on the day of its hold. What was
// spent is kept even where nobody waits for it any more.
func (l Ledger) Settle(ctx context.Context, h llm.Hold, call alex.ModelCall) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	return l.Store.System().SettleModel(ctx, h.Day, h.Most.Tokens, h.Most.Cost, call)
}

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
// the limits of a person and a day, and of a job. It is an llm.Ledger.
type Ledger struct {
	Store  *store.Store
	Limits store.Limits // of a person and a day
	Job    store.Limits // of a job, over all its claims
	Now    func() time.Time
}

var _ llm.Ledger = Ledger{}

// limits are those of one person and a day in UTC.
func limits(cfg config.Config) store.Limits {
	return store.Limits{Tokens: cfg.UserDailyTokens, Cost: cfg.UserDailyCost}
}

// Reserve holds an estimate on the day that it is now in UTC, and for the job if
// there is one. Where the limits do not allow it the answer is an *llm.Fault: of
// kind OverBudget for those of the day, Runaway for those of the job, and Withdrawn
// where the person has taken back in the middle of a job what they allowed.
func (l Ledger) Reserve(ctx context.Context, by llm.Caller, most llm.Estimate) (llm.Hold, error) {
	if by.Job != "" && by.At != "" {
		person, err := l.Store.As(by.Person).Person(ctx)
		if err != nil {
			return llm.Hold{}, err
		}
		if !person.Allows(by.At) {
			return llm.Hold{}, &llm.Fault{Kind: llm.Withdrawn, Detail: "the person no longer allows it"}
		}
	}
	day := alex.DateOf(l.Now().UTC())
	err := l.Store.System().ReserveModel(ctx, store.Reservation{
		Person: by.Person, Day: day, Job: by.Job, Tokens: most.Tokens, Cost: most.Cost,
	}, l.Limits, l.Job)
	if err != nil {
		return llm.Hold{}, refused(err)
	}
	return llm.Hold{Day: day, Most: most}, nil
}

// refused is what err means where it is a limit.
func refused(err error) error {
	over, ok := errors.AsType[*alex.Error](err)
	switch {
	case ok && over.Code == alex.CodeOverLimit:
		return &llm.Fault{Kind: llm.OverBudget, RetryAfter: over.RetryAfter, Detail: "the person's limit of the day", Err: err}
	case ok && over.Code == alex.CodeTooLarge:
		return &llm.Fault{Kind: llm.Runaway, Detail: "this analysis has used what it may of models", Err: err}
	}
	return err
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

package llm

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// RetryPolicy says how often and how long a call is tried.
type RetryPolicy struct {
	Tries int           // at most, the first among them; less than 1 is 1
	First time.Duration // about the wait before the second; each after it is about twice as long
	Most  time.Duration // the longest wait; a provider that asks for more is not asked again
	Each  time.Duration // the most that one try may take; 0 is as long as its context
}

// Retried tries again what may pass by itself, after waits that grow with
// jitter, or as long as the provider said. It never waits past the deadline of
// the context: then the last fault is the answer. The answer counts what all
// tries were charged.
func Retried(c Client, p RetryPolicy) Client { return &retried{c, p} }

type retried struct {
	Client
	policy RetryPolicy
}

func (c *retried) Complete(ctx context.Context, r Request) (Response, error) {
	var last error
	var spent Response
	response, err := backoff.Retry(ctx, func() (Response, error) {
		response, err := c.try(ctx, r)
		last = err // backoff hands on its own
		spent.Tokens, spent.Cost = spent.Tokens.Plus(response.Tokens), spent.Cost+response.Cost
		return response, c.policy.next(err)
	}, c.policy.options(ctx)...)
	response.Tokens, response.Cost = spent.Tokens, spent.Cost
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return response, Broken(ctx, last)
	}
	return response, last
}

func (c *retried) try(ctx context.Context, r Request) (Response, error) {
	if c.policy.Each > 0 {
		each, cancel := context.WithTimeout(ctx, c.policy.Each)
		defer cancel()
		ctx = each
	}
	return c.Client.Complete(ctx, r)
}

// next says what backoff does about err.
func (p RetryPolicy) next(err error) error {
	if err == nil {
		return nil
	}
	fault, ok := errors.AsType[*Fault](err)
	if !ok || !fault.Kind.Passing() {
		return backoff.Permanent(err)
	}
	if fault.RetryAfter > p.Most && p.Most > 0 {
		return backoff.Permanent(err) // sooner than told is no better than now
	}
	if fault.RetryAfter > 0 {
		return &backoff.RetryAfterError{Duration: fault.RetryAfter}
	}
	return err
}

const jitter = 0.5

func (p RetryPolicy) options(ctx context.Context) []backoff.RetryOption {
	wait := &backoff.ExponentialBackOff{
		InitialInterval: p.First, Multiplier: 2, RandomizationFactor: jitter,
		MaxInterval: time.Duration(float64(p.Most) / (1 + jitter)),
	}
	var left time.Duration // 0 is without end
	if deadline, ok := ctx.Deadline(); ok {
		left = max(1, time.Until(deadline))
	}
	return []backoff.RetryOption{
		backoff.WithBackOff(wait), backoff.WithMaxTries(uint(max(1, p.Tries))), backoff.WithMaxElapsedTime(left),
	}
}

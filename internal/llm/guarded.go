package llm

import (
	"context"
	"errors"
	"time"

	"github.com/sony/gobreaker/v2"
)

// BreakerPolicy says when a circuit opens and how long it rests.
type BreakerPolicy struct {
	Faults int           // in a row that open it; less than 1 is 1
	Rest   time.Duration // until one call is let through to see; 0 is a minute
}

// Breaker keeps calls from a model that does not answer. It opens after faults
// in a row that may pass or that say there is no way to the host, and at once
// where the key is not accepted. Faults of what was asked or said show that the
// model answers. Build one for each model and share it by all jobs.
type Breaker struct {
	circuit *gobreaker.CircuitBreaker[Response]
}

// NewBreaker is a closed circuit.
func NewBreaker(p BreakerPolicy) *Breaker {
	refused := false // both functions run under the circuit's lock
	return &Breaker{gobreaker.NewCircuitBreaker[Response](gobreaker.Settings{
		Timeout: p.Rest,
		IsSuccessful: func(err error) bool {
			kind := KindOf(err)
			refused = kind == Unauthorized
			return !refused && !kind.Passing() && kind != Unreachable
		},
		IsExcluded: func(err error) bool {
			return err != nil && KindOf(err) == "" // the caller gave up
		},
		ReadyToTrip: func(n gobreaker.Counts) bool {
			return refused || int(n.ConsecutiveFailures) >= max(1, p.Faults)
		},
	})}
}

// Open reports that the model is not asked for a while.
func (b *Breaker) Open() bool { return b.circuit.State() == gobreaker.StateOpen }

// Guarded asks while the circuit is closed. While it is open the answer is a
// *Fault of kind Open, and nothing is asked.
func Guarded(c Client, b *Breaker) Client { return &guarded{c, b} }

type guarded struct {
	Client
	breaker *Breaker
}

func (c *guarded) Complete(ctx context.Context, r Request) (Response, error) {
	response, err := c.breaker.circuit.Execute(func() (Response, error) { return c.Client.Complete(ctx, r) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return Response{}, &Fault{Kind: Open}
	}
	return response, err
}

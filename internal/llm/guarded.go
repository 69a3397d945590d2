package llm

import (
	"context"
	"errors"
	"sync/atomic"
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
	// Opened is told of the fault that opened the circuit; set before the first call,
	// or nil. It runs under the circuit's lock: it may neither ask the breaker nor wait.
	Opened func(last *Fault)

	circuit *gobreaker.CircuitBreaker[Response]
	last    atomic.Pointer[Fault] // that was counted
}

// NewBreaker is a closed circuit.
func NewBreaker(p BreakerPolicy) *Breaker {
	refused, b := false, &Breaker{} // all functions run under the circuit's lock
	b.circuit = gobreaker.NewCircuitBreaker[Response](gobreaker.Settings{
		Timeout: p.Rest,
		IsSuccessful: func(err error) bool {
			kind := KindOf(err)
			refused = kind == Unauthorized
			if !refused && !kind.Passing() && kind != Unreachable {
				return true
			}
			fault, _ := errors.AsType[*Fault](err)
			b.last.Store(fault)
			return false
		},
		IsExcluded: func(err error) bool {
			return err != nil && KindOf(err) == "" // the caller gave up
		},
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if to == gobreaker.StateOpen && b.Opened != nil {
				b.Opened(b.last.Load())
			}
		},
		ReadyToTrip: func(n gobreaker.Counts) bool {
			return refused || int(n.ConsecutiveFailures) >= max(1, p.Faults)
		},
	})
	return b
}

// Open reports that the model is not asked for a while.
func (b *Breaker) Open() bool { return b.circuit.State() == gobreaker.StateOpen }

// Guarded asks while the circuit is closed. While it is open the answer is a
// *Fault of kind Open that wraps the last one counted, and nothing is asked.
func Guarded(c Client, b *Breaker) Client { return &guarded{c, b} }

type guarded struct {
	Client
	breaker *Breaker
}

func (c *guarded) Complete(ctx context.Context, r Request) (Response, error) {
	response, err := c.breaker.circuit.Execute(func() (Response, error) { return c.Client.Complete(ctx, r) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		open := &Fault{Kind: Open}
		if last := c.breaker.last.Load(); last != nil {
			open.Err = last
		}
		return Response{}, open
	}
	return response, err
}

package dataapi

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// How long one call is tried again, and how long the pauses between may be in all. A
// paused cluster takes about fifteen seconds to wake, and longer after a day.
const (
	patience       = 10 * time.Second
	resumePatience = 60 * time.Second
	firstPause     = 50 * time.Millisecond // on average; any between nothing and twice that
	longestPause   = 2 * time.Second
)

// try makes a call, and makes it again as long as that may help and cannot do
// anything twice: where it was not carried out, or where it is safe to carry out
// twice.
func (c *Connector) try(ctx context.Context, safe bool, do func(context.Context) error) error {
	pauses := &backoff.ExponentialBackOff{
		InitialInterval: firstPause, Multiplier: 2, RandomizationFactor: 1, MaxInterval: longestPause,
	}
	pauses.Reset()
	begun := time.Now()
	for waited := time.Duration(0); ; {
		err := failed(ctx, do(ctx))
		f, ok := errors.AsType[*Error](err)
		if !ok {
			return err
		}
		most := patience
		switch {
		case f.kind == resuming:
			most = resumePatience
		case f.kind == throttled, f.kind == noLogin, f.kind == unknown && safe:
		default:
			return f
		}
		pause := pauses.NextBackOff()
		if waited += pause; waited > most || time.Since(begun) > most {
			return f
		}
		if err := c.sleep(ctx, pause); err != nil {
			return failed(ctx, err)
		}
	}
}

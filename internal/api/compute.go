package api

import (
	"context"
	"errors"
	"time"

	"alex"
	"alex/internal/store"
)

// compute runs what keeps a processor busy, as much at a time as there are
// processors, and one thing at a time of a person; what waits too long is answered with 503.
func (s *Server) compute(ctx context.Context, do func(context.Context) error) error {
	leave, err := s.processors.take(ctx, caller(ctx))
	if err != nil {
		return tooBusy(err)
	}
	defer leave()
	err = do(ctx)
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return tooBusy(err)
	}
	return err
}

func tooBusy(err error) error {
	return &alex.Error{
		Code: alex.CodeUnavailable, Message: "there is too much to compute just now; try again",
		RetryAfter: 2 * time.Second, Err: err,
	}
}

// computed is what do gives, run by compute.
func computed[T any](ctx context.Context, s *Server, do func(context.Context) (T, error)) (out T, err error) {
	err = s.compute(ctx, func(ctx context.Context) (err error) {
		if err = ctx.Err(); err == nil {
			out, err = do(ctx)
		}
		return err
	})
	return out, err
}

// manyPositions keep a processor busy when they are valued.
const manyPositions = 1_000

func large(held store.Belongings) bool {
	positions := len(held.Accounts)
	for _, a := range held.Accounts {
		positions += len(a.Positions)
	}
	return positions > manyPositions
}

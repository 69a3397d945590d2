package api

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/store"
)

// slow is a round that ends when it is let.
type slow struct {
	let   chan struct{}
	ended chan error // what its context said in the end
}

func (s *slow) Begin(ctx context.Context, _ string) (store.ResearchRound, error) {
	<-s.let
	s.ended <- ctx.Err()
	return store.ResearchRound{ID: "r"}, nil
}

func (*slow) Plan(context.Context) (time.Duration, *time.Time, error) { return 0, nil, nil }

// TestALongRoundGoesOn: the request ends after ten seconds, or with the client,
// and the round does not.
func TestALongRoundGoesOn(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]time.Duration{"the request waits": 0, "the client goes": 3 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				round := &slow{make(chan struct{}), make(chan error, 1)}
				s, begun := &Server{Research: round}, time.Now()
				ctx, want := t.Context(), longWork
				if gone > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, gone)
					defer cancel()
					want = gone
				}
				out, err := s.adminBeginResearch(ctx, &postResearch{})
				if took := time.Since(begun); err != nil || out.Body.Round != nil || took != want {
					t.Errorf("after %v: %+v, %v", took, out, err)
				}
				close(round.let)
				if err := <-round.ended; err != nil {
					t.Errorf("the round was stopped: %v", err)
				}
			})
		})
	}
}

// TestARoundThatFails is the request's failure, while it waits.
func TestARoundThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, ended, err := soon(t.Context(), func(context.Context) (int, error) {
			time.Sleep(longWork - time.Second)
			return 0, alex.Errorf(alex.CodeUnavailable, "away")
		})
		if !ended || alex.CodeOf(err) != alex.CodeUnavailable {
			t.Errorf("it ended: %v, %v", ended, err)
		}
	})
}

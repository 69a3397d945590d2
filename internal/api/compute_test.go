package api

import (
	"context"
	"errors"
	"testing"

	"alex"
)

// TestWorkWaitsForAPlace: while one thing of a person's is being computed,
// nothing else of theirs begins, not even its reading.
func TestWorkWaitsForAPlace(t *testing.T) {
	t.Parallel()
	s := &Server{processors: newPlaces(2)}
	ann := context.WithValue(t.Context(), personKey, alex.PersonID("ann"))
	defer taken(t, s.processors, "ann")()
	ann, cancel := context.WithCancel(ann)
	cancel()
	for name, ask := range map[string]func() error{
		"a worksheet":    func() error { _, err := s.rebalance(ann, &postRebalance{}); return err },
		"a verification": func() error { _, err := s.verifyReport(ann, &ByID{}); return err },
	} {
		err := ask()
		var e *alex.Error
		if !errors.As(err, &e) || e.Code != alex.CodeUnavailable || e.RetryAfter == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNothingBeginsTooLate: what got its place when its time was over is not
// begun.
func TestNothingBeginsTooLate(t *testing.T) {
	t.Parallel()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 { // a free place and the end may both be seen first
		_, err := computed(over, &Server{processors: newPlaces(2)}, func(context.Context) (int, error) {
			t.Error("it was begun")
			return 0, nil
		})
		if alex.CodeOf(err) != alex.CodeUnavailable {
			t.Errorf("%v", err)
		}
	}
}

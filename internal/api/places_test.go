package api

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"alex"
)

// taken takes a place that must be free.
func taken(t *testing.T, p *places, who alex.PersonID) (leave func()) {
	t.Helper()
	leave, err := p.take(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

// refusedPlace takes a place that must not be free.
func refusedPlace(t *testing.T, p *places, who alex.PersonID) {
	t.Helper()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	// Where both are ready either may be chosen, so one try proves nothing.
	for range 50 {
		if leave, err := p.take(over, who); !errors.Is(err, context.Canceled) {
			leave()
			t.Fatalf("%s has a place too many", who)
		}
	}
}

// TestPlaces: one of each person, two in all, and each can be had again.
func TestPlaces(t *testing.T) {
	t.Parallel()
	p := newPlaces(2)
	for range 3 {
		ann := taken(t, p, "ann")
		refusedPlace(t, p, "ann")
		bob := taken(t, p, "bob")
		refusedPlace(t, p, "cid")
		ann()
		refusedPlace(t, p, "bob")
		cid := taken(t, p, "cid")
		cid()
		bob()
	}
	if len(p.own) != 0 {
		t.Errorf("%d people are remembered who want nothing", len(p.own))
	}
}

func TestPlacesInARace(t *testing.T) {
	t.Parallel()
	p := newPlaces(2)
	var inside, most atomic.Int64
	var group sync.WaitGroup
	for n := range 60 {
		group.Go(func() {
			leave, err := p.take(t.Context(), alex.PersonID([]string{"ann", "bob", "cid"}[n%3]))
			if err != nil {
				t.Error(err)
				return
			}
			for now := inside.Add(1); now > most.Load(); {
				most.Store(now)
			}
			inside.Add(-1)
			leave()
		})
	}
	group.Wait()
	if most.Load() > 2 || len(p.own) != 0 {
		t.Errorf("%d were inside at once, %d are remembered", most.Load(), len(p.own))
	}
}

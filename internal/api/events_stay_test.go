package api_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
)

// guests may stay until they are shown out; away is the database's absence.
type guests struct {
	tokens
	out, away atomic.Bool
	asked     atomic.Int64
}

func (g *guests) Stay(_ context.Context, token string) (func(context.Context) error, error) {
	if token != "token-of-ann" {
		return nil, alex.Errorf(alex.CodeUnauthorized, "no token")
	}
	return func(context.Context) error {
		defer g.asked.Add(1)
		switch {
		case g.out.Load():
			return alex.Errorf(alex.CodeUnauthorized, "this session has ended")
		case g.away.Load():
			return alex.Errorf(alex.CodeUnavailable, "try again")
		default:
			return nil
		}
	}, nil
}

// TestStreamsEndWithTheSession: who was signed out, or disabled, hears no more;
// an absent database ends nothing.
func TestStreamsEndWithTheSession(t *testing.T) {
	t.Parallel()
	g := &guests{}
	w := newWorld(t, fast, func(s *api.Server) { s.Auth, s.Hub.Recheck = g, 5*time.Millisecond })
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	f := w.follow(t, "ann", id)
	f.until(t, "status", "pending")
	g.away.Store(true)
	for before := g.asked.Load(); g.asked.Load() < before+3; {
		time.Sleep(time.Millisecond)
	}
	w.must(t, http.StatusOK, "ann", "POST", "/api/jobs/"+id+"/cancel", "")
	f.until(t, "status", "cancelled")

	id = field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	f = w.follow(t, "ann", id)
	f.until(t, "status", "pending")
	g.out.Store(true)
	for _, e := range f.rest() {
		if e.name == "done" {
			t.Errorf("a job that goes on is done: %s", e.data)
		}
	}
}

package app

import (
	"log/slog"
	"net"
	"testing"
	"time"
)

// TestStopWaitsForNobodyForever: work that does not end keeps no process from
// ending.
func TestStopWaitsForNobodyForever(t *testing.T) {
	t.Parallel()
	cfg, log := settings(t), slog.New(slog.DiscardHandler)
	a, err := Open(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		t.Fatal(err)
	}
	wait := usualPatience()
	wait.drain, wait.grace = 100*time.Millisecond, 10*time.Millisecond
	s, err := a.serve(t.Context(), cfg, log, listener, wait)
	if err != nil {
		t.Fatal(err)
	}
	hangs := make(chan struct{})
	defer close(hangs)
	s.group.Go(func() { <-hangs })
	if err := s.Stop(); err != nil {
		t.Errorf("the service stops with %v", err)
	}
}

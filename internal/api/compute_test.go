package api

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"alex"
	"alex/internal/store/sqlite/sqlitetest"
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

// TestWhatIfWaitsForAPlace: what a program asks to be simulated waits as what its
// person asks for does.
func TestWhatIfWaitsForAPlace(t *testing.T) {
	t.Parallel()
	balance, s := alex.MustMoney("1000"), &Server{Store: sqlitetest.Seeded(t), Now: time.Now}
	if _, err := s.Store.System().EnsurePerson(t.Context(), "ann", "", ""); err != nil {
		t.Fatal(err)
	}
	kept, err := s.Store.As("ann").CreatePlan(t.Context(), alex.NamedPlan{Name: "a", Plan: alex.Plan{
		CurrentAge: 60, RetirementAge: 60, HorizonAge: 90, Balance: &balance,
		Allocation: alex.ClassAllocation{alex.Equity: alex.PercentOf100(100)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	reading, later := s.Reading(), 91
	ask := func(ctx context.Context) error {
		_, err := reading.WhatIf(ctx, "ann", kept.ID, PlanChange{HorizonAge: &later})
		return err
	}
	if err := ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	leave := taken(t, s.processors, "ann")
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	go func() { answered <- ask(ctx) }()
	for waiting := 0; waiting < 2; runtime.Gosched() {
		select {
		case err := <-answered:
			t.Fatalf("it did not wait: %v", err)
		default:
		}
		s.processors.mu.Lock()
		waiting = s.processors.own["ann"].wanted
		s.processors.mu.Unlock()
	}
	cancel()
	if err := <-answered; alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("it waited in vain: %v", err)
	}
	leave()
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

package llm_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alex/internal/llm"
	"alex/internal/llm/fake"
)

func breaker() *llm.Breaker { return llm.NewBreaker(llm.BreakerPolicy{Faults: 3, Rest: time.Minute}) }

// try makes as many calls as there are steps and says which kinds came of them.
func try(t *testing.T, b *llm.Breaker, steps ...fake.Step) (kinds []llm.Kind, asked int) {
	t.Helper()
	model := fake.NewScripted("fake:m", steps...)
	client := llm.Guarded(model, b)
	for range steps {
		_, err := client.Complete(t.Context(), question())
		kinds = append(kinds, llm.KindOf(err))
	}
	return kinds, len(model.Asked())
}

func TestGuarded(t *testing.T) {
	t.Parallel()
	fail, ok := fake.Fail, fake.Say("a")
	for _, c := range []struct {
		name  string
		steps []fake.Step
		asked int
	}{
		{"three in a row", []fake.Step{fail(llm.Unavailable), fail(llm.Timeout), fail(llm.Throttled), ok, ok}, 3},
		{"no way there", []fake.Step{fail(llm.Unreachable), fail(llm.Unreachable), fail(llm.Unreachable), ok}, 3},
		{"never three in a row", []fake.Step{fail(llm.Timeout), fail(llm.Timeout), ok, fail(llm.Timeout), fail(llm.Timeout), ok}, 6},
		{"an answer that is wrong is one", []fake.Step{fail(llm.Timeout), fail(llm.Timeout), fail(llm.Malformed), fail(llm.Timeout), ok}, 5},
		{"a key that is not accepted", []fake.Step{ok, fail(llm.Unauthorized), ok, ok}, 2},
		{"what was asked is at fault", []fake.Step{fail(llm.Rejected), fail(llm.Rejected), fail(llm.TooLong), fail(llm.Refused), ok}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			kinds, asked := try(t, breaker(), c.steps...)
			if asked != c.asked {
				t.Errorf("%d asked, want %d: %v", asked, c.asked, kinds)
			}
			for i, kind := range kinds {
				if (kind == llm.Open) != (i >= c.asked) {
					t.Errorf("call %d: %q", i, kind)
				}
			}
		})
	}
}

// TestAnOpenCircuitSaysWhatOpenedIt to who set it up, once, and to each who asks.
func TestAnOpenCircuitSaysWhatOpenedIt(t *testing.T) {
	t.Parallel()
	b, told := breaker(), []llm.Kind{}
	b.Opened = func(last *llm.Fault) { told = append(told, last.Kind) }
	client := llm.Guarded(fake.NewScripted("fake:m", fake.Fail(llm.Timeout), fake.Fail(llm.Timeout), fake.Fail(llm.Unavailable)), b)
	for call := range 5 {
		_, err := client.Complete(t.Context(), question())
		fault, _ := errors.AsType[*llm.Fault](err)
		if call >= 3 && (fault.Kind != llm.Open || llm.KindOf(fault.Err) != llm.Unavailable) {
			t.Errorf("call %d: %v of %v", call, fault, fault.Err)
		}
	}
	if !slices.Equal(told, []llm.Kind{llm.Unavailable}) {
		t.Errorf("told of %v", told)
	}
}

func TestCircuitClosesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := breaker()
		if kinds, _ := try(t, b, fake.Fail(llm.Unauthorized), fake.Say("a")); kinds[1] != llm.Open {
			t.Fatalf("%v", kinds)
		}
		time.Sleep(time.Minute + 1)
		if kinds, _ := try(t, b, fake.Fail(llm.Timeout), fake.Say("a")); kinds[0] != llm.Timeout || kinds[1] != llm.Open {
			t.Errorf("one call that fails does not open it again: %v", kinds)
		}
		time.Sleep(time.Minute + 1)
		if kinds, asked := try(t, b, fake.Say("a"), fake.Fail(llm.Timeout), fake.Fail(llm.Timeout), fake.Say("a")); asked != 4 {
			t.Errorf("it did not close: %v", kinds)
		}
	})
}

// TestGivenUpCallsDoNotCount leaves the circuit to those who waited.
func TestGivenUpCallsDoNotCount(t *testing.T) {
	t.Parallel()
	b := breaker()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 10 {
		if _, err := llm.Guarded(hang{}, b).Complete(ctx, question()); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if kinds, _ := try(t, b, fake.Say("a")); kinds[0] != "" {
		t.Errorf("%v", kinds)
	}
}

// TestOneBreakerForAllJobs opens for everyone who shares it.
func TestOneBreakerForAllJobs(t *testing.T) {
	t.Parallel()
	b := breaker()
	var jobs sync.WaitGroup
	for range 8 {
		jobs.Go(func() { try(t, b, fake.Fail(llm.Timeout), fake.Fail(llm.Timeout)) })
	}
	jobs.Wait()
	if kinds, asked := try(t, b, fake.Say("a")); asked != 0 || kinds[0] != llm.Open {
		t.Errorf("%v", kinds)
	}
}

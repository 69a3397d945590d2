package llm_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/llm"
	"alex/internal/llm/fake"
)

func policy() llm.RetryPolicy {
	return llm.RetryPolicy{Tries: 4, First: time.Second, Most: 10 * time.Second, Each: 30 * time.Second}
}

func throttled(after time.Duration) fake.Step {
	return func(llm.Request) (llm.Response, error) {
		return llm.Response{}, &llm.Fault{Kind: llm.Throttled, RetryAfter: after}
	}
}

// hang waits until its call may take no longer.
type hang struct{ llm.Client }

func (hang) Model() string { return "fake:hang" }

func (hang) Complete(ctx context.Context, _ llm.Request) (llm.Response, error) {
	<-ctx.Done()
	return llm.Response{}, llm.Broken(ctx, ctx.Err())
}

func TestRetried(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		steps       []fake.Step
		want        llm.Kind
		tries       int
		least, most time.Duration
	}{
		{"at once", []fake.Step{fake.Say("a")}, "", 1, 0, 0},
		{"after two faults", []fake.Step{fake.Fail(llm.Unavailable), fake.Fail(llm.Timeout), fake.Say("a")}, "", 3, 1500 * time.Millisecond, 4501 * time.Millisecond},
		{"as long as told", []fake.Step{throttled(7 * time.Second), fake.Say("a")}, "", 2, 7 * time.Second, 7 * time.Second},
		{"not sooner than told", []fake.Step{throttled(time.Hour), fake.Say("a")}, llm.Throttled, 1, 0, 0},
		{"four times at most", []fake.Step{
			fake.Fail(llm.Unavailable), fake.Fail(llm.Unavailable), fake.Fail(llm.Unavailable), throttled(0), fake.Say("a"),
		}, llm.Throttled, 4, 3500 * time.Millisecond, 21 * time.Second},
		{"not what stays", []fake.Step{fake.Fail(llm.Rejected), fake.Say("a")}, llm.Rejected, 1, 0, 0},
		{"not what was said", []fake.Step{fake.Fail(llm.Malformed), fake.Say("a")}, llm.Malformed, 1, 0, 0},
		{"not an open circuit", []fake.Step{fake.Fail(llm.Open), fake.Say("a")}, llm.Open, 1, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				model := fake.NewScripted("fake:m", c.steps...)
				began := time.Now()
				got, err := llm.Retried(model, policy()).Complete(t.Context(), question())
				took := time.Since(began)
				if llm.KindOf(err) != c.want || (err == nil) != (got.Text == "a") || len(model.Asked()) != c.tries {
					t.Errorf("%+v %v after %d tries", got, err, len(model.Asked()))
				}
				if took < c.least || took > c.most {
					t.Errorf("it took %s, want %s to %s", took, c.least, c.most)
				}
			})
		})
	}
}

// TestRetriedStopsAtTheDeadline gives the last fault instead of a wait that
// would be in vain.
func TestRetriedStopsAtTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		_, err := llm.Retried(fake.NewScripted("fake:m", throttled(8*time.Second)), policy()).Complete(ctx, question())
		if llm.KindOf(err) != llm.Throttled || time.Since(began) != 0 {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	})
}

func TestRetriedEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := llm.Retried(fake.NewScripted("fake:m", throttled(8*time.Second)), policy()).Complete(ctx, question())
		if !errors.Is(err, context.Canceled) || llm.KindOf(err) != "" || time.Since(began) != time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	})
}

// TestEachTryEnds bounds one try, not all of them.
func TestEachTryEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := policy()
		p.Tries = 2
		client := llm.Retried(hang{}, p)
		_, err := client.Complete(t.Context(), question())
		if took := time.Since(began); llm.KindOf(err) != llm.Timeout || took < 60*time.Second || took > 62*time.Second {
			t.Errorf("%v after %s", err, took)
		}
		if client.Model() != "fake:hang" {
			t.Error(client.Model())
		}
	})
}

// TestRetriedCountsAllTries says what those cost that brought nothing.
func TestRetriedCountsAllTries(t *testing.T) {
	t.Parallel()
	charged := func(text string, err error) fake.Step {
		return func(llm.Request) (llm.Response, error) {
			return llm.Response{Text: text, Tokens: alex.Tokens{Input: 10, Output: 5}, Cost: 7}, err
		}
	}
	for name, last := range map[string]fake.Step{"answered": charged("a", nil), "not": charged("", &llm.Fault{Kind: llm.Rejected})} {
		synctest.Test(t, func(t *testing.T) {
			lost := charged("", &llm.Fault{Kind: llm.Timeout})
			got, _ := llm.Retried(fake.NewScripted("fake:m", lost, lost, last), policy()).Complete(t.Context(), question())
			if got.Tokens != (alex.Tokens{Input: 30, Output: 15}) || got.Cost != 21 {
				t.Errorf("%s: %+v for %s", name, got.Tokens, got.Cost)
			}
		})
	}
}

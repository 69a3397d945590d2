package llm_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/llm"
	"alex/internal/llm/fake"
)

// ledger keeps calls in memory.
type ledger struct {
	mu       sync.Mutex
	refuse   error // what Reserve answers
	lost     error // what Settle answers
	reserved []llm.Estimate
	settled  []alex.ModelCall
	holds    []llm.Hold
	ended    error // of the context that Settle got
}

func (l *ledger) Reserve(_ context.Context, _ llm.Caller, most llm.Estimate) (llm.Hold, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reserved = append(l.reserved, most)
	return llm.Hold{Day: "2026-10-01", Most: most}, l.refuse
}

func (l *ledger) Settle(ctx context.Context, h llm.Hold, call alex.ModelCall) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.holds, l.settled, l.ended = append(l.holds, h), append(l.settled, call), ctx.Err()
	if _, bounded := ctx.Deadline(); !bounded {
		return errors.New("no deadline")
	}
	return l.lost
}

func budgeted(l *ledger, c llm.Client) llm.Client {
	clock := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	by := llm.Caller{Person: "user_a", Job: "job_1", Attempt: 2, Agent: alex.Tagger, Prompt: "tagger@3"}
	return llm.Budgeted(llm.Priced(c, llm.ListPrices()), l, by, llm.ListPrices(), func() alex.ID { return "call_1" }, func() time.Time {
		clock = clock.Add(time.Second)
		return clock
	})
}

const mini = "openai:gpt-4.1-mini" // $0.40 and $1.60

func spending(text string, tokens alex.Tokens, err error) fake.Step {
	return func(llm.Request) (llm.Response, error) {
		return llm.Response{Text: text, Stop: llm.StopEnd, Tokens: tokens}, err
	}
}

func TestBudgeted(t *testing.T) {
	t.Parallel()
	const requestTokens = 48 // of question, as JSON, three bytes each
	spent := alex.Tokens{Input: 100, Output: 10}
	held := alex.Tokens{Input: requestTokens, Output: 500}
	for _, c := range []struct {
		name    string
		step    fake.Step
		outcome string
		tokens  alex.Tokens
		cost    string
	}{
		{"answered", spending("a", spent, nil), "ok", spent, "0.000056"},
		{"cut short", spending("", spent, &llm.Fault{Kind: llm.Truncated}), "truncated", spent, "0.000056"},
		{"nothing counted", spending("abcdef", alex.Tokens{}, nil), "ok", alex.Tokens{Input: requestTokens, Output: 2}, "0.0000224"},
		{"timed out", fake.Fail(llm.Timeout), "timeout", held, "0.0008192"},
		{"broken off", fake.Fail(llm.Unavailable), "unavailable", held, "0.0008192"},
		{"no JSON", fake.Fail(llm.Malformed), "malformed", held, "0.0008192"},
		{"cut short, nothing counted", fake.Fail(llm.Truncated), "truncated", held, "0.0008192"},
		{"declined, nothing counted", fake.Fail(llm.Refused), "refused", held, "0.0008192"},
		{"given up", func(llm.Request) (llm.Response, error) { return llm.Response{}, context.Canceled }, "given_up", held, "0.0008192"},
		{"timed out, counted", spending("", spent, &llm.Fault{Kind: llm.Timeout}), "timeout", spent, "0.000056"},
		{"rejected", fake.Fail(llm.Rejected), "rejected", alex.Tokens{}, "0.00"},
		{"a status", spending("", alex.Tokens{}, &llm.Fault{Kind: llm.Unavailable, Status: 503}), "unavailable", alex.Tokens{}, "0.00"},
		{"a status of time", spending("", alex.Tokens{}, &llm.Fault{Kind: llm.Timeout, Status: 408}), "timeout", alex.Tokens{}, "0.00"},
		{"a redirect", spending("", alex.Tokens{}, &llm.Fault{Kind: llm.Malformed, Status: 302}), "malformed", held, "0.0008192"},
		{"no such host", fake.Fail(llm.Unreachable), "unreachable", alex.Tokens{}, "0.00"},
		{"not asked", fake.Fail(llm.Open), "open", alex.Tokens{}, "0.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := &ledger{}
			r := question()
			r.MaxTokens = 500
			got, _ := budgeted(l, fake.NewScripted(mini, c.step)).Complete(t.Context(), r)
			if got.Tokens != c.tokens || got.Cost != cost(t, c.cost) {
				t.Errorf("the answer says %+v for %s", got.Tokens, got.Cost)
			}
			most := llm.Estimate{Tokens: requestTokens + 500, Cost: 819_200}
			if diff := cmp.Diff([]llm.Estimate{most}, l.reserved); diff != "" {
				t.Error(diff)
			}
			want := alex.ModelCall{
				ID: "call_1", PersonID: "user_a", JobID: "job_1", Attempt: 2, Agent: alex.Tagger, Model: mini, Prompt: "tagger@3",
				InputHash: l.settled[0].InputHash, Tokens: c.tokens, Cost: cost(t, c.cost),
				StartedAt: time.Date(2026, 10, 1, 12, 0, 1, 0, time.UTC), Duration: time.Second, Outcome: c.outcome,
			}
			if diff := cmp.Diff([]alex.ModelCall{want}, l.settled); diff != "" {
				t.Error(diff)
			}
			if len(want.InputHash) != 64 || l.holds[0].Most != most {
				t.Errorf("%q %+v", want.InputHash, l.holds[0])
			}
		})
	}
}

func cost(t *testing.T, dollars string) alex.Cost {
	t.Helper()
	c, err := alex.ParseCost(dollars)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBudgetedAsksNothingWithoutAHold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		refuse error
		want   llm.Kind
	}{
		{"a limit", &llm.Fault{Kind: llm.OverBudget}, llm.OverBudget},
		{"a ledger that is away", errors.New("no such table"), llm.Unavailable},
	} {
		l, model := &ledger{refuse: c.refuse}, fake.NewScripted(mini, fake.Say("a"))
		_, err := budgeted(l, model).Complete(t.Context(), question())
		if llm.KindOf(err) != c.want || len(model.Asked()) != 0 || len(l.settled) != 0 {
			t.Errorf("%s: %v, %d asked, %d settled", c.name, err, len(model.Asked()), len(l.settled))
		}
	}
}

// TestBudgetedSettlesWhenTheCallerIsGone and when it cannot, the answer stands.
func TestBudgetedSettles(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	l := &ledger{}
	step := func(llm.Request) (llm.Response, error) {
		cancel()
		return llm.Response{}, llm.Broken(ctx, nil)
	}
	_, err := budgeted(l, fake.NewScripted(mini, step)).Complete(ctx, question())
	if !errors.Is(err, context.Canceled) || len(l.settled) != 1 || l.ended != nil {
		t.Errorf("%v, settled %+v under %v", err, l.settled, l.ended)
	}
	l = &ledger{lost: errors.New("gone")}
	got, err := budgeted(l, fake.NewScripted(mini, fake.Say("a"))).Complete(t.Context(), question())
	if err != nil || got.Text != "a" {
		t.Errorf("%+v %v", got, err)
	}
}

// TestInputHash is one for one request and another for every other.
func TestInputHash(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, change := range map[string]func(*llm.Request){
		"as it is": func(*llm.Request) {}, "system": func(r *llm.Request) { r.System += "!" },
		"tokens": func(r *llm.Request) { r.MaxTokens = 7 }, "text": func(r *llm.Request) { r.Messages = []llm.Message{{Text: "?"}} },
		"tool": func(r *llm.Request) { r.Tools = []llm.Tool{{Name: "t", Schema: []byte(`{}`)}} },
		"form": func(r *llm.Request) { r.Answer = &llm.Answer{Name: "n", Schema: []byte(`{}`)} },
		"no JSON": func(r *llm.Request) {
			r.Messages = []llm.Message{{Calls: []llm.ToolCall{{Name: "t", Input: []byte(`{`)}}}}
		},
	} {
		for range 2 {
			l, r := &ledger{}, question()
			change(&r)
			_, _ = budgeted(l, fake.NewScripted(mini, fake.Say("a"))).Complete(t.Context(), r)
			if other := seen[l.settled[0].InputHash]; other != "" && other != name {
				t.Errorf("%s has the hash of %s", name, other)
			}
			seen[l.settled[0].InputHash] = name
		}
	}
	if len(seen) != 7 {
		t.Errorf("%d hashes of seven requests", len(seen))
	}
}

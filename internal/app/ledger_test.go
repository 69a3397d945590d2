package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"alex"
	"alex/internal/llm"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// ledger is one over a fresh database with one person, at an hour before
// midnight in UTC.
func ledger(t *testing.T, most store.Limits) *Ledger {
	t.Helper()
	s := sqlitetest.Open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "ann", "", ""); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 2, 18, 0, 0, 0, time.FixedZone("", -5*60*60))
	s.Now = func() time.Time { return now }
	return &Ledger{Store: s, Limits: most, Now: s.Now}
}

func (l *Ledger) spent(t *testing.T, day alex.Date) store.ModelDay {
	t.Helper()
	u, err := l.Store.As("ann").ModelUsage(t.Context(), time.Unix(0, 0), day)
	if err != nil {
		t.Fatal(err)
	}
	return u.Today
}

func TestLedgerHoldsPeopleToTheirLimit(t *testing.T) {
	t.Parallel()
	l := ledger(t, store.Limits{Cost: alex.Dollar})
	by := llm.Caller{Person: "ann", Agent: alex.Reporter, Prompt: "reporter/1"}
	most := llm.Estimate{Tokens: 900, Cost: alex.Dollar * 6 / 10}
	held, err := l.Reserve(t.Context(), by, most)
	if err != nil || held != (llm.Hold{Day: "2026-11-02", Most: most}) {
		t.Fatalf("Reserve() = %+v, %v", held, err)
	}
	_, err = l.Reserve(t.Context(), by, most)
	fault, ok := errors.AsType[*llm.Fault](err)
	if !ok || fault.Kind != llm.OverBudget || fault.RetryAfter != time.Hour || alex.CodeOf(err) != alex.CodeOverLimit {
		t.Fatalf("Reserve() over the limit = %+v", err)
	}

	call := alex.ModelCall{
		ID: l.Store.NewID(), PersonID: "ann", Agent: alex.Reporter, Model: "openai:m", Prompt: by.Prompt, InputHash: "h",
		Tokens: alex.Tokens{Input: 300, Output: 50}, Cost: alex.Dollar / 4, StartedAt: l.Now().UTC(), Outcome: alex.OutcomeOK,
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel() // nobody waits for the answer any more
	if err := l.Settle(gone, held, call); err != nil {
		t.Fatal(err)
	}
	want := store.ModelDay{Day: "2026-11-02", Tokens: 350, Cost: alex.Dollar / 4}
	if got := l.spent(t, held.Day); got != want {
		t.Errorf("the day has come to %+v, want %+v", got, want)
	}
	if _, err := l.Reserve(t.Context(), by, most); err != nil {
		t.Errorf("what was held and not spent is not free again: %v", err)
	}
}

// An error that is no limit stays what it is.
func TestLedgerKnowsOtherFailures(t *testing.T) {
	t.Parallel()
	l := ledger(t, store.Limits{})
	_, err := l.Reserve(t.Context(), llm.Caller{Person: "nobody"}, llm.Estimate{Tokens: 1})
	if llm.KindOf(err) != "" || alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("Reserve() for nobody = %v", err)
	}
}

// What the months, the days and the log say a person has cost is one figure.
func TestCostOfAPersonIsThatOfTheirCalls(t *testing.T) {
	t.Parallel()
	l := ledger(t, store.Limits{})
	var want alex.Cost
	for n := range 300 {
		held, err := l.Reserve(t.Context(), llm.Caller{Person: "ann"}, llm.Estimate{Tokens: 1000, Cost: alex.Dollar})
		if err != nil {
			t.Fatal(err)
		}
		cost := alex.Cost(n*n*1_000_003 + 1)
		want += cost
		if err := l.Settle(t.Context(), held, alex.ModelCall{
			ID: l.Store.NewID(), PersonID: "ann", Agent: []alex.Agent{alex.Tagger, alex.Judge, alex.Asker}[n%3], Model: "m", InputHash: "h",
			Tokens: alex.Tokens{Input: n}, Cost: cost, StartedAt: l.Now().UTC(), Outcome: alex.OutcomeOK,
		}); err != nil {
			t.Fatal(err)
		}
	}
	var logged, monthly alex.Cost
	for page := (store.Page{}); ; {
		list, err := l.Store.As("ann").ModelCalls(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range list.Items {
			logged += call.Cost
		}
		if page.Cursor = list.Next; page.Cursor == "" {
			break
		}
	}
	u, err := l.Store.As("ann").ModelUsage(t.Context(), time.Unix(0, 0), "2026-11-02")
	if err != nil {
		t.Fatal(err)
	}
	for _, month := range u.Months {
		monthly += month.Cost
	}
	if logged != want || monthly != want || u.Today.Cost != want || u.Today.HeldCost != 0 {
		t.Errorf("spent %s: the log says %s, the months %s, the day %+v", want, logged, monthly, u.Today)
	}
}

// A job is held to its limit also where an earlier claim ended without a word,
// or goes on after another worker took over.
func TestLedgerHoldsJobsToTheirLimitOverAllClaims(t *testing.T) {
	t.Parallel()
	first := ledger(t, store.Limits{})
	first.Job = store.Limits{Tokens: 1000, Cost: alex.Dollar}
	second := *first // of another worker
	j, _, err := first.Store.As("ann").CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	by := llm.Caller{Person: "ann", Job: j.ID, Attempt: 1, Agent: alex.Reporter}
	held, err := first.Reserve(t.Context(), by, llm.Estimate{Tokens: 600, Cost: alex.Dollar / 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Reserve(t.Context(), by, llm.Estimate{Tokens: 100}); err != nil { // never settled
		t.Fatal(err)
	}
	by.Attempt = 2
	for name, most := range map[string]llm.Estimate{"tokens": {Tokens: 301}, "cost": {Cost: alex.Dollar/2 + 1}} {
		if _, err := second.Reserve(t.Context(), by, most); llm.KindOf(err) != llm.Runaway {
			t.Errorf("over the job's %s: %v", name, err)
		}
	}
	if _, err := second.Reserve(t.Context(), by, llm.Estimate{Tokens: 300, Cost: alex.Dollar / 2}); err != nil {
		t.Errorf("what is left: %v", err)
	}
	if err := first.Settle(t.Context(), held, alex.ModelCall{
		ID: first.Store.NewID(), PersonID: "ann", JobID: j.ID, Agent: alex.Reporter, Model: "m", InputHash: "h",
		Tokens: alex.Tokens{Input: 50}, StartedAt: first.Now().UTC(), Outcome: alex.OutcomeOK,
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Reserve(t.Context(), by, llm.Estimate{Tokens: 550}); err != nil {
		t.Errorf("what was given back cannot be had: %v", err)
	}
	if _, err := second.Reserve(t.Context(), by, llm.Estimate{Tokens: 1}); llm.KindOf(err) != llm.Runaway {
		t.Errorf("over what was given back: %v", err)
	}
}

package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// modelCall is a call of a model that an analysis may have made: 1,650 tokens
// for less than a cent.
func (b *bench) modelCall(person alex.PersonID, job alex.ID) alex.ModelCall {
	return alex.ModelCall{
		ID: b.NewID(), PersonID: person, JobID: job, Attempt: 1, Agent: alex.Reporter, Model: "anthropic:claude", Prompt: "reporter/3",
		InputHash: "a1b2c3", Tokens: alex.Tokens{Input: 1000, Output: 200, CacheRead: 400, CacheWrite: 50}, Cost: 3_150_001,
		StartedAt: b.now, Duration: 1234 * time.Millisecond, Outcome: alex.OutcomeOK,
	}
}

func (b *bench) today() alex.Date { return alex.DateOf(b.now.UTC()) }

// reserving is the most that a call outside an analysis may come to.
func reserving(person alex.PersonID, day alex.Date, tokens int, cost alex.Cost) store.Reservation {
	return store.Reservation{Person: person, Day: day, Tokens: tokens, Cost: cost}
}

// called reserves and settles a call, by the day of the clock.
func (b *bench) called(t testing.TB, call alex.ModelCall) {
	t.Helper()
	must(t, b.System().ReserveModel(b.ctx, reserving(call.PersonID, b.today(), 5000, alex.Dollar/50), store.Limits{}, store.Limits{}))
	must(t, b.System().SettleModel(b.ctx, b.today(), 5000, alex.Dollar/50, call))
}

func (b *bench) wantDay(t testing.TB, what string, id alex.PersonID, want store.ModelDay) {
	t.Helper()
	u, err := b.As(id).ModelUsage(b.ctx, b.now.AddDate(0, -1, 0), b.today())
	must(t, err)
	same(t, what, u.Today, want)
}

// modelDays follows what is held and spent through a day.
func modelDays(t *testing.T, b *bench) {
	b.person(t, "user_a")
	y, day := b.System(), b.today()
	limit := store.Limits{Tokens: 10_000, Cost: alex.Dollar / 50}
	b.wantDay(t, "before anything", "user_a", store.ModelDay{Day: day})
	must(t, y.ReserveModel(b.ctx, reserving("user_a", day, 6000, alex.Dollar/100), limit, store.Limits{}))
	b.wantDay(t, "with a hold", "user_a", store.ModelDay{Day: day, HeldTokens: 6000, HeldCost: alex.Dollar / 100})
	for name, most := range map[string]store.Limits{
		"a token too many": {Tokens: 9999}, "a billionth too many": {Cost: alex.Dollar/50 - 1}, "both": {Tokens: 1, Cost: 1},
	} {
		err := y.ReserveModel(b.ctx, reserving("user_a", day, 4000, alex.Dollar/100), most, store.Limits{})
		wantCode(t, name, err, alex.CodeOverLimit)
		if e, ok := errors.AsType[*alex.Error](err); !ok || e.RetryAfter != day.Time().AddDate(0, 0, 1).Sub(b.now) {
			t.Errorf("%s: %+v, want the time to midnight", name, e)
		}
	}
	must(t, y.ReserveModel(b.ctx, reserving("user_a", day, 4000, alex.Dollar/100), limit, store.Limits{})) // exactly all that is left
	call := b.modelCall("user_a", "")
	for range 3 { // whose answer may have been lost
		must(t, y.SettleModel(b.ctx, day, 6000, alex.Dollar/100, call))
	}
	b.wantDay(t, "with one of two settled", "user_a", store.ModelDay{
		Day: day, Tokens: 1650, Cost: 3_150_001, HeldTokens: 4000, HeldCost: alex.Dollar / 100,
	})
	failed := b.modelCall("user_a", "")
	failed.Tokens, failed.Cost, failed.Outcome = alex.Tokens{}, 0, "timeout"
	must(t, y.SettleModel(b.ctx, day, 9000, alex.Dollar, failed)) // more than is held
	b.wantDay(t, "with all settled", "user_a", store.ModelDay{Day: day, Tokens: 1650, Cost: 3_150_001})
	must(t, y.ReserveModel(b.ctx, reserving("user_a", "2026-03-11", 10_000, alex.Dollar/50), limit, store.Limits{})) // a day of its own
	must(t, y.SettleModel(b.ctx, "2026-03-12", 1, 1, b.modelCall("user_a", "")))                                     // whose hold is gone
	wantProblems(t, b, store.Expected{})
}

// refusedCalls says what is no hold and no call.
func refusedCalls(t *testing.T, b *bench) {
	b.person(t, "user_a")
	b.person(t, "user_b")
	y, day := b.System(), b.today()
	none := store.Limits{}
	wantCode(t, "no day", y.ReserveModel(b.ctx, reserving("user_a", "", 1, 1), none, store.Limits{}), alex.CodeInvalid)
	wantCode(t, "what is no day", y.ReserveModel(b.ctx, reserving("user_a", "2026-02-30", 1, 1), none, store.Limits{}), alex.CodeInvalid)
	wantCode(t, "tokens below zero", y.ReserveModel(b.ctx, reserving("user_a", day, -1, 1), none, store.Limits{}), alex.CodeInvalid)
	wantCode(t, "a cost below zero", y.ReserveModel(b.ctx, reserving("user_a", day, 1, -1), none, store.Limits{}), alex.CodeInvalid)
	wantCode(t, "a cost past any", y.ReserveModel(b.ctx, reserving("user_a", day, 1, 1<<60), none, store.Limits{}), alex.CodeInvalid)
	wantCode(t, "a limit below zero", y.ReserveModel(b.ctx, reserving("user_a", day, 1, 1), store.Limits{Cost: -1}, store.Limits{}), alex.CodeInvalid)
	wantCode(t, "a job's limit below zero", y.ReserveModel(b.ctx, reserving("user_a", day, 1, 1), none, store.Limits{Tokens: -1}), alex.CodeInvalid)
	wantCode(t, "what is no job", y.ReserveModel(b.ctx, store.Reservation{Person: "user_a", Day: day, Job: "1"}, none, none), alex.CodeInvalid)
	wantCode(t, "a hold of nobody", y.ReserveModel(b.ctx, reserving("nobody", day, 1, 1), none, store.Limits{}), alex.CodeConflict)
	wantCode(t, "a call of nobody", y.SettleModel(b.ctx, day, 1, 1, b.modelCall("nobody", "")), alex.CodeConflict)
	for name, change := range map[string]func(*alex.ModelCall){
		"no id":             func(c *alex.ModelCall) { c.ID = "1" },
		"no job":            func(c *alex.ModelCall) { c.JobID = "1" },
		"no agent":          func(c *alex.ModelCall) { c.Agent = "" },
		"no hash":           func(c *alex.ModelCall) { c.InputHash = "" },
		"no outcome":        func(c *alex.ModelCall) { c.Outcome = "" },
		"tokens below zero": func(c *alex.ModelCall) { c.Tokens.CacheWrite = -1 },
		"tokens past any":   func(c *alex.ModelCall) { c.Tokens.Input = 1 << 62 },
		"a cost below zero": func(c *alex.ModelCall) { c.Cost = -1 },
		"no time":           func(c *alex.ModelCall) { c.StartedAt = time.Time{} },
		"NUL":               func(c *alex.ModelCall) { c.Prompt = "a\x00" },
	} {
		call := b.modelCall("user_a", "")
		change(&call)
		wantCode(t, name, y.SettleModel(b.ctx, day, 1, 1, call), alex.CodeInvalid)
	}
	theirs := b.modelCall("user_b", "")
	must(t, y.SettleModel(b.ctx, day, 1, 1, theirs))
	mine := theirs
	mine.PersonID = "user_a"
	wantCode(t, "another's call", y.SettleModel(b.ctx, day, 1, 1, mine), alex.CodeConflict)
	b.wantDay(t, "after all that", "user_a", store.ModelDay{Day: day})
	_, err := b.As("user_a").ModelUsage(b.ctx, b.now, "")
	wantCode(t, "the usage of no day", err, alex.CodeInvalid)
}

// modelRace lets many calls reserve at once: exactly as many pass as the limit
// has room for, by cost and by tokens, and as many again on the next day.
func modelRace(t *testing.T, b *bench) {
	const callers, room, each = 50, 10, alex.Dollar / 10
	b.person(t, "user_a")
	for day, limit := range map[alex.Date]store.Limits{
		"2026-03-10": {Cost: room*each + each/2}, "2026-03-11": {Tokens: room * 100}, "2026-03-12": {Tokens: 1e6, Cost: room * each},
	} {
		var mu sync.Mutex
		passed := 0
		var group sync.WaitGroup
		for range callers {
			group.Go(func() {
				err := b.System().ReserveModel(b.ctx, reserving("user_a", day, 100, each), limit, store.Limits{})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					passed++
				} else {
					wantCode(t, "one too many", err, alex.CodeOverLimit)
				}
			})
		}
		group.Wait()
		if passed != room {
			t.Errorf("%d of %d reservations passed on %s, want %d", passed, callers, day, room)
		}
	}
}

package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// wantOfJob compares what a job's calls have come to, holds included.
func (b *bench) wantOfJob(t testing.TB, what string, tokens int, cost alex.Cost) {
	t.Helper()
	same(t, what, b.dump(t, `SELECT model_tokens, model_cost FROM analysis_jobs`), fmt.Sprintf("%d|%d|\n", tokens, int64(cost)))
}

// modelJob holds a job to its limit over all its claims: what a worker held
// when it died counts for the next one.
func modelJob(t *testing.T, b *bench) {
	j, _ := b.claimed(t, "user_a")
	b.person(t, "user_b")
	y, none, limit := b.System(), store.Limits{}, store.Limits{Tokens: 10_000, Cost: alex.Dollar / 50}
	hold := reserving("user_a", b.today(), 6000, alex.Dollar/100)
	hold.Job = j.ID
	must(t, y.ReserveModel(b.ctx, hold, none, limit))
	lost := hold
	lost.Tokens = 1000
	must(t, y.ReserveModel(b.ctx, lost, none, limit)) // whose worker dies
	b.wantOfJob(t, "with two holds", 7000, alex.Dollar/50)

	more := hold
	more.Tokens, more.Cost = 3000, 0
	must(t, y.ReserveModel(b.ctx, more, none, limit)) // exactly all that is left
	more.Tokens = 1
	wantCode(t, "a token too many", y.ReserveModel(b.ctx, more, none, limit), alex.CodeTooLarge)
	more.Tokens, more.Cost = 0, 1
	wantCode(t, "a billionth too many", y.ReserveModel(b.ctx, more, none, limit), alex.CodeTooLarge)
	must(t, y.ReserveModel(b.ctx, more, none, none))
	held := store.ModelDay{Day: b.today(), HeldTokens: 10_000, HeldCost: alex.Dollar/50 + 1}
	b.wantDay(t, "which is no more than the job's", "user_a", held)
	more.Person = "user_b"
	wantCode(t, "for another's job", y.ReserveModel(b.ctx, more, none, none), alex.CodeTooLarge)

	call := b.modelCall("user_a", j.ID)
	for range 2 { // whose answer may have been lost
		must(t, y.SettleModel(b.ctx, b.today(), hold.Tokens, hold.Cost, call))
	}
	b.wantOfJob(t, "with one settled", 4000+1650, alex.Dollar/100+1+3_150_001)
	b.now = b.now.Add(time.Hour)
	again, ok, err := y.ClaimJob(b.ctx, j.ID, b.now, time.Minute)
	if err != nil || !ok || again.Attempt != 2 {
		t.Fatal(again.Attempt, ok, err)
	}
	wantCode(t, "more than an earlier claim left", y.ReserveModel(b.ctx, hold, none, limit), alex.CodeTooLarge)
	must(t, y.Fail(b.ctx, store.HeldBy(again), "x", b.now))
	wantCode(t, "for a job that has ended", y.ReserveModel(b.ctx, lost, none, none), alex.CodeTooLarge)
	must(t, y.SettleModel(b.ctx, b.today(), lost.Tokens, lost.Cost, b.modelCall("user_a", j.ID)))
	b.wantOfJob(t, "which stays as it was", 4000+1650, alex.Dollar/100+1+3_150_001)
}

// modelJobRace lets two workers reserve for one job at once: no more pass than
// the limit has room for.
func modelJobRace(t *testing.T, b *bench) {
	const callers, room = 40, 10
	j, _ := b.claimed(t, "user_a")
	hold := reserving("user_a", b.today(), 100, alex.Dollar/10)
	hold.Job = j.ID
	var mu sync.Mutex
	passed := 0
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			err := b.System().ReserveModel(b.ctx, hold, store.Limits{}, store.Limits{Tokens: room*100 + 99, Cost: alex.Dollar * callers})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				passed++
			} else {
				wantCode(t, "one too many", err, alex.CodeTooLarge)
			}
		})
	}
	group.Wait()
	if passed != room {
		t.Errorf("%d of %d reservations passed, want %d", passed, callers, room)
	}
	b.wantOfJob(t, "after the race", room*100, room*alex.Dollar/10)
}

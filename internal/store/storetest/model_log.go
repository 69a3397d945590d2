package storetest

import (
	"fmt"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// modelLog tries to change the log past the store: the database itself
// refuses, until the person is erased.
func modelLog(t *testing.T, b *bench) {
	b.person(t, "user_a")
	b.person(t, "user_b")
	b.called(t, b.modelCall("user_a", ""))
	b.called(t, b.modelCall("user_b", ""))
	const everything = `SELECT * FROM model_calls ORDER BY id`
	before := b.dump(t, everything)
	for name, statement := range map[string]string{
		"another cost":     `UPDATE model_calls SET cost = 0`,
		"the same cost":    `UPDATE model_calls SET cost = cost`,
		"another person":   `UPDATE model_calls SET clerk_user_id = 'user_b'`,
		"another outcome":  `UPDATE model_calls SET outcome = 'ok' WHERE clerk_user_id = 'user_a'`,
		"no log at all":    `DELETE FROM model_calls`,
		"one row the less": `DELETE FROM model_calls WHERE clerk_user_id = 'user_a'`,
	} {
		if _, err := b.raw.ExecContext(b.ctx, statement); err == nil {
			t.Errorf("the database took %s", name)
		}
	}
	// One that an engine may also pass over.
	_, _ = b.raw.ExecContext(b.ctx, `INSERT INTO model_calls SELECT * FROM model_calls WHERE true ON CONFLICT (id) DO UPDATE SET cost = 0`)
	same(t, "the log", b.dump(t, everything), before)
	must(t, b.As("user_a").Delete(b.ctx))
	same(t, "the log after an erasure", b.dump(t, `SELECT clerk_user_id FROM model_calls`), "user_b|\n")
	same(t, "the days after an erasure", b.dump(t, `SELECT clerk_user_id FROM model_days`), "user_b|\n")
	wantCode(t, "settling for who is gone",
		b.System().SettleModel(b.ctx, b.today(), 1, 1, b.modelCall("user_a", "")), alex.CodeConflict)
	_, err := b.raw.ExecContext(b.ctx, `DELETE FROM model_days`)
	must(t, err)
	wantProblems(t, b, store.Expected{}, "usage")
}

// modelCalls reads the log in pages, the newest first, each person their own.
func modelCalls(t *testing.T, b *bench) {
	job := b.jobIn(t, "user_a", alex.JobCompleted)
	b.person(t, "user_b")
	const count = 5
	want := make([]alex.ModelCall, count)
	for n := range count {
		call := b.modelCall("user_a", job)
		if n%2 == 1 {
			call.JobID, call.Attempt, call.Agent, call.Prompt = "", 0, alex.Asker, ""
		}
		b.called(t, call)
		want[count-1-n] = call
		b.now = b.now.Add(time.Microsecond)
	}
	theirs := b.modelCall("user_b", "")
	b.called(t, theirs)
	var got []alex.ModelCall
	for page := (store.Page{Limit: 2}); ; {
		list, err := b.As("user_a").ModelCalls(b.ctx, page)
		must(t, err)
		got = append(got, list.Items...)
		if page.Cursor = list.Next; page.Cursor == "" {
			break
		}
	}
	same(t, "the log of one", got, want)
	list, err := b.As("user_b").ModelCalls(b.ctx, store.Page{})
	must(t, err)
	same(t, "the log of another", list.Items, []alex.ModelCall{theirs})
	list, err = b.As("nobody").ModelCalls(b.ctx, store.Page{})
	must(t, err)
	same(t, "the log of nobody", list.Items, []alex.ModelCall{})

	must(t, b.System().SettleModel(b.ctx, b.today(), 0, 0, want[0])) // again
	_, err = b.raw.ExecContext(b.ctx, `DELETE FROM analysis_jobs`)
	must(t, err)
	list, err = b.As("user_a").ModelCalls(b.ctx, store.Page{})
	must(t, err)
	same(t, "the log, which outlives its jobs", list.Items, want)
}

// modelUsage adds up by month and agent, and by job.
func modelUsage(t *testing.T, b *bench) {
	b.now = time.Date(2026, 1, 31, 23, 59, 59, 999999000, time.UTC)
	idle := b.jobIn(t, "user_a", alex.JobCompleted)
	call := func(person alex.PersonID, job alex.ID, agent alex.Agent) {
		c := b.modelCall(person, job)
		c.Agent = agent
		b.called(t, c)
	}
	call("user_a", "", alex.Asker)
	b.now = b.now.Add(time.Microsecond)
	busy := b.jobIn(t, "user_a", alex.JobCompleted)
	other := b.jobIn(t, "user_b", alex.JobCompleted)
	for day := range 3 {
		b.now = b.now.AddDate(0, 0, min(day, 1))
		call("user_a", busy, alex.Reporter)
		call("user_a", busy, alex.Judge)
		call("user_b", other, alex.Reporter)
	}
	one := func(n int) store.Spent {
		return store.Spent{Calls: n, Tokens: n * 1650, Cost: alex.Cost(n) * 3_150_001}
	}
	unpriced := b.modelCall("user_a", busy)
	unpriced.Agent, unpriced.Cost = alex.Charter, 0
	b.called(t, unpriced)
	nothing := unpriced // was used
	nothing.ID, nothing.Tokens = b.NewID(), alex.Tokens{}
	b.called(t, nothing)
	since := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	u, err := b.As("user_a").ModelUsage(b.ctx, since, "2026-02-02")
	must(t, err)
	free := store.Spent{Calls: 2, Tokens: 1650, Unpriced: 1}
	same(t, "the months", u.Months, []store.MonthSpent{
		{Month: "2026-02", Agent: alex.Charter, Spent: free},
		{Month: "2026-02", Agent: alex.Judge, Spent: one(3)},
		{Month: "2026-02", Agent: alex.Reporter, Spent: one(3)},
		{Month: "2026-01", Agent: alex.Asker, Spent: one(1)},
	})
	february := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	same(t, "the jobs", u.Jobs, []store.JobSpent{
		{Job: busy, CreatedAt: february, Spent: one(6).Plus(free)}, {Job: idle, CreatedAt: february.Add(-time.Microsecond)},
	})
	same(t, "a day", u.Today, store.ModelDay{Day: "2026-02-02", Tokens: 2 * 1650, Cost: 2 * 3_150_001})
	same(t, "what had no price that day", u.UnpricedToday, 0)
	u, err = b.As("user_a").ModelUsage(b.ctx, since, "2026-02-03")
	must(t, err)
	same(t, "what had no price on the next", u.UnpricedToday, 1)
	u, err = b.As("user_a").ModelUsage(b.ctx, february, "2026-02-09")
	must(t, err)
	same(t, "since February", fmt.Sprint(len(u.Months), len(u.Jobs), u.Today), fmt.Sprint(3, 1, store.ModelDay{Day: "2026-02-09"}))
	u, err = b.As("nobody").ModelUsage(b.ctx, since, "2026-02-02")
	must(t, err)
	same(t, "nobody's", u, store.ModelUsage{Today: store.ModelDay{Day: "2026-02-02"}})
}

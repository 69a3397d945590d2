package storetest

import (
	"encoding/json"
	"testing"

	"alex"
	"alex/internal/store"
)

// belongings are a portfolio with all that its figures are worked out of, read
// while another writes.
func belongings(t *testing.T, b *bench) {
	b.seed(t)
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	a := b.account(t, p)
	b.account(t, other)
	want := []alex.Instrument{bnd(), spy()}

	_, err := p.UpdateAccount(b.ctx, a, func(alex.Account) error { // readers do not wait for this writer
		all, err := p.Belongings(b.ctx)
		must(t, err)
		same(t, "whose they are", all.Person.ID, alex.PersonID("user_a"))
		same(t, "the accounts", all.Accounts, []alex.Account{a})
		same(t, "the instruments", all.Instruments, want)
		one, err := p.Holding(b.ctx, a.ID)
		must(t, err)
		same(t, "the one account", one.Accounts, []alex.Account{a})
		same(t, "its instruments", one.Instruments, want)
		some, err := p.Holdings(b.ctx, []alex.ID{b.NewID(), a.ID})
		must(t, err)
		same(t, "some of the accounts", some.Accounts, []alex.Account{a})
		same(t, "their instruments", some.Instruments, want)
		snapshot, err := p.Snapshot(b.ctx)
		must(t, err)
		same(t, "the accounts of the snapshot", snapshot.Accounts, []alex.Account{a})
		return nil
	})
	must(t, err)
	_, err = other.Holding(b.ctx, a.ID)
	wantCode(t, "another's holding", err, alex.CodeForbidden)
	none, err := other.Holdings(b.ctx, []alex.ID{a.ID})
	must(t, err)
	same(t, "another's holdings", none.Accounts, []alex.Account{})
	_, err = p.Holdings(b.ctx, []alex.ID{"x"})
	wantCode(t, "the holdings of no id", err, alex.CodeInvalid)
	_, err = b.As("nobody").Belongings(b.ctx)
	wantCode(t, "the belongings of nobody", err, alex.CodeNotFound)
}

// requests of jobs come back to their person, and the counts are of all jobs.
func requests(t *testing.T, b *bench) {
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	job, _, err := p.CreateJob(b.ctx, store.JobRequest{Data: json.RawMessage(`{"note": "x"}`)})
	must(t, err)
	got, err := p.JobRequest(b.ctx, job.ID)
	must(t, err)
	same(t, "the request", got, json.RawMessage(`{"note":"x"}`))
	_, err = other.JobRequest(b.ctx, job.ID)
	wantCode(t, "another's request", err, alex.CodeForbidden)
	b.jobIn(t, "user_b", alex.JobFailed)
	b.jobIn(t, "user_b", alex.JobRunning)
	counts, err := b.System().JobCounts(b.ctx)
	must(t, err)
	same(t, "the jobs in each state", counts, map[alex.JobStatus]int64{alex.JobPending: 1, alex.JobFailed: 1, alex.JobRunning: 1})
}

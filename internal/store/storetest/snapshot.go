package storetest

import (
	"testing"
	"time"

	"alex"
)

// snapshot is of one moment, with the facts of the last report.
func snapshot(t *testing.T, b *bench) {
	b.seed(t)
	p := b.person(t, "user_a")
	a := b.account(t, p)
	got, err := p.Snapshot(b.ctx)
	must(t, err)
	person, err := p.Person(b.ctx)
	must(t, err)
	want := alex.Snapshot{Person: person, Accounts: []alex.Account{a}, Instruments: []alex.Instrument{bnd(), spy()}}
	same(t, "the snapshot before any report", got, want)

	for _, value := range []string{"1", "2"} {
		_, c := b.claimed(t, "user_a")
		r := result()
		r.Report.Facts[0].Value = value
		_, err := b.System().Complete(b.ctx, c, r, b.now)
		must(t, err)
		b.now = b.now.Add(time.Second)
	}
	_, c := b.claimed(t, "user_b")
	_, err = b.System().Complete(b.ctx, c, result(), b.now)
	must(t, err)
	got, err = p.Snapshot(b.ctx)
	must(t, err)
	want.Previous = result().Report.Facts
	want.Previous[0].Value = "2"
	same(t, "the snapshot after two reports", got, want)
	_, err = b.As("nobody").Snapshot(b.ctx)
	wantCode(t, "a snapshot of nobody", err, alex.CodeNotFound)
}

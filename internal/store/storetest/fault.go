package storetest

import (
	"context"
	"errors"
	"testing"

	"alex"
	"alex/internal/store"
)

var errBroken = errors.New("the cable was pulled")

// faults breaks every single call of every write in turn: the rows are then
// what they were before, and the same write succeeds afterwards.
func faults(t *testing.T, b *bench) {
	b.seed(t)
	b.fill(t, "user_a")
	p := b.As("user_a")
	_, c := b.claimed(t, "user_a")
	newer := household()
	newer.Positions = append(newer.Positions[:1], alex.Position{Symbol: "QQQ", Quantity: alex.MustDecimal("1")})
	other := household()
	other.Fingerprint = "f2"
	held, err := p.Accounts(b.ctx)
	must(t, err)
	for _, w := range []struct {
		name string
		do   func() error
	}{
		{"ApplyImport", func() error { _, err := p.ApplyImport(b.ctx, []alex.Account{newer, other}); return err }},
		{"CreateAccount", func() error {
			a := household()
			a.Fingerprint = ""
			_, err := p.CreateAccount(b.ctx, a)
			return err
		}},
		{"DeleteAccount", func() error { return p.DeleteAccount(b.ctx, held[0].ID) }},
		{"SavePerson", func() error { return p.SavePerson(b.ctx, fullPerson("user_a"), nil) }},
		{"SaveTags", func() error {
			return p.SaveTags(b.ctx, []alex.Instrument{tag("T1", alex.SourceModel), tag("T2", alex.SourceModel)})
		}},
		{"SavePart", func() error { return b.System().SavePart(b.ctx, c, alex.PartFacts, []byte("[1]")) }},
		{"Complete", func() error { _, err := b.System().Complete(b.ctx, c, result(), b.now); return err }},
		{"SeedInstruments", func() error { return b.System().SeedInstruments(b.ctx, []alex.Instrument{spy()}, "v9") }},
		{"SaveMarketPrices", func() error { return b.System().SaveMarketPrices(b.ctx, twoPrices(b)) }},
		{"Delete", func() error { return p.Delete(b.ctx) }},
	} {
		b.breakEach(t, w.name, w.do)
	}
}

func (b *bench) breakEach(t testing.TB, name string, do func() error) {
	t.Helper()
	const most = 100
	before := b.state(t)
	for n := 1; n < most; n++ {
		b.driver.FailAt(n, errBroken)
		err := do()
		b.driver.Break(nil, nil)
		if err == nil {
			if b.state(t) == before {
				t.Errorf("%s: done, but the rows are as before", name)
			}
			return
		}
		if !errors.Is(err, errBroken) || alex.CodeOf(err) != alex.CodeInternal {
			t.Errorf("%s with call %d broken = %v", name, n, err)
		}
		if b.state(t) != before {
			t.Fatalf("%s with call %d broken has left half of itself", name, n)
		}
	}
	t.Errorf("%s needs more than %d calls", name, most)
}

// lostAnswers loses the answer of a commit that was carried out: doing the same
// again does nothing twice.
func lostAnswers(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, c := b.claimed(t, "user_a")
	b.driver.Break(nil, func(call Call) error {
		if call.Op == Commit {
			return errBroken
		}
		return nil
	})
	_, lost := b.System().Complete(b.ctx, c, result(), b.now)
	_, imported := p.ApplyImport(b.ctx, []alex.Account{household()})
	b.driver.Break(nil, nil)
	wantCode(t, "a completion whose answer is lost", lost, alex.CodeInternal)
	wantCode(t, "an import whose answer is lost", imported, alex.CodeInternal)
	_, err := b.System().Complete(b.ctx, c, result(), b.now)
	wantCode(t, "completing again", err, alex.CodeFenced)
	_, err = p.ApplyImport(b.ctx, []alex.Account{household()})
	must(t, err)
	if reports, accounts := b.count(t, "reports"), b.count(t, "accounts"); reports != 1 || accounts != 1 {
		t.Errorf("%d reports and %d accounts, want one of each", reports, accounts)
	}
}

// state is the text of all rows that writes change.
func (b *bench) state(t testing.TB) string {
	t.Helper()
	var text string
	for _, query := range []string{
		`SELECT symbol, name, classification_source FROM instruments ORDER BY symbol`,
		`SELECT version, row_count FROM reference_versions`,
		`SELECT symbol, classification_source FROM user_instruments ORDER BY symbol`,
		`SELECT clerk_user_id, display_name FROM users ORDER BY clerk_user_id`,
		`SELECT id, cash_balance FROM accounts ORDER BY id`,
		`SELECT id, symbol, quantity FROM positions ORDER BY id`,
		`SELECT id, status FROM analysis_jobs ORDER BY id`,
		`SELECT job_id, kind, seq FROM job_parts ORDER BY job_id, kind, seq`,
		`SELECT id FROM reports ORDER BY id`,
		`SELECT id FROM retirement ORDER BY id`,
		`SELECT symbol, price FROM market_prices ORDER BY symbol`,
	} {
		text += b.dump(t, query)
	}
	return text
}

// roundTrips hold each call of the store to its budget, transaction control
// included, as a remote engine pays for them.
func roundTrips(t *testing.T, b *bench) {
	b.seed(t)
	b.fill(t, "user_a")
	p := b.As("user_a")
	list, err := p.Accounts(b.ctx)
	must(t, err)
	a := list[0]
	reports, err := p.Reports(b.ctx, page(""))
	must(t, err)
	_, c := b.claimed(t, "user_a")
	for _, r := range []struct {
		name string
		most int
		do   func(context.Context) error
	}{
		{"Person", 1, func(ctx context.Context) error { _, err := p.Person(ctx); return err }},
		{"Accounts", 1, func(ctx context.Context) error { _, err := p.Accounts(ctx); return err }},
		{"PositionsPage", 2, func(ctx context.Context) error { _, err := p.PositionsPage(ctx, a.ID, page("")); return err }},
		{"HeldInstruments", 1, func(ctx context.Context) error { _, err := p.HeldInstruments(ctx); return err }},
		{"MarketPrices", 1, func(ctx context.Context) error {
			_, err := b.System().MarketPrices(ctx, []alex.Symbol{"BND", "SPY"})
			return err
		}},
		{"SaveMarketPrices", 4, func(ctx context.Context) error { return b.System().SaveMarketPrices(ctx, twoPrices(b)) }},
		{"Job", 1, func(ctx context.Context) error { _, err := p.Job(ctx, c.Job); return err }},
		{"Jobs", 1, func(ctx context.Context) error { _, err := p.Jobs(ctx, page("")); return err }},
		{"Report", 1, func(ctx context.Context) error { _, err := p.Report(ctx, reports.Items[0].ID); return err }},
		{"Reports", 1, func(ctx context.Context) error { _, err := p.Reports(ctx, page("")); return err }},
		{"CreatePosition", 5, func(ctx context.Context) error {
			_, err := p.CreatePosition(ctx, alex.Position{AccountID: a.ID, Symbol: "NEW", Quantity: alex.DecimalOf(1)})
			return err
		}},
		{"DeletePosition", 3, func(ctx context.Context) error { return p.DeletePosition(ctx, a.Positions[0].ID) }},
		{"CreateJob", 5, func(ctx context.Context) error { _, _, err := p.CreateJob(ctx, store.JobRequest{}); return err }},
		{"Heartbeat", 3, func(ctx context.Context) error { return b.System().Heartbeat(ctx, c, b.now) }},
		{"SaveSteps", 3, func(ctx context.Context) error { return b.System().SaveSteps(ctx, c, result().Steps) }},
		{"SavePart", 5, func(ctx context.Context) error { return b.System().SavePart(ctx, c, alex.PartFacts, []byte("[]")) }},
		{"Complete", 9, func(ctx context.Context) error { _, err := b.System().Complete(ctx, c, result(), b.now); return err }},
	} {
		calls := b.driver.Count(func() { must(t, r.do(b.ctx)) })
		if len(calls) > r.most {
			t.Errorf("%s makes %d round trips, its budget is %d: %v", r.name, len(calls), r.most, calls)
		}
	}
}

package storetest

import (
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
	saved, call := b.preview(t, p), b.modelCall("user_a", c.Job)
	hold := store.Reservation{Person: "user_a", Day: "2026-03-20", Job: c.Job, Tokens: 1, Cost: 1}
	b.fail(t, store.AccountSubject("user_a@example.com"))
	must(t, b.System().AddInvite(b.ctx, store.NewInvite{TokenHash: "i", EmailKey: "user_a@example.com", Now: b.now, Expires: b.now}))
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
		{"CreatePlan", func() error { _, err := p.Once("k", "h", seen).CreatePlan(b.ctx, namedPlan("x")); return err }},
		{"SavePreview", func() error { _, err := p.SavePreview(b.ctx, summary(), filePreview()); return err }},
		{"ApplyPreview", func() error { _, err := p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts); return err }},
		{"UndoImport", func() error { _, err := p.UndoImport(b.ctx, saved.ID); return err }},
		{"DeleteAccount", func() error { return p.DeleteAccount(b.ctx, held[0].ID, nil) }},
		{"SavePerson", func() error { return p.SavePerson(b.ctx, fullPerson("user_a"), nil) }},
		{"SaveTags", func() error {
			return p.SaveTags(b.ctx, []alex.Instrument{tag("T1", alex.SourceModel), tag("T2", alex.SourceModel)})
		}},
		{"SavePart", func() error { return b.System().SavePart(b.ctx, c, alex.PartFacts, []byte("[1]")) }},
		{"SaveSpans", func() error { return b.System().SaveSpans(b.ctx, c.Job, []store.Span{span("x", b.now)}) }},
		{"ReserveModel", func() error { return b.System().ReserveModel(b.ctx, hold, store.Limits{}, store.Limits{}) }},
		{"SettleModel", func() error { return b.System().SettleModel(b.ctx, "2026-03-20", 1, 1, call) }},
		{"Complete", func() error { _, err := b.System().Complete(b.ctx, c, worth("1"), b.now); return err }},
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
		`SELECT id, status, model_tokens, model_cost FROM analysis_jobs ORDER BY id`,
		`SELECT job_id, kind, seq FROM job_parts ORDER BY job_id, kind, seq`,
		`SELECT job_id, span_id FROM job_spans ORDER BY job_id, span_id`,
		`SELECT id FROM reports ORDER BY id`,
		`SELECT clerk_user_id, idempotency_key, status, body FROM idempotency ORDER BY clerk_user_id, idempotency_key`,
		`SELECT id, plan_name, plan FROM plans ORDER BY id`,
		`SELECT id, status, summary FROM imports ORDER BY id`,
		`SELECT import_id, kind, seq, body FROM import_parts ORDER BY import_id, kind, seq`,
		`SELECT clerk_user_id, as_of, total_value, cash, source, recorded_at FROM portfolio_values ORDER BY clerk_user_id, as_of`,
		`SELECT id FROM retirement ORDER BY id`,
		`SELECT id, cost FROM model_calls ORDER BY id`,
		`SELECT clerk_user_id, day, tokens, cost, held_tokens, held_cost FROM model_days ORDER BY clerk_user_id, day`,
		`SELECT event_id FROM webhook_events ORDER BY event_id`,
		`SELECT person_hash, closed_at FROM departed ORDER BY person_hash`,
		`SELECT clerk_user_id, month, standing, tries, checks FROM reviews ORDER BY clerk_user_id, month`,
		`SELECT email_key FROM invites ORDER BY token_hash`,
		`SELECT subject FROM throttles ORDER BY subject`,
		`SELECT symbol, price FROM market_prices ORDER BY symbol`,
	} {
		text += b.dump(t, query)
	}
	return text
}

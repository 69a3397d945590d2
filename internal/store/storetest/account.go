package storetest

import (
	"testing"

	"alex"
)

func accounts(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	first := b.account(t, p)
	cash := alex.Account{Name: "Savings", Type: alex.CashAccount, CashBalance: alex.MustMoney("10")}
	second, err := p.CreateAccount(b.ctx, cash)
	must(t, err)

	want := household()
	want.ID = first.ID
	for i := range want.Positions {
		want.Positions[i].ID, want.Positions[i].AccountID = first.Positions[i].ID, first.ID
	}
	same(t, "what creation answers", first, want)
	list, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "accounts in their order, positions by symbol", list, []alex.Account{want, second})

	edit := want
	edit.Name, edit.CashBalance, edit.Positions, edit.Fingerprint = "Renamed", alex.MustMoney("-5.01"), nil, ""
	updated, err := p.UpdateAccount(b.ctx, edit, nil)
	must(t, err)
	want.Name, want.CashBalance = edit.Name, edit.CashBalance
	same(t, "an edit changes the account's own fields alone", updated, want)
	got, err := p.Account(b.ctx, first.ID)
	must(t, err)
	same(t, "the edited account", got, want)

	_, err = p.UpdateAccount(b.ctx, household(), nil)
	wantCode(t, "an update without an id", err, alex.CodeInvalid)
	edit.Name = "Again"
	_, err = p.UpdateAccount(b.ctx, edit, func(stored alex.Account) error {
		same(t, "what the guard sees", stored, want)
		return alex.Errorf(alex.CodeConflict, "stale")
	})
	wantCode(t, "a guarded update", err, alex.CodeConflict)

	must(t, p.DeleteAccount(b.ctx, first.ID, nil))
	wantCode(t, "deleting twice", p.DeleteAccount(b.ctx, first.ID, nil), alex.CodeForbidden)
	list, err = p.Accounts(b.ctx)
	must(t, err)
	same(t, "what is left", list, []alex.Account{second})
	must(t, p.ClearPortfolio(b.ctx))
	list, err = p.Accounts(b.ctx)
	must(t, err)
	same(t, "a cleared portfolio", list, []alex.Account{})
}

// limits are the numbers at the edge of their columns.
func limits(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	for _, cash := range []string{"9999999999.99", "-9999999999.99", "0", "-0.01", "0.10"} {
		for _, rate := range []string{"0.0450", "0", "1", "0.0001"} {
			a, err := p.CreateAccount(b.ctx, alex.Account{
				Name: cash, Type: alex.Taxable, CashBalance: alex.MustMoney(cash), CashInterest: alex.MustDecimal(rate),
			})
			must(t, err)
			got, err := p.Account(b.ctx, a.ID)
			must(t, err)
			if got.CashBalance.String() != alex.MustMoney(cash).String() || got.CashInterest.Fixed(4) != alex.MustDecimal(rate).Fixed(4) {
				t.Errorf("%s at %s came back as %s at %s", cash, rate, got.CashBalance, got.CashInterest)
			}
		}
	}
	a := b.account(t, p)
	basis := alex.MustMoney("-999999999999.99")
	for symbol, quantity := range map[alex.Symbol]string{
		"A": "0.00000001", "B": "999999999999.99999999", "C": "1", "D": "1000", "E": "123456789012.1",
	} {
		pos, err := p.CreatePosition(b.ctx, alex.Position{
			AccountID: a.ID, Symbol: symbol, Quantity: alex.MustDecimal(quantity), CostBasis: &basis,
		})
		must(t, err)
		got, err := p.Position(b.ctx, pos.ID)
		must(t, err)
		if got.Quantity.String() != alex.MustDecimal(quantity).String() || got.CostBasis.String() != basis.String() {
			t.Errorf("%s came back as %s, basis %s as %s", quantity, got.Quantity, basis, got.CostBasis)
		}
	}
}

func positions(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	a := b.account(t, p)
	pos, err := p.CreatePosition(b.ctx, alex.Position{AccountID: a.ID, Symbol: "NEWCO", Quantity: alex.MustDecimal("1.5")})
	must(t, err)
	_, err = p.CreatePosition(b.ctx, pos)
	wantCode(t, "a second position of a symbol", err, alex.CodeConflict)

	basis := alex.MustMoney("12.34")
	pos.Quantity, pos.CostBasis, pos.AsOf, pos.Symbol = alex.MustDecimal("2"), &basis, "2026-01-02", "BRK.B"
	updated, err := p.UpdatePosition(b.ctx, pos, nil)
	must(t, err)
	same(t, "what an update answers", updated, pos)
	got, err := p.Position(b.ctx, pos.ID)
	must(t, err)
	same(t, "the updated position", got, pos)

	pos.Symbol = "SPY"
	_, err = p.UpdatePosition(b.ctx, pos, nil)
	wantCode(t, "an update to a symbol that is held already", err, alex.CodeConflict)
	_, err = p.UpdatePosition(b.ctx, pos, func(alex.Position) error { return alex.Errorf(alex.CodeTooLarge, "no") })
	wantCode(t, "a guarded update", err, alex.CodeTooLarge)
	must(t, p.DeletePosition(b.ctx, pos.ID, nil))
	wantCode(t, "deleting twice", p.DeletePosition(b.ctx, pos.ID, nil), alex.CodeForbidden)
}

func printedValues(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	held := b.account(t, p).Positions[1]
	edit := held
	edit.AsOf = "2026-03-10"
	got, err := p.UpdatePosition(b.ctx, edit, nil)
	must(t, err)
	same(t, "a new date keeps the printed value", got.Printed, held.Printed)

	forged := alex.MustMoney("1")
	edit.Printed = &forged
	got, err = p.UpdatePosition(b.ctx, edit, nil)
	must(t, err)
	same(t, "nobody edits what a file printed", got.Printed, held.Printed)

	edit.Quantity = alex.MustDecimal("100.6")
	got, err = p.UpdatePosition(b.ctx, edit, nil)
	must(t, err)
	if got.Printed != nil {
		t.Errorf("the printed value %s outlives a new quantity", got.Printed)
	}
}

// strangers try every id that is not their own, one that exists and one that
// does not: the answers are the same.
func strangers(t *testing.T, b *bench) {
	owner, stranger := b.person(t, "owner"), b.person(t, "stranger")
	a := b.account(t, owner)
	b.now = b.now.Add(-1)
	job, c := b.claimed(t, "owner")
	report, err := b.System().Complete(b.ctx, c, result(), b.now)
	must(t, err)
	nowhere := alex.ID("0a0b0c0d-0000-4000-8000-000000000000")
	for kind, ids := range map[string]map[string]alex.ID{
		"another's": {"account": a.ID, "position": a.Positions[0].ID, "job": job.ID, "report": report},
		"nobody's":  {"account": nowhere, "position": nowhere, "job": nowhere, "report": nowhere},
	} {
		account, position := household(), household().Positions[0]
		account.ID, position.ID, position.AccountID = ids["account"], ids["position"], ids["account"]
		_, readAccount := stranger.Account(b.ctx, ids["account"])
		_, updateAccount := stranger.UpdateAccount(b.ctx, account, nil)
		_, _, holdings := stranger.HoldingsPage(b.ctx, ids["account"], page(""))
		_, page := stranger.PositionsPage(b.ctx, ids["account"], page(""))
		_, create := stranger.CreatePosition(b.ctx, position)
		_, readPosition := stranger.Position(b.ctx, ids["position"])
		_, updatePosition := stranger.UpdatePosition(b.ctx, position, nil)
		_, readJob := stranger.Job(b.ctx, ids["job"])
		_, cancel := stranger.CancelJob(b.ctx, ids["job"])
		_, readReport := stranger.Report(b.ctx, ids["report"])
		for name, err := range map[string]error{
			"Account": readAccount, "UpdateAccount": updateAccount, "PositionsPage": page, "HoldingsPage": holdings, "CreatePosition": create,
			"DeleteAccount": stranger.DeleteAccount(b.ctx, ids["account"], nil),
			"Position":      readPosition, "UpdatePosition": updatePosition,
			"DeletePosition": stranger.DeletePosition(b.ctx, ids["position"], nil),
			"Job":            readJob, "CancelJob": cancel, "Report": readReport,
		} {
			if err == nil || err.Error() != alex.ErrForbidden.Error() {
				t.Errorf("%s with %s id = %v, want ErrForbidden", name, kind, err)
			}
		}
	}
	if _, found, err := stranger.Part(b.ctx, job.ID, "report"); found || err != nil {
		t.Errorf("a stranger reads a part of another's job (%v)", err)
	}
	_, err = stranger.Account(b.ctx, "not-a-uuid")
	wantCode(t, "an id that is no UUID", err, alex.CodeInvalid)
	list, err := owner.Accounts(b.ctx)
	must(t, err)
	same(t, "the owner's accounts afterwards", list, []alex.Account{a})
}

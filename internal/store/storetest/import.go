package storetest

import (
	"testing"

	"alex"
)

func importSnapshot(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	untouched, err := p.CreateAccount(b.ctx, alex.Account{Name: "House money", Type: alex.CashAccount})
	must(t, err)
	file := []alex.Account{household(), {
		Name: "IRA", Type: alex.TaxFree,
		Positions: []alex.Position{{Symbol: "VXUS", Quantity: alex.MustDecimal("50")}},
	}}
	first, err := p.ApplyImport(b.ctx, file)
	must(t, err)
	again, err := p.ApplyImport(b.ctx, file)
	must(t, err)
	same(t, "the same file twice", again, first)

	edit := first[0]
	edit.Name, edit.Purpose, edit.Type = "Mine", "named by me", alex.TaxFree
	_, err = p.UpdateAccount(b.ctx, edit, nil)
	must(t, err)
	newer := household()
	newer.Name, newer.CashBalance = "Other name in the file", alex.MustMoney("-3")
	newer.Positions = []alex.Position{
		{Symbol: "QQQ", Quantity: alex.MustDecimal("7")},
		{Symbol: "SPY", Quantity: alex.MustDecimal("90")},
	}
	newer.Positions[0].ID = first[1].Positions[0].ID // a file gives no ids
	_, err = p.ApplyImport(b.ctx, []alex.Account{newer})
	must(t, err)
	list, err := p.Accounts(b.ctx)
	must(t, err)
	if len(list) != 3 {
		t.Fatalf("%d accounts, want 3", len(list))
	}
	same(t, "an account that the file does not name", list[0], untouched)
	same(t, "another", list[2], first[1])
	got := list[1]
	if got.ID != first[0].ID || got.Name != "Mine" || got.Type != alex.TaxFree || got.CashBalance.String() != "-3.00" {
		t.Errorf("the account is %+v, want its own name and the file's cash", got)
	}
	if len(got.Positions) != 2 || got.Positions[0].Symbol != "QQQ" || got.Positions[1].Quantity.String() != "90" ||
		got.Positions[1].ID != first[0].Positions[1].ID || got.Positions[1].Printed != nil {
		t.Errorf("positions are %+v", got.Positions)
	}
}

func importRefused(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	b.account(t, p)
	before, err := p.Accounts(b.ctx)
	must(t, err)
	bad := household()
	bad.Fingerprint, bad.Positions[1].Quantity = "f2", alex.MustDecimal("-1")
	good := household()
	good.CashBalance = alex.MustMoney("77")
	_, err = p.ApplyImport(b.ctx, []alex.Account{good, bad})
	wantField(t, "a bad second account", err, "accounts[1].positions[1].quantity")
	_, err = p.ApplyImport(b.ctx, []alex.Account{good, good})
	wantField(t, "an account twice", err, "accounts[1]")
	after, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "the accounts after refused imports", after, before)
}

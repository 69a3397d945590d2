package storetest

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// apply previews and applies a file of a name with accounts, a second later.
func (b *bench) apply(t testing.TB, p *store.Personal, name string, accounts ...alex.Account) store.Import {
	t.Helper()
	b.now = b.now.Add(time.Second)
	about := summary()
	about.File, about.Line = name, name+" as it was read"
	saved, err := p.SavePreview(b.ctx, about, store.Preview{Accounts: accounts})
	must(t, err)
	applied, err := p.ApplyPreview(b.ctx, saved.ID, accounts)
	must(t, err)
	return applied
}

// imported is an account of a file, with so much cash.
func imported(name, cash string) alex.Account {
	a := household()
	a.Name, a.Fingerprint, a.CashBalance = name, "of "+name, alex.MustMoney(cash)
	return a
}

// wantStanding compares the lines of the imports that stand.
func (b *bench) wantStanding(t testing.TB, what string, p *store.Personal, want ...string) {
	t.Helper()
	imports, err := p.StandingImports(b.ctx)
	must(t, err)
	lines := []string{}
	for _, i := range imports {
		lines = append(lines, i.Line)
	}
	same(t, what, lines, want)
	s, err := p.Snapshot(b.ctx)
	must(t, err)
	same(t, what+", in the snapshot", s.Imports, imports)
}

// standingImports follows the lines through all that becomes of accounts.
func standingImports(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	other := b.person(t, "user_b")
	b.account(t, p)
	b.preview(t, p)
	b.wantStanding(t, "before any file was applied", p)

	first := b.apply(t, p, "first.csv", imported("A", "1"), imported("B", "2"), imported("C", "3"))
	b.apply(t, other, "theirs.csv", imported("A", "7"))
	imports, err := p.StandingImports(b.ctx)
	must(t, err)
	same(t, "one import", imports, []alex.Import{first.Summary})
	second := b.apply(t, p, "second.csv", imported("A", "4"))
	b.wantStanding(t, "a newer file of one account", p,
		"first.csv as it was read; since then 1 account replaced by a newer file", "second.csv as it was read")

	list, err := p.Accounts(b.ctx)
	must(t, err)
	named := list[2]
	named.Name, named.Purpose, named.Type = "Called otherwise", "by me", alex.TaxFree
	_, err = p.UpdateAccount(b.ctx, named, nil)
	must(t, err)
	b.wantStanding(t, "an account renamed", p,
		"first.csv as it was read; since then 1 account replaced by a newer file", "second.csv as it was read")
	list[1].CashBalance = alex.MustMoney("5")
	_, err = p.UpdateAccount(b.ctx, list[1], nil)
	must(t, err)
	must(t, p.DeletePosition(b.ctx, named.Positions[0].ID))
	must(t, p.DeleteAccount(b.ctx, list[3].ID))
	b.wantStanding(t, "accounts edited and deleted", p,
		"first.csv as it was read; since then 1 account edited, 1 account replaced by a newer file, 1 account deleted",
		"second.csv as it was read; since then 1 account edited")

	list[1].CashBalance = alex.MustMoney("4")
	_, err = p.UpdateAccount(b.ctx, list[1], nil)
	must(t, err)
	_, err = p.UndoImport(b.ctx, second.ID)
	must(t, err)
	b.wantStanding(t, "the newer file undone", p,
		"first.csv as it was read; since then 1 account edited, 1 account deleted")
	b.apply(t, p, "third.csv", imported("A", "1"), imported("B", "2"), imported("C", "3"))
	b.wantStanding(t, "all of it again", p, "third.csv as it was read")
	must(t, p.ClearPortfolio(b.ctx))
	b.wantStanding(t, "nothing left", p)
	b.wantStanding(t, "another's", other, "theirs.csv as it was read")
}

// partOfFile: what is applied without rows has a summary of its own.
func partOfFile(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	saved := b.preview(t, p)
	part := summary()
	part.Accounts, part.ReadTotal, part.Line = 1, alex.MustMoney("1"), "Some of it."
	bad := part
	bad.Line = "a\x00b"
	_, err := p.ApplyPart(b.ctx, saved.ID, filePreview().Accounts[:1], bad)
	wantField(t, "a line with NUL", err, "summary.line")
	_, err = b.person(t, "user_b").ApplyPart(b.ctx, saved.ID, filePreview().Accounts[:1], part)
	wantCode(t, "another's preview", err, alex.CodeForbidden)
	applied, err := p.ApplyPart(b.ctx, saved.ID, filePreview().Accounts[:1], part)
	must(t, err)
	same(t, "what applying answers", applied.Summary, part)
	kept, _, err := p.Preview(b.ctx, saved.ID)
	must(t, err)
	same(t, "what is kept", kept, applied)
	imports, err := p.StandingImports(b.ctx)
	must(t, err)
	same(t, "what stands", imports, []alex.Import{part})
}

package storetest

import (
	"fmt"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
)

// named are so many accounts of one position each.
func named(accounts int, prefix string) []alex.Account {
	list := make([]alex.Account, accounts)
	for n := range list {
		list[n] = alex.Account{
			Name: fmt.Sprint(prefix, n), Type: alex.Taxable,
			Positions: []alex.Position{{Symbol: "VTI", Quantity: alex.MustDecimal("1")}},
		}
	}
	return list
}

// holding is one account of so many positions.
func holding(positions int) alex.Account {
	a := alex.Account{Name: "Wide", Type: alex.Taxable}
	for n := range positions {
		a.Positions = append(a.Positions, alex.Position{Symbol: alex.Symbol(fmt.Sprintf("P%05d", n)), Quantity: alex.MustDecimal("1")})
	}
	return a
}

// roomForAccounts fills a person's accounts to the last.
func roomForAccounts(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, err := p.ApplyImport(b.ctx, named(alex.MaxAccounts, "first "))
	must(t, err)
	_, err = p.ApplyImport(b.ctx, named(alex.MaxAccounts, "first "))
	must(t, err)
	_, err = p.CreateAccount(b.ctx, named(1, "one more ")[0])
	wantNaming(t, "an account past the most", err, alex.CodeConflict, "the most is 200")
	_, err = p.ApplyImport(b.ctx, named(1, "file "))
	wantNaming(t, "an import past the most", err, alex.CodeConflict, "the most is 200")
	_, err = p.AddSample(b.ctx, named(1, "sample "), func(own alex.Person) alex.Person { return own })
	wantNaming(t, "a sample past the most", err, alex.CodeConflict, "the sample")
	saved, err := p.SavePreview(b.ctx, alex.Import{File: "mine.csv"}, store.Preview{Accounts: named(2, "file ")})
	must(t, err)
	_, err = p.ApplyPreview(b.ctx, saved.ID, named(2, "file "))
	wantNaming(t, "a file past the most", err, alex.CodeConflict, "mine.csv")
	for _, accounts := range [][]alex.Account{named(8000, "file "), {holding(alex.MaxPositions + 1)}} {
		_, err = p.SavePreview(b.ctx, alex.Import{File: "huge.csv"}, store.Preview{Accounts: accounts})
		wantNaming(t, "a file that nobody could hold", err, alex.CodeTooLarge, "huge.csv")
		_, err = p.ApplyImport(b.ctx, accounts)
		wantNaming(t, "an import that nobody could hold", err, alex.CodeTooLarge, "at most")
	}
	kept, err := p.Accounts(b.ctx)
	must(t, err)
	if len(kept) != alex.MaxAccounts {
		t.Errorf("%d accounts are kept, want %d", len(kept), alex.MaxAccounts)
	}
	must(t, p.DeleteAccount(b.ctx, kept[0].ID, nil))
	_, err = p.CreateAccount(b.ctx, named(1, "one more ")[0])
	must(t, err)
	_, err = b.person(t, "user_b").CreateAccount(b.ctx, household()) // each has room of their own
	must(t, err)
}

// roomForPositions fills a person's positions to the last.
func roomForPositions(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	a, err := p.CreateAccount(b.ctx, holding(alex.MaxPositions-1))
	must(t, err)
	add := func(symbol alex.Symbol) error {
		_, err := p.CreatePosition(b.ctx, alex.Position{AccountID: a.ID, Symbol: symbol, Quantity: alex.MustDecimal("1")})
		return err
	}
	must(t, add("LAST"))
	wantNaming(t, "a position past the most", add("MORE"), alex.CodeConflict, "the most is 20000")
	wantNaming(t, "a symbol twice", add("LAST"), alex.CodeConflict, "holds LAST already")
	_, err = p.CreateAccount(b.ctx, household())
	wantNaming(t, "an account of more positions", err, alex.CodeConflict, "the most is 20000")
	if n := b.count(t, "positions"); n != alex.MaxPositions {
		t.Errorf("%d positions are kept, want %d", n, alex.MaxPositions)
	}
}

func wantNaming(t testing.TB, what string, err error, code alex.Code, words string) {
	t.Helper()
	if alex.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v, want code %q and %q", what, err, code, words)
	}
}

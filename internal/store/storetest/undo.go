package storetest

import (
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// portfolio is all that an import may touch, as the person sees it.
func (b *bench) portfolio(t testing.TB, p *store.Personal) (accounts []alex.Account, values []store.PortfolioValue) {
	t.Helper()
	accounts, err := p.Accounts(b.ctx)
	must(t, err)
	list, err := p.Values(b.ctx, page(""))
	must(t, err)
	return accounts, list.Items
}

func undo(t *testing.T, b *bench) {
	b.seed(t)
	p := b.person(t, "user_a")
	untouched, err := p.CreateAccount(b.ctx, alex.Account{Name: "House money", Type: alex.CashAccount, CashBalance: alex.MustMoney("5")})
	must(t, err)
	known := b.account(t, p)
	before, _ := b.portfolio(t, p)
	saved := b.preview(t, p)
	changes := alex.CompareAccounts(before, filePreview().Accounts)
	b.now = b.now.Add(time.Second)
	applied, err := p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts)
	must(t, err)
	at := b.now
	saved.Status, saved.AppliedAt = store.ImportApplied, &at
	same(t, "what applying answers", applied, saved)

	after, values := b.portfolio(t, p)
	if len(after) != 3 || changes[0].Matches != after[1].ID || changes[1].Matches != "" {
		t.Fatalf("the comparison %+v foretells other accounts than %+v", changes, after)
	}
	same(t, "an account that the file does not name", after[0], untouched)
	if got := after[1]; got.Name != known.Name || got.Last4 != "9999" || len(got.Positions) != 2 || got.Positions[1].ID != known.Positions[1].ID {
		t.Errorf("the known account became %+v", got)
	}
	// 5 + (-3 + 7·10 + 90·10) + (1250.50 + 51234.56): the file's SPY is worth its own price.
	same(t, "the value on the file's day", values, []store.PortfolioValue{{
		AsOf: "2026-03-09", TotalValue: alex.MustMoney("53457.06"), Cash: alex.MustMoney("1252.50"), Source: store.ValueOfImport,
	}})
	named, err := p.Instrument(b.ctx, "QQQ")
	must(t, err)
	same(t, "a name that the reference lacks", named.Name, "Named by the file")
	named, err = p.Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "a name that the reference has", named.Name, spy().Name)
	_, err = p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts)
	wantCode(t, "applying twice", err, alex.CodeConflict)

	undone, err := p.UndoImport(b.ctx, saved.ID)
	must(t, err)
	saved.Status, saved.UndoneAt = store.ImportUndone, &at
	same(t, "what undoing answers", undone, saved)
	again, values := b.portfolio(t, p)
	same(t, "the accounts afterwards", again, before)
	same(t, "the values afterwards", values, []store.PortfolioValue{})
	_, err = p.UndoImport(b.ctx, saved.ID)
	wantCode(t, "undoing twice", err, alex.CodeConflict)
	_, err = p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts)
	wantCode(t, "applying what was undone", err, alex.CodeConflict)
}

// undoChain undoes two files of one day, the later first, as far as the value
// before both.
func undoChain(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, c := b.claimed(t, "user_a")
	_, err := b.System().Complete(b.ctx, c, worth("1"), b.now)
	must(t, err)
	var imports []store.Import
	var states [][]alex.Account
	var values [][]store.PortfolioValue
	for i := range 2 {
		a, v := b.portfolio(t, p)
		states, values = append(states, a), append(values, v)
		b.now = b.now.Add(time.Second)
		saved := b.preview(t, p)
		applied, err := p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts[i:i+1])
		must(t, err)
		imports = append(imports, applied)
	}
	for i := 1; i >= 0; i-- {
		_, err := p.UndoImport(b.ctx, imports[i].ID)
		must(t, err)
		a, v := b.portfolio(t, p)
		same(t, "the accounts", a, states[i])
		same(t, "the values", v, values[i])
	}
}

// undoRefused: an account that was changed since is named, and nothing happens.
func undoRefused(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	for name, edit := range map[string]func(fresh alex.Account) error{
		"cash": func(a alex.Account) error {
			a.CashBalance = alex.MustMoney("1")
			_, err := p.UpdateAccount(b.ctx, a, nil)
			return err
		},
		"a quantity": func(a alex.Account) error {
			a.Positions[0].Quantity = alex.MustDecimal("1234")
			_, err := p.UpdatePosition(b.ctx, a.Positions[0], nil)
			return err
		},
		"a new position": func(a alex.Account) error {
			_, err := p.CreatePosition(b.ctx, alex.Position{AccountID: a.ID, Symbol: "X", Quantity: alex.DecimalOf(1)})
			return err
		},
		"a deleted position": func(a alex.Account) error { return p.DeletePosition(b.ctx, a.Positions[0].ID, nil) },
		"a deleted account":  func(a alex.Account) error { return p.DeleteAccount(b.ctx, a.ID, nil) },
		"a later file": func(a alex.Account) error {
			later := filePreview().Accounts[1:]
			later[0].CashBalance = alex.MustMoney("8")
			_, err := p.ApplyImport(b.ctx, later)
			return err
		},
	} {
		must(t, p.ClearPortfolio(b.ctx))
		b.account(t, p)
		applied, err := p.ApplyPreview(b.ctx, b.preview(t, p).ID, filePreview().Accounts)
		must(t, err)
		list, err := p.Accounts(b.ctx)
		must(t, err)
		must(t, edit(list[1]))
		before := b.state(t)
		_, err = p.UndoImport(b.ctx, applied.ID)
		wantCode(t, name, err, alex.CodeConflict)
		if err == nil || !strings.Contains(err.Error(), "Fresh") {
			t.Errorf("%s: %v does not name the account", name, err)
		}
		if b.state(t) != before {
			t.Errorf("%s: a refused undo changed something", name)
		}
	}
}

// appliedOnce: a file is applied under a key once, and never half.
func appliedOnce(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	b.account(t, p)
	saved := b.preview(t, p)
	apply := func(hash string) error {
		_, err := p.Once("k", hash, seen).ApplyPreview(b.ctx, saved.ID, filePreview().Accounts)
		return err
	}
	before := b.state(t)
	bad := filePreview().Accounts
	bad[1].Positions[0].Quantity = alex.MustDecimal("-1")
	_, err := p.Once("k", "h", seen).ApplyPreview(b.ctx, saved.ID, bad)
	wantField(t, "a bad second account", err, "accounts[1].positions[0].quantity")
	if b.state(t) != before {
		t.Error("a refused file changed something")
	}
	must(t, apply("h"))
	if r := wantReplayed(t, "the same key", apply("h")); string(r.Body) != "store.Import" {
		t.Errorf("the replay says %s", r.Body)
	}
	wantField(t, "another file", apply("other"), "Idempotency-Key")
}

// worth is the result of a job that found the portfolio to be worth this much
// on the file's day.
func worth(value string) store.Result {
	r := result()
	r.Value = &store.PortfolioValue{AsOf: summary().AsOf, TotalValue: alex.MustMoney(value), Cash: alex.MustMoney(value)}
	return r
}

func values(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, c := b.claimed(t, "user_a")
	bad := result()
	bad.Value = &store.PortfolioValue{}
	_, err := b.System().Complete(b.ctx, c, bad, b.now)
	wantField(t, "a value of no day", err, "value.asOf")

	undated := summary()
	undated.AsOf = ""
	saved, err := p.SavePreview(b.ctx, undated, filePreview())
	must(t, err)
	applied, err := p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts)
	must(t, err)
	report := result()
	report.Value = &store.PortfolioValue{AsOf: "2026-03-10", TotalValue: alex.MustMoney("-7.50"), Cash: alex.MustMoney("-8")}
	_, err = b.System().Complete(b.ctx, c, report, b.now.Add(time.Second))
	must(t, err)
	want := store.PortfolioValue{AsOf: "2026-03-10", TotalValue: alex.MustMoney("-7.50"), Cash: alex.MustMoney("-8"), Source: store.ValueOfReport}
	_, got := b.portfolio(t, p)
	same(t, "a report's value in place of the import's", got, []store.PortfolioValue{want})
	if report.Value.Source != "" {
		t.Error("completing wrote into the result")
	}
	_, err = p.UndoImport(b.ctx, applied.ID)
	must(t, err)
	_, got = b.portfolio(t, p)
	same(t, "a report's value outlives the import", got, []store.PortfolioValue{want})

	for _, day := range []alex.Date{"2026-01-31", "2025-12-31", "2026-02-28"} {
		dated := summary()
		dated.AsOf = day
		saved, err := p.SavePreview(b.ctx, dated, filePreview())
		must(t, err)
		_, err = p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts)
		must(t, err)
	}
	var days []alex.Date
	for cursor := ""; ; {
		list, err := p.Values(b.ctx, store.Page{Cursor: cursor, Limit: 3})
		must(t, err)
		for _, v := range list.Items {
			days = append(days, v.AsOf)
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	same(t, "values in pages, the oldest first", days, []alex.Date{"2025-12-31", "2026-01-31", "2026-02-28", "2026-03-10"})
	others, err := b.person(t, "user_b").Values(b.ctx, page(""))
	must(t, err)
	same(t, "what another sees", others, store.List[store.PortfolioValue]{})
}

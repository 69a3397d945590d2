package storetest

import (
	"fmt"
	"strconv"
	"testing"

	"alex"
	"alex/internal/store"
)

// growingPages reads 10,000 positions in pages while others are added before
// and after the place that is read, and some that were read are deleted: each
// of the first ones is seen, and none twice.
func growingPages(t *testing.T, b *bench) {
	const count = 10_000
	p := b.person(t, "user_a")
	account := alex.Account{Name: "Big", Type: alex.Taxable}
	for i := range count {
		account.Positions = append(account.Positions,
			alex.Position{Symbol: alex.Symbol(fmt.Sprintf("M%05d", i)), Quantity: alex.DecimalOf(1)})
	}
	a, err := p.CreateAccount(b.ctx, account)
	must(t, err)
	seen := map[alex.Symbol]int{}
	for page := (store.Page{Limit: store.MaxLimit}); ; {
		list, err := p.PositionsPage(b.ctx, a.ID, page)
		must(t, err)
		for _, pos := range list.Items {
			seen[pos.Symbol]++
		}
		if page.Cursor = list.Next; page.Cursor == "" {
			break
		}
		here := list.Items[len(list.Items)-1]
		for _, symbol := range []alex.Symbol{"A", "Z", here.Symbol[:4] + "0"} {
			_, err := p.CreatePosition(b.ctx, alex.Position{
				AccountID: a.ID, Symbol: symbol + alex.Symbol("X"+strconv.Itoa(len(seen))), Quantity: alex.DecimalOf(1),
			})
			must(t, err)
		}
		must(t, p.DeletePosition(b.ctx, here.ID, nil))
	}
	for _, pos := range a.Positions {
		if seen[pos.Symbol] != 1 {
			t.Errorf("%s was seen %d times", pos.Symbol, seen[pos.Symbol])
		}
	}
	for symbol, times := range seen {
		if times != 1 {
			t.Errorf("%s was seen %d times", symbol, times)
		}
	}
}

// growingAccounts reads accounts in pages while others are added and those
// that were read are deleted.
func growingAccounts(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	want := map[alex.ID]bool{}
	for i := range 20 {
		a, err := p.CreateAccount(b.ctx, alex.Account{Name: strconv.Itoa(i), Type: alex.Taxable})
		must(t, err)
		want[a.ID] = true
	}
	seen := map[alex.ID]int{}
	for page := (store.Page{Limit: 3}); ; {
		list, err := p.AccountsPage(b.ctx, page)
		must(t, err)
		for _, a := range list.Items {
			seen[a.ID]++
		}
		if page.Cursor = list.Next; page.Cursor == "" {
			break
		}
		must(t, p.DeleteAccount(b.ctx, list.Items[len(list.Items)-1].ID, nil))
		if len(seen) < 20 {
			_, err = p.CreateAccount(b.ctx, alex.Account{Name: "more", Type: alex.Taxable})
			must(t, err)
		}
	}
	for id := range want {
		if seen[id] != 1 {
			t.Errorf("an account was seen %d times", seen[id])
		}
	}
	for id, times := range seen {
		if times != 1 {
			t.Errorf("account %s was seen %d times", id, times)
		}
	}
}

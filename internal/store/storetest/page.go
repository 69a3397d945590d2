package storetest

import (
	"strconv"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// positionPages reads 10,000 positions in pages, with none left out or twice.
func positionPages(t *testing.T, b *bench) {
	const count = 10_000
	p := b.person(t, "user_a")
	account := alex.Account{Name: "Big", Type: alex.Taxable}
	for i := range count {
		account.Positions = append(account.Positions,
			alex.Position{Symbol: alex.Symbol("S" + strconv.Itoa(i)), Quantity: alex.DecimalOf(int64(i + 1))})
	}
	a, err := p.CreateAccount(b.ctx, account)
	must(t, err)
	seen := map[alex.Symbol]bool{}
	cursor, pages := "", 0
	for {
		list, err := p.PositionsPage(b.ctx, a.ID, store.Page{Cursor: cursor, Limit: store.MaxLimit})
		must(t, err)
		again, held, err := p.HoldingsPage(b.ctx, a.ID, store.Page{Cursor: cursor, Limit: store.MaxLimit})
		same(t, "the page with its instruments", again, list)
		for i, pos := range list.Items {
			if i >= len(held) || held[i].Symbol != pos.Symbol {
				t.Fatalf("the instruments of the page are %v", held)
			}
		}
		must(t, err)
		for _, pos := range list.Items {
			seen[pos.Symbol] = true
		}
		if pages++; list.Next == "" {
			break
		}
		cursor = list.Next
	}
	if len(seen) != count || pages != count/store.MaxLimit {
		t.Errorf("%d pages held %d different positions, want %d in %d", pages, len(seen), count, count/store.MaxLimit)
	}
	list, err := p.Accounts(b.ctx)
	must(t, err)
	if len(list) != 1 || len(list[0].Positions) != count {
		t.Errorf("the portfolio has %d accounts", len(list))
	}
}

func jobPages(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	const count = 7
	want := make([]alex.ID, count)
	for i := range count {
		j, _, err := p.CreateJob(b.ctx, store.JobRequest{})
		must(t, err)
		_, err = p.CancelJob(b.ctx, j.ID)
		must(t, err)
		want[count-1-i] = j.ID
		b.now = b.now.Add(time.Microsecond)
	}
	var got []alex.ID
	cursor := ""
	for {
		list, err := p.Jobs(b.ctx, store.Page{Cursor: cursor, Limit: 3})
		must(t, err)
		for _, j := range list.Items {
			got = append(got, j.ID)
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	same(t, "jobs in pages, the newest first", got, want)

	for range 5 {
		_, err := p.CreateAccount(b.ctx, alex.Account{Name: "A", Type: alex.Taxable})
		must(t, err)
	}
	whole, err := p.Accounts(b.ctx)
	must(t, err)
	var paged []alex.Account
	for cursor := ""; ; {
		list, err := p.AccountsPage(b.ctx, store.Page{Cursor: cursor, Limit: 2})
		must(t, err)
		paged = append(paged, list.Items...)
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	same(t, "accounts in pages", paged, whole)
}

func cursors(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	a := b.account(t, p)
	for _, cursor := range []string{"x", "%%", "e30=", "bnVsbA!", "eyJuIjoiYSJ9"} {
		_, jobs := p.Jobs(b.ctx, page(cursor))
		wantCode(t, "jobs from "+cursor, jobs, alex.CodeInvalid)
		_, positions := p.PositionsPage(b.ctx, a.ID, page(cursor))
		wantCode(t, "positions from "+cursor, positions, alex.CodeInvalid)
	}
	list, err := p.PositionsPage(b.ctx, a.ID, store.Page{Limit: 1})
	must(t, err)
	for name, try := range map[string]func(store.Page) error{
		"jobs":     func(g store.Page) error { _, err := p.Jobs(b.ctx, g); return err },
		"reports":  func(g store.Page) error { _, err := p.Reports(b.ctx, g); return err },
		"calls":    func(g store.Page) error { _, err := p.ModelCalls(b.ctx, g); return err },
		"accounts": func(g store.Page) error { _, err := p.AccountsPage(b.ctx, g); return err },
	} {
		wantCode(t, name+" from another list's cursor", try(page(list.Next)), alex.CodeInvalid)
		wantCode(t, name+" with a limit over the most", try(store.Page{Limit: store.MaxLimit + 1}), alex.CodeInvalid)
		wantCode(t, name+" with a limit below zero", try(store.Page{Limit: -1}), alex.CodeInvalid)
	}
}

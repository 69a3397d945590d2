package storetest

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func summary() alex.Import {
	return alex.Import{
		File: "Portfolio_Positions.csv", Broker: "fidelity", AsOf: "2026-03-09", Accounts: 2, Rows: 3,
		FileTotal: alex.MustMoney("100.01"), ReadTotal: alex.MustMoney("90.01"), NotHeld: alex.MustMoney("10"), Line: "All of it.",
	}
}

// filePreview is a file that names the household and a new account.
func filePreview() store.Preview {
	known, fresh := household(), household()
	known.Name, known.CashBalance, known.Last4 = "Name in the file", alex.MustMoney("-3"), "9999"
	price := alex.MustDecimal("10")
	known.Positions = []alex.Position{
		{Symbol: "QQQ", Quantity: alex.MustDecimal("7"), Price: &price, PriceSource: alex.SourceImport, PriceAsOf: "2026-03-09"},
		{Symbol: "SPY", Quantity: alex.MustDecimal("90"), Price: &price},
	}
	fresh.Name, fresh.Fingerprint, fresh.Last4 = "Fresh", "f2", "0002"
	return store.Preview{
		Accounts: []alex.Account{known, fresh}, Names: map[alex.Symbol]string{"QQQ": "Named by the file", "SPY": "Not this"},
		Body: json.RawMessage(`{"rows": [{"id":"1","symbol":"QQQ","reason":"<b> & \u0000 🙂"}]} `),
	}
}

func (b *bench) preview(t testing.TB, p *store.Personal) store.Import {
	t.Helper()
	i, err := p.SavePreview(b.ctx, summary(), filePreview())
	must(t, err)
	return i
}

func previews(t *testing.T, b *bench) {
	p, stranger := b.person(t, "user_a"), b.person(t, "user_b")
	saved := b.preview(t, p)
	same(t, "what saving answers", saved, store.Import{ID: saved.ID, Status: store.ImportPreview, Summary: summary(), CreatedAt: b.now})
	got, preview, err := p.Preview(b.ctx, saved.ID)
	must(t, err)
	same(t, "the import", got, saved)
	same(t, "the preview", preview, filePreview())

	for _, id := range []alex.ID{saved.ID, "0a0b0c0d-0000-4000-8000-000000000000"} {
		_, _, read := stranger.Preview(b.ctx, id)
		_, apply := stranger.ApplyPreview(b.ctx, id, filePreview().Accounts)
		_, undo := stranger.UndoImport(b.ctx, id)
		_, nobody := b.As("nobody").ApplyPreview(b.ctx, id, filePreview().Accounts)
		for name, err := range map[string]error{"Preview": read, "ApplyPreview": apply, "UndoImport": undo, "nobody": nobody} {
			if err == nil || err.Error() != alex.ErrForbidden.Error() {
				t.Errorf("%s of another's id = %v, want ErrForbidden", name, err)
			}
		}
	}
	_, err = p.UndoImport(b.ctx, saved.ID)
	wantCode(t, "undoing a preview", err, alex.CodeConflict)
	_, err = p.ApplyPreview(b.ctx, saved.ID, nil)
	wantField(t, "applying nothing", err, "accounts")
	_, err = p.SavePreview(b.ctx, alex.Import{File: "a\x00b"}, store.Preview{})
	wantField(t, "a file name with NUL", err, "summary.file")
	_, err = p.SavePreview(b.ctx, alex.Import{AsOf: "2026-02-30"}, store.Preview{})
	wantField(t, "a date that does not exist", err, "summary.asOf")
	for name, body := range map[string]string{"no JSON": `{`, "no UTF-8": `"` + strings.Repeat("\x80", 2*store.PartSize) + `"`} {
		_, err = p.SavePreview(b.ctx, summary(), store.Preview{Body: json.RawMessage(body)})
		wantField(t, "a body that is "+name, err, "body")
	}
}

// previewPages keep the newest previews, and all that were applied.
func previewPages(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	applied, err := p.ApplyPreview(b.ctx, b.preview(t, p).ID, filePreview().Accounts)
	must(t, err)
	want := []alex.ID{applied.ID}
	for range store.MaxPreviews + 2 {
		b.now = b.now.Add(time.Second)
		want = append([]alex.ID{b.preview(t, p).ID}, want...)
	}
	want = append(want[:store.MaxPreviews], applied.ID)
	var got []alex.ID
	for cursor := ""; ; {
		list, err := p.Imports(b.ctx, store.Page{Cursor: cursor, Limit: 6})
		must(t, err)
		for _, i := range list.Items {
			got = append(got, i.ID)
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	same(t, "imports in pages, the newest first", got, want)

	n, err := b.System().PurgePreviews(b.ctx, b.now)
	must(t, err)
	if left := b.count(t, "imports"); n != store.MaxPreviews-1 || left != 2 {
		t.Errorf("%d previews were purged and %d imports left, want all but the newest and the applied one", n, left)
	}
}

// bigPreview is a file at the limit of its size: 20,000 rows, half of them
// positions.
func bigPreview(t *testing.T, b *bench) {
	const count = 10_000
	p := b.person(t, "user_a")
	file := func(quantity int64) store.Preview {
		a := alex.Account{Name: "Big", Type: alex.Taxable, Fingerprint: "big"}
		names := map[alex.Symbol]string{}
		for i := range count {
			symbol := alex.Symbol("S" + strconv.Itoa(i))
			value := alex.MustMoney("12.34")
			a.Positions = append(a.Positions, alex.Position{Symbol: symbol, Quantity: alex.DecimalOf(quantity), Printed: &value, AsOf: "2026-03-09"})
			names[symbol] = "Name of " + string(symbol)
		}
		row := `{"id":"1","account":"Big","symbol":"S","quantity":"1","status":"valid","reason":"🙂"}`
		body := json.RawMessage(`[` + strings.Repeat(row+",", 2*count-1) + row + `]`)
		return store.Preview{Accounts: []alex.Account{a}, Names: names, Body: body}
	}
	for quantity, want := range map[int64]string{1: "123400.00", 2: "123400.00"} {
		saved, err := p.SavePreview(b.ctx, summary(), file(quantity))
		must(t, err)
		_, preview, err := p.Preview(b.ctx, saved.ID)
		must(t, err)
		same(t, "the page's part", string(preview.Body), string(file(quantity).Body))
		_, err = p.ApplyPreview(b.ctx, saved.ID, preview.Accounts)
		must(t, err)
		values, err := p.Values(b.ctx, page(""))
		must(t, err)
		if len(values.Items) != 1 || values.Items[0].TotalValue.String() != want {
			t.Errorf("the values are %v, want %s", values.Items, want)
		}
	}
	if n := b.count(t, "positions"); n != count {
		t.Errorf("%d positions", n)
	}
	named, err := p.Instrument(b.ctx, "S77")
	must(t, err)
	same(t, "a name from the file", named.Name, "Name of S77")
	imports, err := p.Imports(b.ctx, page(""))
	must(t, err)
	_, err = p.UndoImport(b.ctx, imports.Items[0].ID)
	if alex.CodeOf(err) == alex.CodeConflict { // both were made at once, so either may come first
		_, err = p.UndoImport(b.ctx, imports.Items[1].ID)
	}
	must(t, err)
	if n := b.count(t, "positions"); n != count {
		t.Errorf("%d positions after the second file was undone", n)
	}
}

package storetest

import (
	"encoding/json"
	"testing"

	"alex"
	"alex/internal/store"
)

// sealedFiles are read later, under the id that they were kept by.
func sealedFiles(t *testing.T, b *bench) {
	p, stranger := b.person(t, "user_a"), b.person(t, "user_b")
	kept := b.preview(t, p)
	first, err := p.SaveSealed(b.ctx, "Its layout is not known.", json.RawMessage(`{"sealed":"AAAA"}`))
	must(t, err)
	other, err := stranger.SaveSealed(b.ctx, "Nor is this.", json.RawMessage(`{"sealed":"CCCC"}`))
	must(t, err)
	second, err := p.SaveSealed(b.ctx, "Its layout is not known.", json.RawMessage(`{"sealed":"BBBB"}`))
	must(t, err)
	_, _, err = p.Preview(b.ctx, first.ID)
	wantCode(t, "the sealed file before", err, alex.CodeForbidden)
	for id, whose := range map[alex.ID]*store.Personal{kept.ID: p, second.ID: p, other.ID: stranger} {
		_, _, err = whose.Preview(b.ctx, id)
		must(t, err)
	}

	read := filePreview()
	_, err = stranger.ApplyUnsealed(b.ctx, second.ID, read.Accounts, summary(), read)
	wantCode(t, "another's file", err, alex.CodeForbidden)
	_, err = p.ApplyUnsealed(b.ctx, second.ID, nil, summary(), read)
	wantCode(t, "nothing of it", err, alex.CodeInvalid)
	_, refused, err := p.Preview(b.ctx, second.ID)
	must(t, err)
	same(t, "what a refusal leaves", string(refused.Body), `{"sealed":"BBBB"}`)

	applied, err := p.ApplyUnsealed(b.ctx, second.ID, read.Accounts, summary(), read)
	must(t, err)
	same(t, "the id", applied.ID, second.ID)
	got, now, err := p.Preview(b.ctx, second.ID)
	must(t, err)
	same(t, "the status", got.Status, store.ImportApplied)
	same(t, "the summary", got.Summary, summary())
	same(t, "what is kept of it", now, read)
	_, err = p.ApplyUnsealed(b.ctx, second.ID, read.Accounts, summary(), read)
	wantCode(t, "a second time", err, alex.CodeConflict)
	undone, err := p.UndoImport(b.ctx, second.ID)
	must(t, err)
	same(t, "undone", undone.Status, store.ImportUndone)
}

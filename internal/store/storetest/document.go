package storetest

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// document keeps a text of two passages for a tenant.
func (b *bench) document(t testing.TB, tenant alex.PersonID, title string) alex.Document {
	t.Helper()
	d, err := b.System().AddDocument(b.ctx, store.NewDocument{
		Tenant: tenant, Source: "https://example.org/" + title, Title: title, Origin: alex.OriginIngest,
		ContentHash: "hash of " + title, Passages: []string{"First of " + title + ".", "Second of " + title + "."},
	})
	must(t, err)
	return d
}

func documents(t *testing.T, b *bench) {
	y := b.System()
	text := store.NewDocument{
		Source: "https://example.org/\"a\"", Title: "Früh <b>", PublishedOn: "2026-03-01", Summary: "One.", Origin: alex.OriginResearch,
		Labels: map[string]string{"subjects": "rates"}, ContentHash: "h", Passages: []string{"One.", "Two."},
	}
	d, err := y.AddDocument(b.ctx, text)
	must(t, err)
	same(t, "what is kept", d, alex.Document{
		ID: d.ID, Source: text.Source, Title: text.Title, PublishedOn: "2026-03-01", Summary: "One.", Origin: alex.OriginResearch,
		Passages: 2, AddedAt: b.now,
	})
	text.Title, text.Passages = "another", []string{"more"}
	b.now = b.now.Add(time.Hour)
	again, err := y.AddDocument(b.ctx, text)
	must(t, err)
	same(t, "the same text again", again, d)
	for field, change := range map[string]func(*store.NewDocument){
		"text is empty":   func(n *store.NewDocument) { n.Passages = nil },
		"text is too":     func(n *store.NewDocument) { n.Passages = slices.Repeat([]string{"x"}, alex.MostPassages+1) },
		"origin":          func(n *store.NewDocument) { n.Origin = "else" },
		"metadata.source": func(n *store.NewDocument) { n.Source = strings.Repeat("s", alex.MostDocumentSource+1) },
		"metadata.title":  func(n *store.NewDocument) { n.Title = "\x00" },
		"metadata.date":   func(n *store.NewDocument) { n.PublishedOn = "0000-01-01" },
		"summary":         func(n *store.NewDocument) { n.Summary = strings.Repeat("s", alex.MostSummary+1) },
		"metadata":        func(n *store.NewDocument) { n.Labels = map[string]string{"a": strings.Repeat("s", alex.MostLabel+1)} },
	} {
		wrong := text
		change(&wrong)
		_, err := y.AddDocument(b.ctx, wrong)
		wantCode(t, field, err, alex.CodeInvalid)
		if err != nil && !strings.Contains(strings.ReplaceAll(err.Error(), ": ", " "), field) {
			t.Errorf("%s is refused as %v", field, err)
		}
	}
	counts, err := y.DocumentCounts(b.ctx)
	must(t, err)
	same(t, "how many there are", counts, map[alex.Origin]int64{alex.OriginResearch: 1})
	n, err := y.RemoveDocument(b.ctx, d.ID)
	must(t, err)
	same(t, "the passages that it had", n, 2)
	_, err = y.RemoveDocument(b.ctx, d.ID)
	wantCode(t, "what is gone", err, alex.CodeNotFound)
	_, err = y.RemoveDocument(b.ctx, "x")
	wantCode(t, "no id", err, alex.CodeInvalid)
	same(t, "the log", b.acts(t, store.AuditFilter{}), []string{"document_removed system"})
	same(t, "the passages that are left", b.dump(t, `SELECT body FROM passages`), "")
	_, err = y.AddDocument(b.ctx, store.NewDocument{Tenant: "nobody", Origin: alex.OriginPerson, ContentHash: "h", Passages: []string{"x"}})
	if err == nil {
		t.Error("a text of nobody is kept")
	}
}

// wrongCursor says where a list of something else ended.
func wrongCursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"n":1,"t":"VTI"}`))
}

// ownDocuments are read, forgotten and lost by their owner alone.
func ownDocuments(t *testing.T, b *bench) {
	ann, bob := b.person(t, "ann"), b.person(t, "bob")
	var ids []alex.ID
	for _, tenant := range []alex.PersonID{"ann", "", "bob", "ann"} {
		b.now = b.now.Add(time.Second)
		ids = append(ids, b.document(t, tenant, string(tenant)+"-"+b.now.Format("05")).ID)
	}
	var read []alex.ID
	var own []bool
	for page := (store.Page{Limit: 1}); ; {
		list, err := ann.Documents(b.ctx, page)
		must(t, err)
		for _, d := range list.Items {
			read, own = append(read, d.ID), append(own, d.Own)
		}
		if page.Cursor = list.Next; page.Cursor == "" {
			break
		}
	}
	_, err := ann.Documents(b.ctx, store.Page{Cursor: wrongCursor()})
	wantField(t, "a cursor of no document", err, "cursor")
	same(t, "what ann reads", read, []alex.ID{ids[3], ids[1], ids[0]})
	same(t, "what is her own", own, []bool{true, false, true})
	for _, id := range ids[1:3] {
		_, err := ann.RemoveDocument(b.ctx, id)
		wantCode(t, "what is not hers", err, alex.CodeForbidden)
	}
	_, err = b.System().RemoveDocument(b.ctx, ids[0])
	wantCode(t, "what is hers, for the system", err, alex.CodeNotFound)
	_, err = ann.RemoveDocument(b.ctx, ids[0])
	must(t, err)
	must(t, ann.Delete(b.ctx))
	list, err := bob.Documents(b.ctx, store.Page{})
	must(t, err)
	if len(list.Items) != 2 || strings.Contains(b.dump(t, `SELECT body FROM passages`), "ann") {
		t.Errorf("bob reads %+v", list.Items)
	}
}

// passagesOfTwo are found once they are indexed, by who may read them.
func passagesOfTwo(t *testing.T, b *bench) {
	y, by := b.System(), store.Embedder{Model: "m", Dimension: 1}
	ann, bob := b.person(t, "ann"), b.person(t, "bob")
	stands, err := y.SettleEmbedder(b.ctx, by)
	must(t, err)
	same(t, "what embeds", stands, by)
	other := store.Embedder{Model: "n", Dimension: 2}
	for _, e := range []store.Embedder{other, by} { // nothing is embedded yet
		stands, err = y.SettleEmbedder(b.ctx, e)
		must(t, err)
		same(t, "what embeds", stands, e)
	}
	docs := []alex.Document{b.document(t, "ann", "a"), b.document(t, "", "b")}
	stands, err = y.SettleEmbedder(b.ctx, other)
	must(t, err)
	same(t, "what embeds", stands, by)
	unindexedInTurn(t, b, docs)
	places := []alex.Passage{{Document: docs[0].ID, Ordinal: 1}, {Document: docs[1].ID}, {Document: docs[1].ID, Ordinal: 9}}
	read := func(p *store.Personal) (texts []string) {
		list, err := p.Passages(b.ctx, places)
		must(t, err)
		for _, f := range list {
			texts = append(texts, f.Text)
		}
		slices.Sort(texts)
		return texts
	}
	same(t, "before they are indexed", read(ann), []string(nil))
	for range docs {
		u, ok, err := y.Unindexed(b.ctx, "", "")
		must(t, err)
		if !ok || len(u.Passages) != 2 {
			t.Fatalf("%+v is to be indexed: %v", u, ok)
		}
		wantCode(t, "by another model", y.Indexed(b.ctx, u.ID, other), alex.CodeConflict)
		must(t, y.Indexed(b.ctx, u.ID, by))
	}
	if _, ok, err := y.Unindexed(b.ctx, docs[0].ID, ""); ok || err != nil {
		t.Error("it is to be indexed still", err)
	}
	same(t, "ann's", read(ann), []string{"First of b.", "Second of a."})
	same(t, "bob's", read(bob), []string{"First of b."})
	must(t, y.ReplaceEmbedder(b.ctx, other))
	same(t, "after another model", read(ann), []string(nil))
	stands, err = y.Embedder(b.ctx)
	must(t, err)
	same(t, "what embeds", stands, other)
}

// unindexedInTurn asks for one behind the other: each comes once.
func unindexedInTurn(t *testing.T, b *bench, docs []alex.Document) {
	t.Helper()
	var list, want []alex.ID
	for _, d := range docs {
		want = append(want, d.ID)
	}
	for behind := alex.ID(""); ; behind = list[len(list)-1] {
		u, ok, err := b.System().Unindexed(b.ctx, "", behind)
		must(t, err)
		if !ok {
			break
		}
		list = append(list, u.ID)
	}
	slices.Sort(want)
	same(t, "what is to be indexed", list, want)
	n, err := b.System().Texts(b.ctx)
	must(t, err)
	same(t, "what is kept", n, store.Texts{Documents: len(docs)})
}

// vectors are those of one tenant, and of what has changed since.
func vectors(t *testing.T, b *bench) {
	y, by := b.System(), store.Embedder{Model: "m", Dimension: 1}
	b.person(t, "ann")
	_, err := y.SettleEmbedder(b.ctx, by)
	must(t, err)
	mine, shared := b.document(t, "ann", "a"), b.document(t, "", "b")
	must(t, y.PutVectors(b.ctx, []store.VectorRow{{Document: mine.ID, Vector: "v0"}, {Document: mine.ID, Ordinal: 1, Vector: "v1"}}, by))
	must(t, y.PutVectors(b.ctx, []store.VectorRow{{Document: shared.ID, Vector: "v2"}}, by))
	wantCode(t, "vectors of another model", y.PutVectors(b.ctx, nil, store.Embedder{Model: "n", Dimension: 1}), alex.CodeConflict)
	rows, n, last, err := b.vectorsOf("", 0)
	must(t, err)
	same(t, "everybody's", rows, []store.VectorRow{{Document: shared.ID, Vector: "v2", Revision: last}})
	if n != 1 {
		t.Errorf("%d vectors are everybody's", n)
	}
	if rows, n, _, err := b.vectorsOf("ann", 0); err != nil || n != 2 || len(rows) != 2 {
		t.Errorf("ann's are %d of %d: %v", len(rows), n, err)
	}
	if rows, n, again, err := b.vectorsOf("", last); err != nil || n != 1 || len(rows) != 0 || again != last {
		t.Errorf("since then %d of %d have changed: %v", len(rows), n, err)
	}
	must(t, y.ReplaceEmbedder(b.ctx, store.Embedder{Model: "n", Dimension: 1}))
	if _, n, _, err := b.vectorsOf("", 0); err != nil || n != 0 {
		t.Errorf("%d vectors of another model are left: %v", n, err)
	}
}

// vectorsOf are the vectors of a tenant as a list.
func (b *bench) vectorsOf(tenant alex.PersonID, after int64) (rows []store.VectorRow, passages int, last int64, err error) {
	last, err = b.Vectors(b.ctx, tenant, after, func(n int) { rows, passages = nil, n }, func(row store.VectorRow) error {
		rows = append(rows, row)
		return nil
	})
	return rows, passages, last, err
}

// roomForDocuments fills the room of one person and of everybody to the last
// document. What is there already is answered all the same.
func roomForDocuments(t *testing.T, b *bench) {
	b.person(t, "ann")
	for n := range alex.MostOwnDocuments - 3 {
		b.document(t, "ann", fmt.Sprint(n))
	}
	if kept := b.atOnce(10, func(n int) error {
		_, err := b.System().AddDocument(b.ctx, store.NewDocument{Tenant: "ann", Origin: alex.OriginPerson, ContentHash: fmt.Sprint("at once ", n), Passages: []string{"x"}})
		return err
	}); kept != 3 {
		t.Errorf("of ten at once %d are kept where three have room", kept)
	}
	b.copies(t, alex.MostDocuments-1)
	b.document(t, "", "last")
	for tenant, there := range map[alex.PersonID]string{"ann": "7", "": "last"} {
		_, err := b.System().AddDocument(b.ctx, store.NewDocument{Tenant: tenant, Origin: alex.OriginIngest, ContentHash: "h", Passages: []string{"one more"}})
		wantCode(t, "one more of "+string(tenant), err, alex.CodeConflict)
		b.document(t, tenant, there)
	}
	b.person(t, "bob")
	b.document(t, "bob", "first")
	if text := b.dump(t, `SELECT body FROM passages`); strings.Contains(text, "one more") {
		t.Error("what was refused is kept")
	}
	if n := b.count(t, "documents"); n != alex.MostOwnDocuments+alex.MostDocuments+1 {
		t.Errorf("%d documents are kept", n)
	}
	long := store.NewDocument{Tenant: "bob", Origin: alex.OriginPerson, ContentHash: "long", Passages: slices.Repeat([]string{"x"}, alex.MostOwnPassages-1)}
	_, err := b.System().AddDocument(b.ctx, long)
	wantCode(t, "a passage more than bob may keep", err, alex.CodeConflict)
	long.Passages = long.Passages[1:]
	_, err = b.System().AddDocument(b.ctx, long)
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `UPDATE documents SET passages = 4 WHERE clerk_user_id IS NULL`)
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `DELETE FROM documents WHERE content_hash = 'copy 7'`)
	must(t, err)
	_, err = b.System().AddDocument(b.ctx, store.NewDocument{Origin: alex.OriginIngest, ContentHash: "h", Passages: []string{"x"}})
	wantCode(t, "a passage more than everybody's", err, alex.CodeConflict)
}

// atOnce does something so many times at once, and says how often it was done.
func (b *bench) atOnce(times int, do func(n int) error) (done int64) {
	var all sync.WaitGroup
	var good atomic.Int64
	for n := range times {
		all.Go(func() {
			if do(n) == nil {
				good.Add(1)
			}
		})
	}
	all.Wait()
	return good.Load()
}

// copies are so many documents of everybody's, made at once and of nothing.
func (b *bench) copies(t testing.TB, n int) {
	t.Helper()
	const atOnce = 500
	for from := 0; from < n; from += atOnce {
		var rows []string
		var args []any
		for i := from; i < min(from+atOnce, n); i++ {
			rows = append(rows, fmt.Sprintf(`($%d, '', '', 'ingest', $%d, 1, 0)`, len(args)+1, len(args)+2))
			args = append(args, alex.ID(fmt.Sprintf("00000000-0000-4000-8000-%012d", i)), fmt.Sprint("copy ", i))
		}
		_, err := b.raw.ExecContext(b.ctx, `INSERT INTO documents (id, source, title, origin, content_hash, passages, added_at) VALUES `+strings.Join(rows, ", "), args...)
		must(t, err)
	}
}

// documentsOfEditors leave one entry in the log of their owner, with the
// document; what was there already leaves none.
func documentsOfEditors(t *testing.T, b *bench) {
	b.person(t, "ann")
	acting := b.ByGrantee(b.ctx, "bob", "POST", "/api/research/documents")
	text := store.NewDocument{Tenant: "ann", Origin: alex.OriginPerson, ContentHash: "h", Passages: []string{"x"}}
	for range 2 {
		_, err := b.System().AddDocument(acting, text)
		must(t, err)
	}
	text.Passages = nil
	_, err := b.System().AddDocument(acting, text)
	wantCode(t, "a text of nothing", err, alex.CodeInvalid)
	_, err = b.System().AddDocument(b.ByGrantee(b.ctx, "bob", "POST", "/api/research/documents"), store.NewDocument{
		Tenant: "ann", Origin: alex.OriginPerson, ContentHash: "h", Passages: []string{"x"},
	})
	must(t, err)
	same(t, "the log", b.acts(t, store.AuditFilter{Person: "ann"}), []string{"grantee_changed " + string(alex.PersonActor(telemetry.PersonHash("bob"))) + " ann"})
}

// answersOfDocuments are kept under a key, as those of what is made at once.
func answersOfDocuments(t *testing.T, b *bench) {
	ann := b.person(t, "ann")
	d := b.document(t, "ann", "a")
	must(t, ann.Made(b.ctx, d))
	must(t, ann.Once("k", "h", seen).Made(b.ctx, d))
	if r := wantReplayed(t, "again", ann.Once("k", "h", seen).Made(b.ctx, d)); string(r.Body) != "alex.Document" {
		t.Errorf("the answer came back as %s", r.Body)
	}
	_ = wantReplayed(t, "looked up", ann.Once("k", "h", seen).Answered(b.ctx))
	wantField(t, "of another hash", ann.Once("k", "other", seen).Made(b.ctx, d), "Idempotency-Key")
}

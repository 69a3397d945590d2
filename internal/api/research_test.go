package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/knowledge"
	"alex/internal/store"
)

const documentsRoute = "/api/research/documents"

// found asks for passages as who.
func (w *world) found(t testing.TB, who, question string, k int, headers ...string) api.FoundList {
	t.Helper()
	path := fmt.Sprintf("/api/research?query=%s&k=%d", url.QueryEscape(question), k)
	return as[api.FoundList](t, w.must(t, 200, who, "GET", path, "", headers...))
}

// TestTextsAreFound brings texts of three tenants and compares every answer with
// the document.
func TestTextsAreFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	check := func(method, route string, r reply) reply {
		t.Helper()
		if b := doc.answered(doc.Paths[route][strings.ToLower(method)], r, as[any](t, r)); b != "" {
			t.Errorf("%s %s (%d): %s", method, route, r.status, b)
		}
		return r
	}
	shared := check("POST", ingestRoute, w.bring(t, 201, "ingest-key", `{"text":"Bonds fell.","metadata":{"source":"https://example.org/b"}}`))
	own := check("POST", documentsRoute, w.must(t, 201, "ann", "POST", documentsRoute, `{"title":" My\n notes ","text":"Bonds are mine.","source":"a book","publishedOn":"2026-10-01"}`))
	kept := as[api.DocumentBody](t, own)
	if !kept.Own || kept.Origin != alex.OriginPerson || kept.Title != "My notes" || kept.Passages != 1 || own.header.Get("Location") != documentsRoute+"/"+string(kept.ID) {
		t.Errorf("what is kept is %+v at %v", kept, own.header)
	}
	check("GET", "/api/research", w.must(t, 200, "ann", "GET", "/api/research?query=bonds", ""))
	list := w.found(t, "ann", "my notes bonds are mine.", 5)
	if len(list.Items) != 2 || list.Embedder != (api.EmbedderBody{Name: "scattered", Dimension: dimension}) {
		t.Fatalf("ann finds %+v", list)
	}
	first, second := list.Items[0], list.Items[1]
	if first.DocumentID != kept.ID || first.Text != "Bonds are mine." || !first.Own || *first.PublishedOn != "2026-10-01" || first.Score <= second.Score {
		t.Errorf("the nearest is %+v", first)
	}
	if string(second.DocumentID) != field(t, shared, "documentId") || second.Own || second.PublishedOn != nil || second.Title != "Bonds fell." {
		t.Errorf("the next is %+v", second)
	}
	check("GET", documentsRoute, w.must(t, 200, "ann", "GET", documentsRoute+"?limit=1", ""))
	if diff := cmp.Diff(kept, w.documents(t, "ann")[0]); diff != "" {
		t.Errorf("the newest is another: %s", diff)
	}
	for question, n := range map[string]int{"?query=bonds&k=1": 1, "?query=bonds&k=50": 2} {
		if r := w.must(t, 200, "ann", "GET", "/api/research"+question, ""); len(as[api.FoundList](t, r).Items) != n {
			t.Errorf("%s finds %s", question, r.text)
		}
	}
	for question, place := range map[string]string{
		"": "query.query", "?query=": "query.query", "?query=%20%E2%80%8B": "query.query", "?query=" + strings.Repeat("x", 1001): "query.query",
		"?query=x&k=0": "query.k", "?query=x&k=51": "query.k", "?query=x&k=-1": "query.k", "?query=x&k=two": "query.k",
	} {
		r := w.must(t, 422, "ann", "GET", "/api/research"+question, "")
		if p := as[api.Problem](t, r); p.Errors[0].Location != place {
			t.Errorf("%.30s is refused as %s", question, r.text)
		}
	}
}

// TestNobodyFindsAnothersTexts asks two hundred times for the very words of
// another's own texts, by every way there is.
func TestNobodyFindsAnothersTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 20 {
		w.must(t, 201, "ann", "POST", documentsRoute, fmt.Sprintf(`{"title":"secret%d","text":"Secret words%d of Ann's about thing%d.","source":"secret"}`, n, n, n))
		w.must(t, 201, "bob", "POST", documentsRoute, fmt.Sprintf(`{"title":"own","text":"Bob's words%d about thing%d."}`, n, n))
		w.bring(t, 201, "ingest-key", fmt.Sprintf(`{"text":"Words%d for all about thing%d."}`, n, n))
	}
	asked := 0
	for n := range 200 {
		k := 1 + n%50
		question := fmt.Sprintf("Secret words%d of Ann's about thing%d.", n%20, n%20)
		r := w.must(t, 200, "bob", "GET", fmt.Sprintf("/api/research?query=%s&k=%d", url.QueryEscape(question), k), "")
		list := as[api.FoundList](t, r)
		if strings.Contains(strings.ToLower(r.text), "secret") || len(list.Items) != min(k, 40) {
			t.Fatalf("bob finds %d of %d: %s", len(list.Items), k, r.text)
		}
		asked++
	}
	if list := w.found(t, "ann", "Secret words3 of Ann's about thing3.", 1); !strings.Contains(list.Items[0].Text, "words3") || !list.Items[0].Own {
		t.Errorf("ann finds %+v", list)
	}
	w.must(t, 403, "bob", "GET", "/api/research?query=secret", "", "Alex-For: ann")
	w.must(t, 403, "bob", "GET", documentsRoute, "", "Alex-For: ann")
	t.Attr("measured", fmt.Sprintf("questions=%d leaks=0", asked))
}

// TestGranteesFind what the owner finds, while they may.
func TestGranteesFind(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	w.must(t, 201, "ann", "POST", documentsRoute, `{"title":"a","text":"Ann's own words."}`)
	w.must(t, 201, "bob", "POST", documentsRoute, `{"title":"b","text":"Bob's own words."}`)
	grant := w.shared(t, "ann", "bob", alex.Viewer)
	if list := w.found(t, "bob", "own words", 5, "Alex-For: ann"); len(list.Items) != 1 || list.Items[0].Text != "Ann's own words." {
		t.Errorf("for ann bob finds %+v", list)
	}
	if list := w.found(t, "bob", "own words", 5); len(list.Items) != 1 || list.Items[0].Text != "Bob's own words." {
		t.Errorf("bob finds %+v", list)
	}
	w.must(t, 403, "bob", "POST", documentsRoute, `{"title":"c","text":"x"}`, "Alex-For: ann")
	w.must(t, 204, "ann", "DELETE", "/api/grants/"+grant, "")
	w.must(t, 403, "bob", "GET", "/api/research?query=words", "", "Alex-For: ann")
	w.shared(t, "ann", "bob", alex.Editor)
	w.now = w.now.Add(time.Second)
	id := field(t, w.must(t, 201, "bob", "POST", documentsRoute, `{"title":"c","text":"An editor's words."}`, "Alex-For: ann"), "id")
	if list := w.documents(t, "ann"); len(list) != 2 || string(list[0].ID) != id || !list[0].Own {
		t.Errorf("ann may read %+v", list)
	}
	if list := w.documents(t, "bob"); len(list) != 1 {
		t.Errorf("bob may read %+v", list)
	}
	log, err := w.store.System().Audit(t.Context(), store.AuditFilter{Act: alex.ActGranteeChanged, Person: "ann"}, store.Page{})
	if err != nil || len(log.Items) != 1 || log.Items[0].Detail["route"] != documentsRoute {
		t.Errorf("the log is %+v: %v", log.Items, err)
	}
	w.must(t, 403, "bob", "DELETE", documentsRoute+"/"+id, "")
	w.must(t, 204, "bob", "DELETE", documentsRoute+"/"+id, "", "Alex-For: ann")
}

// TestTextsAreForgotten by their owner alone; of all others, the answer is one.
func TestTextsAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine := field(t, w.must(t, 201, "ann", "POST", documentsRoute, `{"title":"a","text":"Mine."}`), "id")
	shared := field(t, w.bring(t, 201, "ingest-key", `{"text":"Everybody's."}`), "documentId")
	unknown := w.must(t, 403, "bob", "DELETE", documentsRoute+"/"+nobodysID, "")
	for _, id := range []string{mine, shared, strings.ToUpper(mine)} {
		if r := w.must(t, 403, "bob", "DELETE", documentsRoute+"/"+id, ""); same(t, r) != same(t, unknown) {
			t.Errorf("%s: %s", id, r.text)
		}
	}
	w.must(t, 403, "ann", "DELETE", documentsRoute+"/"+shared, "")
	if list := w.found(t, "ann", "mine", 5); len(list.Items) != 2 {
		t.Errorf("ann finds %+v", list)
	}
	w.must(t, 204, "ann", "DELETE", documentsRoute+"/"+strings.ToUpper(mine), "")
	w.must(t, 403, "ann", "DELETE", documentsRoute+"/"+mine, "")
	if list := w.found(t, "ann", "mine", 5); len(list.Items) != 1 || list.Items[0].Own {
		t.Errorf("ann finds %+v", list)
	}
}

// TestOneTextTwice is one document, under a key and without one; another's of the
// same words is another.
func TestOneTextTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const body = `{"title":"a","text":"Words."}`
	first := w.must(t, 201, "ann", "POST", documentsRoute, body, "Idempotency-Key: k")
	for _, headers := range [][]string{{"Idempotency-Key: k"}, nil, {"Idempotency-Key: l"}} {
		again := w.must(t, 201, "ann", "POST", documentsRoute, body, headers...)
		if again.text != first.text || (again.header.Get("Idempotency-Replayed") == "true") != (len(headers) > 0 && headers[0] == "Idempotency-Key: k") {
			t.Errorf("with %v: %v %s", headers, again.header, again.text)
		}
	}
	if r := w.must(t, 422, "ann", "POST", documentsRoute, `{"title":"a","text":"Other words."}`, "Idempotency-Key: k"); !strings.Contains(r.text, "Idempotency-Key") {
		t.Error(r.text)
	}
	if other := w.must(t, 201, "bob", "POST", documentsRoute, body, "Idempotency-Key: k"); field(t, other, "id") == field(t, first, "id") {
		t.Error("bob's is ann's")
	}
	w.must(t, 204, "ann", "DELETE", documentsRoute+"/"+field(t, first, "id"), "")
	if r := w.must(t, 201, "ann", "POST", documentsRoute, body, "Idempotency-Key: k"); r.text != first.text {
		t.Errorf("a repeated request is answered otherwise: %s", r.text)
	}
	if list := w.documents(t, "ann"); len(list) != 0 {
		t.Errorf("a repeated request has made %+v", list)
	}
}

// TestMostOwnDocuments: one more is refused until one goes.
func TestMostOwnDocuments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var ids []string
	body := func(n int) string { return fmt.Sprintf(`{"title":"t","text":"Text %d."}`, n) }
	for n := range alex.MostOwnDocuments {
		ids = append(ids, field(t, w.must(t, 201, "ann", "POST", documentsRoute, body(n)), "id"))
	}
	w.must(t, 409, "ann", "POST", documentsRoute, body(-1))
	w.must(t, 201, "ann", "POST", documentsRoute, body(7))
	w.must(t, 201, "bob", "POST", documentsRoute, body(-1))
	w.must(t, 204, "ann", "DELETE", documentsRoute+"/"+ids[0], "")
	w.must(t, 201, "ann", "POST", documentsRoute, body(-1))
	exported := w.must(t, 200, "ann", "GET", "/api/user/export", "")
	if n := strings.Count(exported.text, `"title":"t"`); n != alex.MostOwnDocuments || !strings.Contains(exported.text, "Text -1.") {
		t.Errorf("%d documents are exported", n)
	}
}

// TestOwnDocumentsAreRefused by the field that is wrong.
func TestOwnDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, place := range map[string]string{
		`{"title":"t"}`:            "body.text",
		`{"text":"x"}`:             "body.title",
		`{"title":"t","text":" "}`: "body.text",
		`{"title":"` + strings.Repeat("ä", 301) + `","text":"x"}`:               "body.title",
		`{"title":"t","text":"x","source":"` + strings.Repeat("s", 1001) + `"}`: "body.source",
		`{"title":"t","text":"x","publishedOn":"2026-02-30"}`:                   "body.publishedOn",
		`{"title":"t","text":"x","publishedOn":"0000-01-01"}`:                   "body.publishedOn",
		`{"title":"t","text":"x","origin":"research"}`:                          "body.origin",
	} {
		r := w.must(t, 422, "ann", "POST", documentsRoute, body)
		if p := as[api.Problem](t, r); !slices.ContainsFunc(p.Errors, func(f alex.FieldError) bool { return f.Location == place }) {
			t.Errorf("%.60s is refused as %+v, want %s", body, p.Errors, place)
		}
	}
	w.must(t, 413, "ann", "POST", documentsRoute, `{"title":"t","text":"`+strings.Repeat("x ", 1<<19)+`"}`)
}

// TestTextsOfDocuments gives every odd text to every field: it is kept as one line
// of what can be seen, or refused by the field's name.
func TestTextsOfDocuments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kept := 0
	for n, text := range naughty() {
		quoted := string(encoded(text))
		for _, c := range [][2]string{
			{"title", fmt.Sprintf(`{"title":%s,"text":"Text %d."}`, quoted, n)},
			{"source", fmt.Sprintf(`{"title":"t","text":"Text of source %d.","source":%s}`, n, quoted)},
			{"text", fmt.Sprintf(`{"title":"t","text":%s}`, quoted)},
		} {
			r := w.call(t, "ann", "POST", documentsRoute, c[1])
			switch {
			case r.status == 422 && c[0] == "text" && knowledge.Clean(text) == "" && names422("text", r):
			case r.status != 201:
				t.Errorf("%q as %s: %d %s", text, c[0], r.status, r.text)
			default:
				kept++
				if d := as[api.DocumentBody](t, r); c[0] == "title" && knowledge.Line(text) != "" && d.Title != knowledge.Line(text) ||
					c[0] == "source" && d.Source != knowledge.Line(text) || !utf8.ValidString(d.Title) || strings.ContainsAny(d.Title+d.Source, "\n\x00") {
					t.Errorf("%q as %s is kept as %+v", text, c[0], d)
				}
				w.must(t, 204, "ann", "DELETE", r.header.Get("Location"), "")
			}
		}
		w.call(t, "ann", "GET", "/api/research?query="+url.QueryEscape(text), "")
		r := w.call(t, "", "POST", ingestRoute, string(encoded(map[string]any{"text": "x", "metadata": map[string]any{"title": text, text: text}})), "X-Api-Key: ingest-key")
		if r.status != 201 && (r.status != 422 || !strings.Contains(r.text, `"body.metadata`)) && r.status != 400 {
			t.Errorf("%q as a label: %d %s", text, r.status, r.text)
		}
		if r := w.call(t, "", "POST", "/api/admin/research", string(encoded(map[string]any{"topic": text})), "Authorization: Bearer key-of-ops"); r.status != 202 && (r.status != 422 || !names422("topic", r)) {
			t.Errorf("%q as a topic: %d %s", text, r.status, r.text)
		}
	}
	if kept < 2*len(naughty()) {
		t.Errorf("%d texts were kept", kept)
	}
}

// TestTextsWithoutTheirEmbedder: another one is a conflict that says what to do,
// and one that is away is a reason to come again, after which all is there.
func TestTextsWithoutTheirEmbedder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, 201, "ann", "POST", documentsRoute, `{"title":"t","text":"Words."}`)
	other := newWorldOver(t, w.store, func(s *api.Server) { s.Library = libraryBy(s.Store, scattered{name: "renewed"}) })
	away := newWorldOver(t, w.store, func(s *api.Server) { s.Library = libraryBy(s.Store, scattered{away: true}) })
	const body = `{"title":"t","text":"More words."}`
	for _, route := range []string{"GET /api/research?query=words", "POST " + documentsRoute} {
		method, path, _ := strings.Cut(route, " ")
		sent := ""
		if method == "POST" {
			sent = body
		}
		if r := other.must(t, 409, "ann", method, path, sent); !strings.Contains(r.text, "alex research embed") {
			t.Errorf("%s: %s", route, r.text)
		}
		if r := away.must(t, 503, "ann", method, path, sent); r.header.Get("Retry-After") == "" || !strings.Contains(r.text, "the embedder is away") {
			t.Errorf("%s: %v %s", route, r.header, r.text)
		}
	}
	if list := w.found(t, "ann", "words", 5); len(list.Items) != 1 {
		t.Errorf("before it is indexed: %+v", list)
	}
	w.must(t, 201, "ann", "POST", documentsRoute, body)
	if list := w.found(t, "ann", "words", 5); len(list.Items) != 2 {
		t.Errorf("afterwards: %+v", list)
	}
}

// TestWithoutALibrary there is none of it, and the page is not told of it.
func TestWithoutALibrary(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change         func(*api.Server)
		ingest, rounds int
		told           bool
	}{
		"with all":          {func(*api.Server) {}, 401, 401, true},
		"without a library": {func(s *api.Server) { s.Library = nil }, 404, 404, false},
		"without keys":      {func(s *api.Server) { s.AdmitIngest = nil }, 404, 401, true},
		"without rounds":    {func(s *api.Server) { s.Research = nil }, 401, 404, true},
		"without operators": {func(s *api.Server) { s.Office = nil }, 401, 404, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.change)
			w.must(t, c.ingest, "", "POST", ingestRoute, `{"text":"x"}`)
			w.must(t, c.rounds, "", "GET", "/api/admin/research", "")
			w.must(t, map[bool]int{true: 200, false: 404}[c.told], "ann", "GET", documentsRoute, "")
			site := w.must(t, http.StatusOK, "", "GET", "/config.json", "")
			if told := strings.Contains(site.text, `"research":true`); told != c.told {
				t.Errorf("the page is told %s", site.text)
			}
		})
	}
}

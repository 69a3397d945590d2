package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/auth/local"
	"alex/internal/knowledge"
	"alex/internal/store"
)

const ingestRoute = "/api/ingest"

// byKeys lets in whom the issuer knows by a key for ingesting.
func byKeys(s *api.Server) {
	issuer := local.New(s.Store, "alex")
	issuer.Now = s.Now
	s.AdmitIngest = func(ctx context.Context, key, clientIP string) (alex.Actor, error) {
		k, err := issuer.Ingest(ctx, key, clientIP)
		return alex.OperatorActor(k.Name), err
	}
}

// newKey makes a key of a role, by its name.
func (w *world) newKey(t testing.TB, name string, role alex.KeyRole) string {
	t.Helper()
	issuer := local.New(w.store, "alex")
	issuer.Now = w.store.Now
	_, key, err := issuer.NewKey(t.Context(), name, role, 0)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// bring brings a text by a key.
func (w *world) bring(t testing.TB, want int, key, body string) reply {
	t.Helper()
	return w.must(t, want, "", "POST", ingestRoute, body, "X-Api-Key: "+key)
}

func (w *world) documents(t testing.TB, who string) []api.DocumentBody {
	t.Helper()
	return as[api.ListBody[api.DocumentBody]](t, w.must(t, 200, who, "GET", "/api/research/documents", "")).Items
}

// TestKeysForIngesting tries what is a key for it and what is none; refusals say
// nothing of the body, and tell of no other key.
func TestKeysForIngesting(t *testing.T) {
	t.Parallel()
	w := newWorld(t, byKeys)
	good, revoked, operator := w.newKey(t, "feeds", alex.KeyIngest), w.newKey(t, "old", alex.KeyIngest), w.newKey(t, "ops", alex.KeyOperator)
	if _, err := w.store.System().RevokeKey(t.Context(), "old"); err != nil {
		t.Fatal(err)
	}
	const text = `{"text":"Rates rose.","metadata":{"title":"Rates"}}`
	for name, c := range map[string]struct {
		status  int
		headers []string
	}{
		"no key":                {401, nil},
		"an empty key":          {401, []string{"X-Api-Key: "}},
		"what is none":          {401, []string{"X-Api-Key: ' or 1=1 --"}},
		"a part of one":         {401, []string{"X-Api-Key: " + good[:len(good)-1]}},
		"one that was changed":  {401, []string{"X-Api-Key: " + good[:len(good)-2] + "!!"}},
		"one of another scheme": {401, []string{"X-Api-Key: Bearer " + good}},
		"in another header":     {401, []string{"Authorization: Bearer " + good}},
		"a revoked one":         {401, []string{"X-Api-Key: " + revoked}},
		"a person's token":      {401, []string{"X-Api-Key: token-of-ann", "Authorization: Bearer token-of-ann"}},
		"an operator's key":     {403, []string{"X-Api-Key: " + operator}},
	} {
		for _, body := range []string{text, "{", ""} {
			r := w.call(t, "", "POST", ingestRoute, body, c.headers...)
			if r.status != c.status || (r.status == 401) != (r.header.Get("WWW-Authenticate") == `ApiKey realm="alex"`) {
				t.Errorf("%s: %d %v %s", name, r.status, r.header, r.text)
			}
		}
	}
	if list := w.documents(t, "ann"); len(list) != 0 {
		t.Fatalf("what was refused is kept: %+v", list)
	}
	first := w.bring(t, 201, good, text)
	again := w.bring(t, 201, good, `{"text":" Rates   rose. ","metadata":{"title":"Another"}}`)
	id := field(t, first, "documentId")
	if field(t, again, "documentId") != id || first.header.Get("Location") != "/api/research/documents/"+id {
		t.Errorf("%s %v, then %s", first.text, first.header, again.text)
	}
	if list := w.documents(t, "bob"); len(list) != 1 || list[0].Title != "Rates" || list[0].Own || list[0].Origin != alex.OriginIngest {
		t.Errorf("bob may read %+v", list)
	}
	w.bring(t, 401, "x"+good, text)
	for _, path := range []string{"/api/research/documents", "/api/user"} { // it reads nothing
		w.must(t, 401, "", "GET", path, "", "X-Api-Key: "+good)
		w.must(t, 401, "", "GET", path, "", "Authorization: Bearer "+good)
	}
}

// TestWrongKeysAreWaitedFor: failures of an address are counted as those of who
// signs in.
func TestWrongKeysAreWaitedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, byKeys)
	for range 100 {
		r := w.call(t, "", "POST", ingestRoute, `{"text":"x"}`, "X-Api-Key: wrong")
		if r.status == http.StatusTooManyRequests && r.header.Get("Retry-After") != "" {
			return
		}
		if r.status != http.StatusUnauthorized {
			t.Fatalf("%d %s", r.status, r.text)
		}
	}
	t.Error("a hundred wrong keys are answered")
}

// TestMetadataOverwritesNothing: names that a document has otherwise are labels,
// and the row is as it would be without them.
func TestMetadataOverwritesNothing(t *testing.T) {
	t.Parallel()
	var notes noting
	w := newWorld(t, func(s *api.Server) {
		notes.Library = s.Library
		s.Library = &notes
	})
	hostile := map[string]any{
		"text": "other words", "tenant": "ann", "clerk_user_id": "ann", "person": "ann", "own": true, "origin": "research", "id": "0a0b0c0d-0000-4000-8000-000000000001",
		"documentId": "x", "contentHash": "x", "content_hash": "x", "added_at": 1, "addedAt": "1999-01-01T00:00:00Z", "passages": 7, "summary": "s", "labels": "l",
		"__proto__": "p",
	}
	hostile["source"], hostile["title"], hostile["date"] = "https://example.org", "Rates", "2026-11-01"
	body := string(encoded(map[string]any{"text": "Rates rose.", "metadata": hostile}))
	id := field(t, w.bring(t, 201, "ingest-key", body), "documentId")
	for _, who := range []string{"ann", "bob"} {
		list := w.documents(t, who)
		if len(list) != 1 || list[0].Own || list[0].Origin != alex.OriginIngest || string(list[0].ID) != id || list[0].Summary != "" ||
			list[0].Source != "https://example.org" || list[0].Title != "Rates" || *list[0].PublishedOn != "2026-11-01" || list[0].Passages != 1 || list[0].AddedAt.Year() < 2000 {
			t.Errorf("%s may read %+v", who, list)
		}
	}
	found := w.found(t, "bob", "rates", 5)
	if len(found.Items) != 1 || found.Items[0].Text != "Rates rose." {
		t.Errorf("what is found is %+v", found)
	}
	labels := map[string]string{"own": "true", "added_at": "1", "passages": "7"}
	for name, value := range hostile {
		if text, is := value.(string); is && name != "source" && name != "title" && name != "date" {
			labels[name] = text
		}
	}
	want := knowledge.Text{Source: "https://example.org", Title: "Rates", PublishedOn: "2026-11-01", Origin: alex.OriginIngest, Labels: labels, Body: "Rates rose."}
	if diff := cmp.Diff([]brought{{knowledge.Everybody, want}}, notes.all); diff != "" {
		t.Errorf("what the library was told is something else: %s", diff)
	}
}

// noting is a library that notes what it is told to keep.
type noting struct {
	api.Library
	all []brought
}

type brought struct {
	Tenant knowledge.Tenant
	Text   knowledge.Text
}

func (n *noting) Add(ctx context.Context, tenant knowledge.Tenant, text knowledge.Text) (alex.Document, error) {
	n.all = append(n.all, brought{tenant, text})
	return n.Library.Add(ctx, tenant, text)
}

// TestIngestRefuses names what is wrong.
func TestIngestRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := map[string]any{"source": "s"}
	for n := range alex.MostLabels + 1 {
		many[fmt.Sprint("label", n)] = n
	}
	long := strings.Repeat("x", 1001)
	meta := func(name string, value any) string {
		return string(encoded(map[string]any{"text": "x", "metadata": map[string]any{name: value}}))
	}
	for body, place := range map[string]string{
		`{}`:                              "body.text",
		`{"text":" \u200b "}`:             "body.text",
		`{"text":5}`:                      "body.text",
		`{"text":"x","tenant":""}`:        "body.tenant",
		`{"text":"x","origin":"person"}`:  "body.origin",
		`{"text":"x","metadata":[]}`:      "body.metadata",
		meta("date", "2026-02-30"):        "body.metadata.date",
		meta("date", "0000-01-01"):        "body.metadata.date",
		meta("date", ""):                  "body.metadata.date",
		meta("date", 5):                   "body.metadata.date",
		meta("source", long):              "body.metadata.source",
		meta("title", long):               "body.metadata.title",
		meta("subject", map[string]any{}): "body.metadata.subject",
		meta("subject", long):             "body.metadata.subject",
		meta(long, "x"):                   "body.metadata",
		meta("subject", "a\x01"):          "body.metadata",
		string(encoded(map[string]any{"text": "x", "metadata": many})): "body.metadata",
	} {
		r := w.bring(t, 422, "ingest-key", body)
		if p := as[api.Problem](t, r); !slices.ContainsFunc(p.Errors, func(f alex.FieldError) bool { return f.Location == place }) {
			t.Errorf("%.100s is refused as %+v, want %s", body, p.Errors, place)
		}
	}
	for _, body := range []string{`{"text":"x","metadata":{"a":"1","a":"2"}}`, `{"text":"x","metadata":{"title":"1","TITLE":"2"}}`, `{`, "\xff"} {
		w.bring(t, 400, "ingest-key", body)
	}
	w.must(t, 415, "", "POST", ingestRoute, `{"text":"x"}`, "X-Api-Key: ingest-key", "Content-Type: text/plain")
	w.bring(t, 413, "ingest-key", `{"text":"`+strings.Repeat("x ", 1<<19)+`"}`)
	w.bring(t, 413, "ingest-key", `{"text":"`+strings.Repeat("\U0001D15E", 1<<18-20)+`"}`) // a note of four bytes, and of eight as it is kept
	w.bring(t, 201, "ingest-key", `{"text":"`+strings.Repeat("word ", (1<<20-20)/5)+`"}`)
	if list := w.documents(t, "ann"); len(list) != 1 {
		t.Errorf("%d texts are kept", len(list))
	}
}

// TestLimitByKey counts the requests of each key.
func TestLimitByKey(t *testing.T) {
	t.Parallel()
	within(t, func(fail func(string, ...any)) {
		w := newWorld(t)
		for n := range 120 {
			body := []string{`{"text":"x"}`, `{}`}[n%2]
			if r := w.call(t, "", "POST", ingestRoute, body, "X-Api-Key: ingest-key"); r.status != []int{201, 422}[n%2] {
				fail("request %d: %d %s", n+1, r.status, r.text)
			}
		}
		r := w.call(t, "", "POST", ingestRoute, `{"text":"x"}`, "X-Api-Key: ingest-key")
		if r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" || field(t, r, "code") != "throttled" {
			fail("the 121st request: %d %v %s", r.status, r.header, r.text)
		}
		if r := w.call(t, "", "POST", ingestRoute, `{"text":"x"}`, "X-Api-Key: ingest-key-2"); r.status != 201 {
			fail("another key: %d %s", r.status, r.text)
		}
	})
}

// TestIngestLeavesNoAct: a row for each text would hide all others.
func TestIngestLeavesNoAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bring(t, 201, "ingest-key", `{"text":"Rates rose."}`)
	log, err := w.store.System().Audit(t.Context(), store.AuditFilter{}, store.Page{})
	if err != nil || len(log.Items) != 0 {
		t.Errorf("the log is %+v: %v", log.Items, err)
	}
}

// TestKeysWhileTheDatabaseIsAway are answered as what they are: nobody knows.
func TestKeysWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) {
		s.AdmitIngest = func(context.Context, string, string) (alex.Actor, error) {
			return "", &alex.Error{Code: alex.CodeUnavailable, Message: "the database is not available; try again", Err: errors.New("away")}
		}
	})
	if r := w.bring(t, 503, "ingest-key", `{"text":"x"}`); r.header.Get("Retry-After") == "" || !json.Valid([]byte(r.text)) {
		t.Errorf("%v %s", r.header, r.text)
	}
}

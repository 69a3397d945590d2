package api_test

import (
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

const researchRoute = "/api/admin/research"

// TestRoundsOfResearch begins rounds, and reads of them in pages.
func TestRoundsOfResearch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.store.Now = func() time.Time { return w.now }
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	office := func(want int, method, path, body string) reply {
		t.Helper()
		r := w.must(t, want, "", method, path, body, "Authorization: Bearer key-of-ops")
		route, _, _ := strings.Cut(path, "?")
		if b := doc.answered(doc.Paths[route][strings.ToLower(method)], r, as[any](t, r)); b != "" {
			t.Errorf("%s %s: %s", method, path, b)
		}
		return r
	}
	for _, body := range []string{"", "{}", `{"topic":"municipal bonds"}`} {
		w.now = w.now.Add(time.Minute)
		r := as[api.RoundStarted](t, office(202, "POST", researchRoute, body))
		if r.Round == nil || r.Round.ChosenBy != "operator" || r.Round.EndedAt == nil || len(r.Round.Pages) != 1 || r.Round.Pages[0].Reason != "robots" {
			t.Errorf("with %q the round is %+v", body, r.Round)
		}
	}
	w.bring(t, 201, "ingest-key", `{"text":"Words."}`)
	w.must(t, 201, "ann", "POST", documentsRoute, `{"title":"secret","text":"Secret."}`)
	first := as[api.ResearchState](t, office(200, "GET", researchRoute+"?limit=2", ""))
	if first.Every != 7200 || first.Next == nil || first.Embedder.Dimension != dimension || first.Documents[alex.OriginIngest] != 1 || len(first.Documents) != 1 {
		t.Errorf("the state is %+v", first)
	}
	if len(first.Items) != 2 || first.Items[0].Topic != "municipal bonds" || first.Items[1].Topic != "bonds" || first.NextCursor == nil {
		t.Fatalf("the newest rounds are %+v", first)
	}
	rest := as[api.ResearchState](t, office(200, "GET", researchRoute+"?cursor="+*first.NextCursor, ""))
	if len(rest.Items) != 1 || rest.NextCursor != nil || rest.Items[0].Pages[0].DocumentID != nil {
		t.Errorf("the rest is %+v", rest)
	}
	for body, place := range map[string]string{
		`{"topic":"x"}`: "body.topic",
		`{"topic":"` + strings.Repeat("x", 201) + `"}`: "body.topic",
		`{"topic":"a\u0001b"}`:                         "body.topic",
		`{"topic":5}`:                                  "body.topic",
		`{"chosenBy":"schedule"}`:                      "body.chosenBy",
	} {
		if r := office(422, "POST", researchRoute, body); !strings.Contains(r.text, `"location":"`+place+`"`) {
			t.Errorf("%s: %s", body, r.text)
		}
	}
	office(422, "GET", researchRoute+"?cursor=x", "")
	log, err := w.store.System().Audit(t.Context(), store.AuditFilter{Act: alex.ActResearchBegun}, store.Page{})
	if err != nil || len(log.Items) != 3 {
		t.Fatalf("the log is %+v: %v", log.Items, err)
	}
	for _, e := range log.Items {
		if e.Actor != alex.OperatorActor("ops") || len(e.Detail) != 0 {
			t.Errorf("the log says %+v", e)
		}
	}
}

// TestOneRoundAtATime: another is a conflict, and no act.
func TestOneRoundAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.Research = &rounds{store: s.Store, going: true} })
	w.must(t, 409, "", "POST", researchRoute, "", "Authorization: Bearer key-of-ops")
	log, err := w.store.System().Audit(t.Context(), store.AuditFilter{}, store.Page{})
	if err != nil || len(log.Items) != 0 {
		t.Errorf("the log is %+v: %v", log.Items, err)
	}
}

// TestOperatorsForget texts of everybody's, and nobody's own.
func TestOperatorsForget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shared := field(t, w.bring(t, 201, "ingest-key", `{"text":"Words for all."}`), "documentId")
	own := field(t, w.must(t, 201, "ann", "POST", documentsRoute, `{"title":"a","text":"Words of my own."}`), "id")
	forget := func(want int, id string) {
		t.Helper()
		w.must(t, want, "", "DELETE", researchRoute+"/documents/"+id, "", "Authorization: Bearer key-of-ops")
	}
	forget(404, own)
	forget(404, nobodysID)
	forget(422, "x")
	if list := w.found(t, "ann", "words", 5); len(list.Items) != 2 {
		t.Errorf("ann finds %+v", list)
	}
	forget(204, strings.ToUpper(shared))
	forget(404, shared)
	if list := w.found(t, "ann", "words", 5); len(list.Items) != 1 || !list.Items[0].Own {
		t.Errorf("ann finds %+v", list)
	}
	log, err := w.store.System().Audit(t.Context(), store.AuditFilter{}, store.Page{})
	if err != nil || len(log.Items) != 1 || log.Items[0].Act != alex.ActDocumentRemoved || log.Items[0].Actor != alex.OperatorActor("ops") || len(log.Items[0].Detail) != 0 {
		t.Errorf("the log is %+v: %v", log.Items, err)
	}
}

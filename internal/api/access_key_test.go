package api_test

import (
	"net/http"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

const aKey = `{"name":"my laptop","scopes":["research","portfolio"],"days":30}`

// TestAccessKeysAreShownOnce: a key is told to who makes it, and by no answer after.
func TestAccessKeysAreShownOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.must(t, http.StatusCreated, "ann", "POST", "/api/user/keys", aKey, "Idempotency-Key: k")
	made := as[api.NewKeyBody](t, first)
	if made.Key == nil || !strings.HasPrefix(*made.Key, "alexp_") || !made.ExpiresAt.Equal(made.CreatedAt.AddDate(0, 0, 30)) || made.Scopes[0] != alex.ScopePortfolio {
		t.Fatalf("a new key is %s", first.text)
	}
	again := w.must(t, http.StatusCreated, "ann", "POST", "/api/user/keys", aKey, "Idempotency-Key: k")
	if r := as[api.NewKeyBody](t, again); r.Key != nil || r.ID != made.ID || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("a repeated request is answered %s", again.text)
	}
	w.must(t, http.StatusUnprocessableEntity, "ann", "POST", "/api/user/keys", strings.Replace(aKey, "30", "31", 1), "Idempotency-Key: k")
	w.must(t, http.StatusConflict, "ann", "POST", "/api/user/keys", aKey)
	list := w.must(t, http.StatusOK, "ann", "GET", "/api/user/keys", "")
	if keys := as[api.KeyList](t, list).Items; len(keys) != 1 || keys[0].ID != made.ID || strings.Contains(list.text, *made.Key) {
		t.Errorf("the list is %s", list.text)
	}
	w.must(t, http.StatusForbidden, "bob", "DELETE", "/api/user/keys/"+string(made.ID), "")
	w.must(t, http.StatusNoContent, "ann", "DELETE", "/api/user/keys/"+string(made.ID), "")
	w.must(t, http.StatusForbidden, "ann", "DELETE", "/api/user/keys/"+string(made.ID), "")
	if keys := as[api.KeyList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/user/keys", "")).Items; len(keys) != 1 || keys[0].RevokedAt == nil {
		t.Errorf("a key that was ended is %+v", keys)
	}
	w.must(t, http.StatusCreated, "ann", "POST", "/api/user/keys", aKey)
}

func TestAccessKeysRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, place := range map[string]string{
		`{"scopes":["report"]}`:                              "body.name",
		`{"name":"","scopes":["report"]}`:                    "body.name",
		`{"name":"<b>","scopes":["report"]}`:                 "body.name",
		`{"name":"a","scopes":[]}`:                           "body.scopes",
		`{"name":"a","scopes":["everything"]}`:               "body.scopes[0]",
		`{"name":"a","scopes":["report"],"days":366}`:        "body.days",
		`{"name":"a","scopes":["report"],"days":-1}`:         "body.days",
		`{"name":"a","scopes":["report"],"personId":"user"}`: "body.personId",
	} {
		if r := w.call(t, "ann", "POST", "/api/user/keys", body); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, `"`+place+`"`) {
			t.Errorf("%s: %d %s", body, r.status, r.text)
		}
	}
}

// TestNoPathClimbs: a path that names the one above is no route, whatever lies there.
func TestNoPathClimbs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/api/user/keys/..", "/api/user/keys/%2e%2e", "/api/user/keys/x/../..", "/api/accounts/..", "//api/user/keys/..", "/x/../api/user", "//api/user"} {
		w.must(t, http.StatusNotFound, "ann", "DELETE", path, "")
	}
	w.must(t, http.StatusOK, "ann", "GET", "/api/user", "")
}

// TestKeysHaveNamesForTheirPersonAlone: whoever runs Alex reads that an assistant
// called, not what its person calls the key.
func TestKeysHaveNamesForTheirPersonAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, http.StatusCreated, "ann", "POST", "/api/user/keys", strings.Replace(aKey, "my laptop", "canary words", 1))
	ctx := store.ActingAs(t.Context(), alex.KeyActor("canary words"))
	if err := w.store.As("ann").Record(ctx, alex.ActAssistantCalled, map[string]string{"tool": "compute", "outcome": "answered"}); err != nil {
		t.Fatal(err)
	}
	own := as[api.ListBody[api.ActivityBody]](t, w.must(t, http.StatusOK, "ann", "GET", "/api/user/activity", ""))
	if len(own.Items) != 2 || own.Items[0].Key != "canary words" || own.Items[0].Actor != "assistant" || own.Items[1].Key != "" {
		t.Errorf("the person reads %+v", own.Items)
	}
	all := w.must(t, http.StatusOK, "", "GET", "/api/admin/audit", "", "Authorization: Bearer key-of-ops")
	if !strings.Contains(all.text, `"actor":"assistant"`) || strings.Contains(all.text, "canary") {
		t.Errorf("an operator reads %s", all.text)
	}
}

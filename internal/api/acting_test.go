package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
)

// TestNamesOfOthers asks with odd values of the header.
func TestNamesOfOthers(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	w.shared(t, "ann", "bob", alex.Editor)
	refusal := w.must(t, 403, "bob", "GET", "/api/user", "", "Alex-For: nobody")
	for _, value := range []string{"eve", "Ann", "ann,ann", "ann, eve", "ann%00", "*", "' OR 1=1 --", "\xff\xfe", "ä", strings.Repeat("a", 256), strings.Repeat("a", 8000), "annn"} {
		r := w.call(t, "bob", "GET", "/api/user", "", "Alex-For: "+value)
		if same(t, r) != same(t, refusal) {
			t.Errorf("for %q: %d %s", value, r.status, r.text)
		}
	}
	w.must(t, 401, "", "GET", "/api/user", "", "Alex-For: ann")
	for value, want := range map[string]string{"ann": "ann", "bob": "bob", "": "bob", " ann": "ann"} { // spaces around a value are not of it
		if got := field(t, w.must(t, 200, "bob", "GET", "/api/user", "", "Alex-For: "+value), "id"); got != want {
			t.Errorf("for %q one reads what is %s's", value, got)
		}
	}
	for _, route := range []string{"GET /api/grants", "GET /api/user/export"} { // for oneself nothing is closed
		method, path, _ := strings.Cut(route, " ")
		w.must(t, 200, "bob", method, path, "", "Alex-For: bob")
		w.must(t, 403, "bob", method, path, "", "Alex-For: ann")
	}
	request, err := http.NewRequestWithContext(t.Context(), "GET", w.URL+"/api/user", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"Authorization": {"Bearer token-of-bob"}, "Alex-For": {"ann", "bob"}}
	response, err := w.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("two names: %d", response.StatusCode)
	}
}

// TestEditorsWork changes what is the owner's, for the owner.
func TestEditorsWork(t *testing.T) {
	t.Parallel()
	w := newCircle(t, keyed)
	w.shared(t, "ann", "bob", alex.Editor)
	account := field(t, w.must(t, 201, "bob", "POST", "/api/accounts", ira, "Alex-For: ann"), "id")
	read := w.must(t, 200, "ann", "GET", "/api/accounts/"+account, "")
	w.must(t, 403, "bob", "GET", "/api/accounts/"+account, "")
	tag := "If-Match: " + read.header.Get("ETag")
	w.must(t, 200, "bob", "PUT", "/api/accounts/"+account, strings.Replace(ira, "IRA", "Edited", 1), "Alex-For: ann", tag)
	w.must(t, 412, "ann", "PUT", "/api/accounts/"+account, ira, tag)
	body, header := form(t, part{"file", "f.csv", october})
	preview := field(t, w.must(t, 200, "bob", "POST", previewRoute, body, header, "Alex-For: ann"), "previewId")
	w.must(t, 403, "bob", "POST", "/api/import", commitBody(t, alex.ID(preview)))
	w.must(t, 201, "ann", "POST", "/api/import", commitBody(t, alex.ID(preview)))
	job := field(t, w.must(t, 202, "bob", "POST", "/api/analyze", "", "Alex-For: ann"), "jobId")
	w.must(t, 200, "ann", "POST", "/api/jobs/"+job+"/cancel", "")
	if r := w.must(t, 200, "bob", "GET", "/api/accounts", ""); strings.Contains(r.text, account) || strings.Contains(r.text, "Edited") {
		t.Errorf("the editor has it too: %s", r.text)
	}
}

// TestEditorsKeepWhoTheOwnerIs changes the owner's record but for what is the
// owner's alone to say.
func TestEditorsKeepWhoTheOwnerIs(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	w.must(t, 200, "ann", "PUT", "/api/user", `{"displayName":"Ann","allowModels":true}`)
	w.shared(t, "ann", "bob", alex.Editor)
	w.must(t, 200, "bob", "PUT", "/api/user", `{"currentAnnualSpending":"40000"}`, "Alex-For: ann")
	r := w.must(t, 200, "ann", "GET", "/api/user", "")
	if field(t, r, "displayName") != "Ann" || !strings.Contains(r.text, `"allowModels":true`) || field(t, r, "currentAnnualSpending") != "40000.00" || field(t, r, "email") != "ann@example.org" {
		t.Errorf("the record is %s", r.text)
	}
	w.must(t, 200, "ann", "PUT", "/api/user", `{"displayName":"Ann"}`)
	for member, body := range map[string]string{"displayName": `{"displayName":"Bob"}`, "allowModels": `{"allowModels":true}`, "email": `{"email":"bob@example.org"}`} {
		if r := w.must(t, 422, "bob", "PUT", "/api/user", body, "Alex-For: ann"); !strings.Contains(r.text, `"body.`+member+`"`) {
			t.Errorf("%s: %s", member, r.text)
		}
	}
	if r := w.must(t, 200, "ann", "GET", "/api/user", ""); !strings.Contains(r.text, `"allowModels":false`) {
		t.Errorf("the record is %s", r.text)
	}
}

// TestKeysAreOfWhoAsks sends one key for oneself, for another, and as that
// other: these are three requests.
func TestKeysAreOfWhoAsks(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	w.shared(t, "ann", "bob", alex.Editor)
	w.shared(t, "ann", "eve", alex.Editor)
	made := map[string]bool{}
	for _, c := range [][2]string{{"ann", ""}, {"bob", "ann"}, {"bob", ""}, {"eve", "ann"}} {
		first := w.must(t, 201, c[0], "POST", "/api/accounts", ira, "Idempotency-Key: k", "Alex-For: "+c[1])
		again := w.must(t, 201, c[0], "POST", "/api/accounts", ira, "Idempotency-Key: k", "Alex-For: "+c[1])
		if first.header.Get("Idempotency-Replayed") != "" || again.header.Get("Idempotency-Replayed") != "true" || again.text != first.text {
			t.Errorf("%s for %q: %s, then %v %s", c[0], c[1], first.text, again.header, again.text)
		}
		made[field(t, first, "id")] = true
	}
	if len(made) != 4 {
		t.Errorf("the accounts are %v", slices.Collect(maps.Keys(made)))
	}
}

// TestLimitsAreOfWhoAsks spends the requests of one who acts for another: the
// other has all of theirs.
func TestLimitsAreOfWhoAsks(t *testing.T) {
	t.Parallel()
	w := newCircle(t, func(s *api.Server) { s.UserRateLimit = 10 })
	w.shared(t, "ann", "bob", alex.Viewer) // one request of each
	for n := range 9 {
		w.must(t, 200, "bob", "GET", "/api/portfolio", "", "Alex-For: "+[]string{"ann", "bob"}[n%2])
	}
	w.must(t, 429, "bob", "GET", "/api/portfolio", "", "Alex-For: ann")
	w.must(t, 429, "bob", "GET", "/api/portfolio", "")
	for range 9 {
		w.must(t, 200, "ann", "GET", "/api/portfolio", "")
	}
}

// TestGrantsEndAtOnce: access goes with the grant, with its owner, and with the
// owner's standing.
func TestGrantsEndAtOnce(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	read := func(want int) {
		t.Helper()
		w.must(t, want, "bob", "GET", "/api/portfolio", "", "Alex-For: ann")
	}
	id := w.shared(t, "ann", "bob", alex.Viewer)
	read(200)
	w.must(t, 204, "ann", "DELETE", "/api/grants/"+id, "")
	read(403)
	w.shared(t, "ann", "bob", alex.Viewer)
	read(200)
	if err := w.store.System().Disable(t.Context(), "ann", w.now); err != nil {
		t.Fatal(err)
	}
	read(403)
	if err := w.store.System().Enable(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	read(200)
	w.must(t, 204, "ann", "DELETE", "/api/user", "")
	read(403)
	if list := w.grantsOf(t, "bob"); len(list) != 0 {
		t.Errorf("what bob still has: %s", fmt.Sprint(list))
	}
}

// TestStreamsEndWithTheGrant: who may no longer read hears no more, while the
// owner does.
func TestStreamsEndWithTheGrant(t *testing.T) {
	t.Parallel()
	w := newCircle(t, fast, func(s *api.Server) { s.Hub.Recheck = 5 * time.Millisecond })
	grant := w.shared(t, "ann", "bob", alex.Viewer)
	id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
	theirs, own := w.follow(t, "bob", id, "Alex-For: ann"), w.follow(t, "ann", id)
	theirs.until(t, "status", "pending")
	own.until(t, "status", "pending")
	w.must(t, http.StatusNoContent, "ann", "DELETE", "/api/grants/"+grant, "")
	for _, e := range theirs.rest() {
		t.Errorf("after the grant there is %s: %s", e.name, e.data)
	}
	w.must(t, http.StatusForbidden, "bob", "GET", "/api/jobs/"+id+"/events", "", "Alex-For: ann")
	w.must(t, http.StatusOK, "ann", "POST", "/api/jobs/"+id+"/cancel", "")
	own.until(t, "status", "cancelled")
}

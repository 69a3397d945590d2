package api_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/auth"
)

// grantItem is one of a list, as the page reads it.
type grantItem struct {
	ID, Direction, Role, Status, Label string
	Person                             *struct{ ID, DisplayName, Email string }
	CreatedAt                          time.Time
	ExpiresAt                          *time.Time
	Code                               *string
}

func (w *world) grantsOf(t testing.TB, who string) []grantItem {
	t.Helper()
	return as[struct{ Items []grantItem }](t, w.must(t, 200, who, "GET", "/api/grants", "")).Items
}

// shared makes a grant, whose id it answers.
func (w *world) shared(t testing.TB, owner, grantee string, role alex.Role) string {
	t.Helper()
	code := field(t, w.must(t, 201, owner, "POST", "/api/grants", `{"role":"`+string(role)+`"}`), "code")
	return field(t, w.must(t, 201, grantee, "POST", "/api/grants/accept", `{"code":"`+code+`"}`), "id")
}

// newCircle is a world with a third person.
func newCircle(t testing.TB, change ...func(*api.Server)) *world {
	t.Helper()
	w := newWorld(t, change...)
	w.store.Now = func() time.Time { return w.now }
	if _, err := w.store.System().EnsurePerson(t.Context(), "eve", "Name of eve", "eve@example.org"); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestGrants follows an invitation from its code to its end, and compares every
// answer with the document.
func TestGrants(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	documented := func(method, route string, r reply) reply {
		t.Helper()
		if b := doc.answered(doc.Paths[route][strings.ToLower(method)], r, as[any](t, r)); b != "" {
			t.Errorf("%s %s (%d): %s", method, route, r.status, b)
		}
		return r
	}
	made := documented("POST", "/api/grants", w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"viewer","label":"my adviser"}`))
	offer := as[grantItem](t, made)
	if offer.Code == nil || len(*offer.Code) < 26 || offer.Direction != "given" || offer.Status != "invited" || offer.Label != "my adviser" ||
		offer.Person != nil || offer.ExpiresAt == nil || !offer.ExpiresAt.Equal(w.now.Add(7*24*time.Hour)) || made.header.Get("Location") != "/api/grants" {
		t.Errorf("the invitation is %s", made.text)
	}
	listed := documented("GET", "/api/grants", w.must(t, 200, "ann", "GET", "/api/grants", ""))
	if strings.Contains(listed.text, *offer.Code) || !strings.Contains(listed.text, offer.ID) {
		t.Errorf("the list is %s", listed.text)
	}
	code := `{"code":"` + strings.ToLower((*offer.Code)[:4]) + "-" + (*offer.Code)[4:] + `"}`
	if r := w.must(t, 422, "ann", "POST", "/api/grants/accept", code); !strings.Contains(r.text, `"body.code"`) {
		t.Errorf("one's own code: %s", r.text)
	}
	wrong := w.must(t, 404, "bob", "POST", "/api/grants/accept", `{"code":"AAAABBBBCCCCDDDDEEEEFFFFGG"}`)
	got := as[grantItem](t, documented("POST", "/api/grants/accept", w.must(t, 201, "bob", "POST", "/api/grants/accept", code)))
	if got.ID != offer.ID || got.Direction != "received" || got.Status != "active" || got.Label != "" || got.ExpiresAt != nil ||
		got.Person == nil || got.Person.ID != "ann" || got.Person.DisplayName != "Name of ann" || got.Person.Email != "ann@example.org" {
		t.Errorf("accepting is answered %+v", got)
	}
	given := documented("GET", "/api/grants", w.must(t, 200, "ann", "GET", "/api/grants", ""))
	if list := w.grantsOf(t, "ann"); len(list) != 1 || list[0].Person.Email != "bob@example.org" || list[0].Label != "my adviser" {
		t.Errorf("ann's grants: %s", given.text)
	}
	for what, r := range map[string]reply{
		"a used code": w.must(t, 404, "eve", "POST", "/api/grants/accept", code), "no code": w.must(t, 404, "eve", "POST", "/api/grants/accept", `{"code":""}`),
	} {
		if same(t, r) != same(t, wrong) {
			t.Errorf("%s is answered %s, a wrong one %s", what, r.text, wrong.text)
		}
	}
	again := field(t, w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"editor"}`), "code")
	w.must(t, 409, "bob", "POST", "/api/grants/accept", `{"code":"`+again+`"}`)
	w.now = w.now.Add(alex.InvitationLife)
	if r := w.must(t, 404, "eve", "POST", "/api/grants/accept", `{"code":"`+again+`"}`); same(t, r) != same(t, wrong) {
		t.Errorf("an expired code is answered %s", r.text)
	}
	w.must(t, 403, "eve", "DELETE", "/api/grants/"+offer.ID, "")
	w.must(t, 200, "bob", "GET", "/api/portfolio", "", "Alex-For: ann")
	w.must(t, 204, "bob", "DELETE", "/api/grants/"+offer.ID, "")
	w.must(t, 403, "bob", "GET", "/api/portfolio", "", "Alex-For: ann")
	if len(w.grantsOf(t, "ann"))+len(w.grantsOf(t, "bob")) != 0 {
		t.Error("a grant is left")
	}
}

// unconfirmed is an issuer for whom nobody has confirmed an address.
type unconfirmed struct{ auth.Issuer }

func (unconfirmed) MayShare(context.Context, alex.PersonID) error {
	return alex.Errorf(alex.CodeConflict, "confirm your e-mail address first")
}

// TestUnconfirmedInviteNobody: who has not confirmed their address offers nothing.
func TestUnconfirmedInviteNobody(t *testing.T) {
	t.Parallel()
	w := newCircle(t, func(s *api.Server) { s.Issuer = unconfirmed{} })
	r := w.must(t, 409, "ann", "POST", "/api/grants", `{"role":"viewer"}`)
	if got := field(t, r, "detail"); got != "confirm your e-mail address first" || len(w.grantsOf(t, "ann")) > 0 {
		t.Errorf("inviting is answered %s", r.text)
	}
}

// TestInvitationsEnd holds a person to the most that are open.
func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	var id string
	for range alex.MaxInvitations {
		id = field(t, w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"viewer"}`), "id")
	}
	if r := w.must(t, 409, "ann", "POST", "/api/grants", `{"role":"viewer"}`); !strings.Contains(r.text, "20 open invitations") {
		t.Errorf("one too many: %s", r.text)
	}
	w.must(t, 204, "ann", "DELETE", "/api/grants/"+id, "")
	w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"viewer"}`)
	for _, body := range []string{`{"role":"owner"}`, `{}`, `{"role":"viewer","label":"` + strings.Repeat("x", 256) + `"}`, `{"role":"viewer","code":"MINE"}`} {
		w.must(t, 422, "bob", "POST", "/api/grants", body)
	}
}

// TestTheCodeIsNotKept looks for it where answers are kept, and everywhere
// else.
func TestTheCodeIsNotKept(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	first := w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"viewer"}`, "Idempotency-Key: k")
	code := field(t, first, "code")
	again := w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"viewer"}`, "Idempotency-Key: k")
	if again.header.Get("Idempotency-Replayed") != "true" || !strings.Contains(again.text, `"code":null`) || field(t, again, "id") != field(t, first, "id") {
		t.Errorf("again: %v %s", again.header, again.text)
	}
	var kept strings.Builder
	if _, err := w.store.Backup(t.Context(), &kept); err != nil {
		t.Fatal(err)
	}
	if text := plain(t, kept.String()); strings.Contains(text, code) || !strings.Contains(text, field(t, first, "id")) {
		t.Error("the code stands in the database, or the invitation does not")
	}
	accepted := w.must(t, 201, "bob", "POST", "/api/grants/accept", `{"code":"`+code+`"}`, "Idempotency-Key: k")
	replayed := w.must(t, 201, "bob", "POST", "/api/grants/accept", `{"code":"`+code+`"}`, "Idempotency-Key: k")
	if replayed.header.Get("Idempotency-Replayed") != "true" || replayed.text != accepted.text {
		t.Errorf("accepted again: %v %s", replayed.header, replayed.text)
	}
	w.must(t, 404, "bob", "POST", "/api/grants/accept", `{"code":"`+code+`"}`)
}

// plain is the text of a backup.
func plain(t testing.TB, backup string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(backup))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLabelsComeBack gives every text as a label.
func TestLabelsComeBack(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	for _, text := range naughty() {
		r := w.call(t, "ann", "POST", "/api/grants", `{"role":"viewer","label":`+string(encoded(text))+`}`)
		if r.status == http.StatusUnprocessableEntity && refusable(text) && names422("label", r) {
			continue
		}
		if list := w.grantsOf(t, "ann"); r.status != 201 || len(list) != 1 || list[0].Label != text || field(t, r, "label") != text {
			t.Fatalf("%q comes back as %s in %v", text, r.text, list)
		}
		w.must(t, 204, "ann", "DELETE", "/api/grants/"+field(t, r, "id"), "")
	}
}

// TestOneAcceptsACode brings one code by many at once.
func TestOneAcceptsACode(t *testing.T) {
	t.Parallel()
	w := newCircle(t)
	code := field(t, w.must(t, 201, "ann", "POST", "/api/grants", `{"role":"viewer"}`), "code")
	var group sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for n := range 16 {
		group.Go(func() {
			r := w.call(t, []string{"bob", "eve"}[n%2], "POST", "/api/grants/accept", `{"code":"`+code+`"}`)
			mu.Lock()
			defer mu.Unlock()
			statuses[r.status]++
		})
	}
	group.Wait()
	if statuses[201] != 1 || statuses[404] != 15 || len(w.grantsOf(t, "ann")) != 1 {
		t.Errorf("the answers are %v, the grants %v", statuses, w.grantsOf(t, "ann"))
	}
}

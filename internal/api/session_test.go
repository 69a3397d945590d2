package api_test

import (
	"strings"
	"testing"
	"time"

	"alex/internal/store/sqlite/sqlitetest"
)

// TestSessions lists where a person is signed in, and ends one of them.
func TestSessions(t *testing.T) {
	t.Parallel()
	s := sqlitetest.Seeded(t)
	a := newEmptyArena(t, s)
	s.Now = func() time.Time { return a.now }
	h := &household{name: "ann"}
	h.token = field(t, a.must(t, 201, "", "POST", "/api/auth/sign-up", login("ann"), "User-Agent: telephone"), "accessToken")
	a.now = a.now.Add(time.Second)
	in := a.must(t, 200, "", "POST", "/api/auth/sign-in", login("ann"), "User-Agent: laptop")
	second := &household{name: "ann", token: field(t, in, "accessToken")}
	second.cookie, _, _ = strings.Cut(in.header.Get("Set-Cookie"), ";")
	bob := &household{name: "bob", token: field(t, a.must(t, 201, "", "POST", "/api/auth/sign-up", login("bob")), "accessToken")}
	type session struct {
		ID, UserAgent         string
		CreatedAt, LastUsedAt time.Time
		Current               bool
	}
	read := func(h *household) []session {
		t.Helper()
		r := a.by(t, h, "GET", "/api/sessions", "")
		if b := a.doc.answered(a.doc.Paths["/api/sessions"]["get"], r, as[any](t, r)); b != "" || r.status != 200 {
			t.Fatalf("%s: %d %s", b, r.status, r.text)
		}
		return as[struct{ Items []session }](t, r).Items
	}
	list := read(h)
	if len(list) != 2 || list[0].UserAgent != "laptop" || list[0].Current || !list[1].Current || list[1].UserAgent != "telephone" ||
		!list[0].CreatedAt.Equal(a.now) || !list[0].LastUsedAt.Equal(a.now) {
		t.Errorf("the sessions are %+v", list)
	}
	if seen := read(second); !seen[0].Current || seen[1].Current {
		t.Errorf("from the other one they are %+v", seen)
	}
	if r := a.by(t, bob, "DELETE", "/api/sessions/"+list[0].ID, ""); r.status != 403 {
		t.Errorf("another ends it: %d", r.status)
	}
	if r := a.by(t, h, "DELETE", "/api/sessions/"+list[0].ID, ""); r.status != 204 {
		t.Errorf("ending it: %d %s", r.status, r.text)
	}
	if left := read(h); len(left) != 1 || left[0].ID != list[1].ID {
		t.Errorf("what is left: %+v", left)
	}
	if r := a.call(t, "", "POST", "/api/auth/token", "", "Cookie: "+second.cookie); r.status != 401 {
		t.Errorf("an ended session goes on: %d", r.status)
	}
}

// TestSessionsAreOfAlexAlone: where another provider signs people in there is
// no such route.
func TestSessionsAreOfAlexAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if r := w.must(t, 404, "ann", "GET", "/api/sessions", ""); !strings.Contains(r.text, "no such route") {
		t.Error(r.text)
	}
}

package app

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

// operator is a visitor with a key.
func (s served) operator(t *testing.T, role alex.KeyRole, name string) (*visitor, Keys) {
	t.Helper()
	keys, err := OpenKeys(t.Context(), s.cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	_, key, err := keys.Create(t.Context(), name, role, 1)
	if err != nil || !strings.HasPrefix(key, "alex_") || len(key) != 48 {
		t.Fatalf("the key is %q: %v", key, err)
	}
	v := s.visitor(t)
	v.token = key
	return v, keys
}

// TestOperatorsLookAfterPeople does all that an operator may to someone who
// signs in, and reads in the log of acts who did it.
func TestOperatorsLookAfterPeople(t *testing.T) {
	t.Parallel()
	s := serving(t, "ALEX_SIGNUP=invite", "ALEX_PUBLIC_URL=http://localhost:1")
	ops, _ := s.operator(t, alex.KeyOperator, "ops one")
	var invited api.Invited
	ops.ask(t, http.StatusCreated, "POST", "/api/admin/invites", `{"email":"ann@example.org"}`, &invited)
	if !strings.HasPrefix(invited.Link, "http://localhost:1/sign-up#") || invited.Mailed {
		t.Errorf("the invitation is %+v", invited)
	}
	ann := s.visitor(t)
	var signed api.SignedIn
	ann.ask(t, http.StatusCreated, "POST", "/api/auth/sign-up", fmt.Sprintf(
		`{"email":"ann@example.org","password":"correct horse battery","invite":%q}`, invited.Token), &signed)
	ann.token = signed.AccessToken
	ann.ask(t, http.StatusUnauthorized, "GET", "/api/admin/people", "", nil)
	ops.ask(t, http.StatusUnauthorized, "GET", "/api/accounts", "", nil)

	var people struct{ Items []api.Resident }
	ops.ask(t, http.StatusOK, "GET", "/api/admin/people?query=ann@", "", &people)
	if len(people.Items) != 1 || people.Items[0].State != "active" || people.Items[0].LastSeenAt == nil || people.Items[0].SecondFactor {
		t.Fatalf("the people are %+v", people)
	}
	at := "/api/admin/people/" + string(people.Items[0].ID)
	ops.ask(t, http.StatusOK, "POST", at+"/disable", "", nil)
	ann.ask(t, http.StatusUnauthorized, "GET", "/api/accounts", "", nil)
	ops.ask(t, http.StatusOK, "POST", at+"/enable", "", nil)
	var password api.NewPassword
	ops.ask(t, http.StatusOK, "POST", at+"/reset-password", "", &password)
	ann.token = ""
	in := fmt.Sprintf(`{"email":"ann@example.org","password":%q}`, password.Password)
	ann.ask(t, http.StatusOK, "POST", "/api/auth/sign-in", in, &signed)
	ann.token = signed.AccessToken
	ann.ask(t, http.StatusOK, "GET", "/api/accounts", "", nil)
	var activity struct{ Items []api.ActivityBody }
	ann.ask(t, http.StatusOK, "GET", "/api/user/activity?limit=3", "", &activity)
	if len(activity.Items) != 3 || activity.Items[0].Act != alex.ActSignIn || activity.Items[0].Network != "127.0.0.0/24" ||
		activity.Items[1].Act != alex.ActPasswordReset || activity.Items[1].Actor != "operator" {
		t.Errorf("Ann reads %+v", activity.Items)
	}
	ops.ask(t, http.StatusOK, "POST", at+"/sign-out", "", nil)
	ann.ask(t, http.StatusUnauthorized, "GET", "/api/accounts", "", nil)
	ops.ask(t, http.StatusNoContent, "DELETE", at, "", nil)
	ops.ask(t, http.StatusNotFound, "DELETE", at, "", nil)
	for _, way := range []string{"/disable", "/enable", "/sign-out", "/reset-password"} {
		ops.ask(t, http.StatusNotFound, "POST", at+way, "", nil)
	}
	list, err := s.App.Store.System().Audit(t.Context(), store.AuditFilter{Act: alex.ActErased}, store.Page{})
	if err != nil || len(list.Items) != 1 || list.Items[0].Actor != "operator:ops one" || list.Items[0].PersonID != "" {
		t.Errorf("the erasure is told as %+v, %v", list.Items, err)
	}
	var made api.BackupStarted
	ops.ask(t, http.StatusAccepted, "POST", "/api/admin/backups", "", &made)
	var overview api.Overview
	ops.ask(t, http.StatusOK, "GET", "/api/admin/overview", "", &overview)
	if made.Backup == nil || overview.Backups.LastVerified == nil || overview.Database.Schema != overview.Database.Latest || overview.DiskFree == nil ||
		overview.Version != Release() || overview.Figures != Version() {
		t.Errorf("the overview is %+v after the backup %+v", overview, made.Backup)
	}
}

// TestStopWaitsForOperatorsMail: what somebody is told of an operator's act is on
// its way before the process ends.
func TestStopWaitsForOperatorsMail(t *testing.T) {
	t.Parallel()
	box := &postbox{hold: make(chan struct{})}
	s := known(t, box)
	s.visitor(t).enter(t, http.StatusCreated, "sign-up", ann)
	ops, _ := s.operator(t, alex.KeyOperator, "ops")
	var people struct{ Items []api.Resident }
	ops.ask(t, http.StatusOK, "GET", "/api/admin/people", "", &people)
	ops.ask(t, http.StatusOK, "POST", "/api/admin/people/"+string(people.Items[0].ID)+"/reset-password", "", nil)
	wait, sent := s.App.posting, 0
	s.App.posting = func() {
		close(box.hold) // only now is anything sent
		wait()
		sent = len(box.all())
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if sent != 2 { // one asks to confirm the address
		t.Errorf("%d e-mails were sent before the stop", sent)
	}
}

// TestKeysOpenWhatTheyAreFor: by role, until they are revoked, and not for who
// guesses.
func TestKeysOpenWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	s := serving(t, "ALEX_ADMIN_TOKEN=a token of the settings, long enough")
	ops, keys := s.operator(t, alex.KeyOperator, "ops")
	feed, _ := s.operator(t, alex.KeyIngest, "feed")
	bare, token := s.visitor(t), s.visitor(t)
	token.token = "a token of the settings, long enough"
	for v, want := range map[*visitor]int{ops: 200, token: 200, feed: 403, bare: 401} {
		v.ask(t, want, "GET", "/api/admin/overview", "", nil)
		if v == bare {
			want = 200 // from this machine
		}
		v.ask(t, want, "GET", "/metrics", "", nil)
	}
	issuer := s.App.issuer(s.cfg)
	if k, err := issuer.Ingest(t.Context(), feed.token, "192.0.2.9"); err != nil || k.Name != "feed" {
		t.Errorf("the key of the feed is %+v, %v", k, err)
	}
	if _, err := issuer.Ingest(t.Context(), ops.token, "192.0.2.9"); alex.CodeOf(err) != alex.CodeForbidden {
		t.Errorf("an operator's key ingests: %v", err)
	}
	if _, err := keys.Revoke(t.Context(), "ops"); err != nil {
		t.Fatal(err)
	}
	ops.ask(t, http.StatusUnauthorized, "GET", "/api/admin/overview", "", nil)
	flipped := []byte(feed.token)
	flipped[20] ^= 1
	for n := range 50 {
		_, err := issuer.Admit(t.Context(), string(flipped), "", "192.0.2.1")
		if alex.CodeOf(err) != alex.CodeUnauthorized {
			t.Fatalf("guess %d: %v", n, err)
		}
	}
	_, err := issuer.Admit(t.Context(), string(flipped), "", "192.0.2.1")
	if e, ok := errors.AsType[*alex.Error](err); !ok || e.Code != alex.CodeThrottled || e.RetryAfter == 0 {
		t.Errorf("the 51st guess: %v", err)
	}
	if _, err := issuer.Admit(t.Context(), "a token of the settings, long enough", "a token of the settings, long enough", "192.0.2.1"); alex.CodeOf(err) != alex.CodeThrottled {
		t.Errorf("the right token after 50 guesses: %v", err)
	}
	t.Attr("measured", "4 kinds of callers on 2 routes; 50 guesses, then throttled")
}

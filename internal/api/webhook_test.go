package api_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/auth/clerk"
)

// hooked gives the server secrets to check webhooks with.
func hooked(t testing.TB, setting string) func(*api.Server) {
	t.Helper()
	secrets, err := clerk.Secrets(setting)
	if err != nil {
		t.Fatal(err)
	}
	return func(s *api.Server) { s.Webhook = &clerk.Webhook{Secrets: secrets, Now: s.Now} }
}

// tell sends a message as Clerk does, signed with a secret.
func (w *world) tell(t testing.TB, secret, id, body string) reply {
	t.Helper()
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	at := w.now.Unix()
	_, _ = fmt.Fprintf(mac, "%s.%d.%s", id, at, body)
	return w.call(t, "", "POST", "/api/webhooks/clerk", body, "Svix-Id: "+id, fmt.Sprint("Svix-Timestamp: ", at),
		"Svix-Signature: v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

func userEvent(kind, id, name, email string, updated int64) string {
	return fmt.Sprintf(`{"type":"user.%s","data":{"id":%q,"first_name":%q,"primary_email_address_id":"e","email_addresses":[{"id":"e","email_address":%q,"verification":{"status":"verified"}}],"updated_at":%d}}`,
		kind, id, name, email, updated)
}

// TestWebhook tells the server of a person, over HTTP.
func TestWebhook(t *testing.T) {
	t.Parallel()
	const old, secret = "whsec_b2xkb2xkb2xkb2xkb2xkb2xk", "whsec_bmV3bmV3bmV3bmV3bmV3bmV3"
	w := newWorld(t, hooked(t, secret+" "+old))
	mine := func(status int, name, email string) {
		t.Helper()
		r := w.must(t, status, "user_1", "GET", "/api/user", "")
		if status == http.StatusOK && (field(t, r, "displayName") != name || field(t, r, "email") != email) {
			t.Errorf("the person is %s", r.text)
		}
	}
	tell := func(status int, secret, id, body string) {
		t.Helper()
		if r := w.tell(t, secret, id, body); r.status != status || status == http.StatusNoContent && r.text != "" {
			t.Errorf("%s: %d %s, want %d", id, r.status, r.text, status)
		}
	}
	mine(http.StatusNotFound, "", "")
	tell(http.StatusNoContent, secret, "1", userEvent("created", "user_1", "Ann", "ann@example.org", 10))
	mine(http.StatusOK, "Ann", "ann@example.org")
	tell(http.StatusNoContent, old, "3", userEvent("updated", "user_1", "Ann Lee", "lee@example.org", 30))
	tell(http.StatusNoContent, secret, "2", userEvent("updated", "user_1", "Late", "late@example.org", 20))
	tell(http.StatusNoContent, secret, "1", userEvent("created", "user_1", "Ann", "ann@example.org", 10))
	mine(http.StatusOK, "Ann Lee", "lee@example.org")
	for id, c := range map[string]struct {
		status int
		secret string
		body   string
	}{
		"another type":     {http.StatusNoContent, secret, `{"type":"session.created","data":{"id":"user_1"}}`},
		"no event":         {http.StatusUnprocessableEntity, secret, `{}`},
		"no JSON":          {http.StatusUnprocessableEntity, secret, `user.deleted`},
		"no body":          {http.StatusUnprocessableEntity, secret, ``},
		"nobody":           {http.StatusUnprocessableEntity, secret, `{"type":"user.deleted","data":{}}`},
		"unsigned":         {http.StatusUnauthorized, "whsec_bm9ub25vbm9ub25vbm9ub25v", userEvent("deleted", "user_1", "", "", 0)},
		"unsigned nothing": {http.StatusUnauthorized, "whsec_bm9ub25vbm9ub25vbm9ub25v", ``},
	} {
		tell(c.status, c.secret, id, c.body)
	}
	if r := w.call(t, "", "POST", "/api/webhooks/clerk", strings.Repeat(" ", 1<<20+1)); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of more than a megabyte is answered %d", r.status)
	}
	if r := w.call(t, "", "POST", "/api/webhooks/clerk", `{}`); r.status != http.StatusUnauthorized || field(t, r, "code") != string(alex.CodeUnauthorized) {
		t.Errorf("a message without headers is answered %d %s", r.status, r.text)
	}
	mine(http.StatusOK, "Ann Lee", "lee@example.org")
	tell(http.StatusNoContent, secret, "4", userEvent("deleted", "user_1", "", "", 0))
	tell(http.StatusNoContent, secret, "5", userEvent("updated", "user_1", "Back", "back@example.org", 50))
	mine(http.StatusNotFound, "", "")
}

// TestWebhookWithoutSecret refuses everything, and says so once.
func TestWebhookWithoutSecret(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	w := newWorld(t, hooked(t, ""), func(s *api.Server) { s.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	for range 3 {
		if r := w.tell(t, "whsec_", "1", userEvent("created", "user_1", "Ann", "a@example.org", 1)); r.status != http.StatusUnauthorized {
			t.Errorf("answered %d %s", r.status, r.text)
		}
	}
	if n := strings.Count(log.String(), "CLERK_WEBHOOK_SECRET"); n != 1 {
		t.Errorf("it is said %d times: %s", n, log.String())
	}
	w.must(t, http.StatusNotFound, "user_1", "GET", "/api/user", "")
	if r := newWorld(t).call(t, "", "POST", "/api/webhooks/clerk", "{}"); r.status != http.StatusNotFound {
		t.Errorf("without Clerk the route answers %d", r.status)
	}
}

// TestAddressIsNotOnesOwnWord: nobody says of themselves that their address is
// theirs, and a record that was read can be written as it is.
func TestAddressIsNotOnesOwnWord(t *testing.T) {
	t.Parallel()
	const secret = "whsec_bmV3bmV3bmV3bmV3bmV3bmV3"
	w := newWorld(t, hooked(t, secret))
	w.must(t, http.StatusUnprocessableEntity, "ann", "PUT", "/api/user", `{"emailVerified":true,"monthlyReview":true}`)
	w.tell(t, secret, "1", userEvent("created", "user_1", "Ann", "ann@example.org", 10))
	w.must(t, http.StatusOK, "user_1", "PUT", "/api/user", `{"emailVerified":true,"monthlyReview":true}`)
	if r := w.must(t, http.StatusOK, "user_1", "PUT", "/api/user", `{"monthlyReview":true}`); !strings.Contains(r.text, `"emailVerified":true`) {
		t.Errorf("it is forgotten: %s", r.text)
	}
}

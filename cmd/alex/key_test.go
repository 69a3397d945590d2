package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestKeyCommands makes a key, opens with it what it is for, and ends it.
func TestKeyCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, dir)
	var made struct{ Key, ID string }
	text := done(t, dir, "key", "create", "ann laptop", "--role", "operator", "--days", "7", "--json")
	if err := json.Unmarshal([]byte(text), &made); err != nil || !strings.HasPrefix(made.Key, "alex_") {
		t.Fatalf("the key is %s: %v", text, err)
	}
	overview := func(key string) int {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/api/admin/overview", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+key)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		return response.StatusCode
	}
	if got := overview(made.Key); got != http.StatusOK {
		t.Errorf("with the key: %d", got)
	}
	list := done(t, dir, "key", "list")
	for _, want := range []string{"NAME ", "ann laptop ", " operator ", made.ID, " good "} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q:\n%s", want, list)
		}
	}
	if all := done(t, dir, "key", "list", "--json") + list; strings.Contains(all, made.Key) || strings.Contains(all, "–") {
		t.Errorf("the list shows the key, or no use of it: %s", all)
	}
	if got := invoke(t, dir, "", "key", "create", "ann laptop", "--role", "ingest"); got.code != exitFailed {
		t.Errorf("the same name again: %+v", got)
	}
	for _, args := range [][]string{{"key", "create", "x"}, {"key", "create", "x", "--role", "root"}} {
		if got := invoke(t, dir, "", args...); got.code != exitUsage {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if text := done(t, dir, "key", "rotate"); !strings.Contains(text, "signed with a new key") {
		t.Errorf("another signing key: %s", text)
	}
	if got := invoke(t, dir, "", "key", "replace-account"); got.code != exitUsage {
		t.Errorf("another account key, unconfirmed: %+v", got)
	}
	if text := done(t, dir, "key", "replace-account", "--confirm"); !strings.Contains(text, "nothing was changed") {
		t.Errorf("another account key: %s", text)
	}
	done(t, dir, "key", "revoke", "ann laptop")
	if got := overview(made.Key); got != http.StatusUnauthorized {
		t.Errorf("with the key that is revoked: %d", got)
	}
	if list := done(t, dir, "key", "list"); !strings.Contains(list, " revoked ") {
		t.Errorf("the list after it: %s", list)
	}
	if got := invoke(t, dir, "", "key", "revoke", "ann laptop"); got.code != exitFailed {
		t.Errorf("revoking twice: %+v", got)
	}
}

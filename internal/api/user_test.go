package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// The address is the one that a person signs in with: a record that does not
// repeat it keeps it, and none changes it.
func TestTheAddressStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const address = "ann@example.org"
	for name, body := range map[string]string{
		"no address": `{"displayName":"Ann"}`, "an empty one": `{"email":""}`, "null": `{"email":null}`, "the same": `{"email":"` + address + `"}`,
	} {
		if r := w.must(t, http.StatusOK, "ann", "PUT", "/api/user", body); field(t, r, "email") != address {
			t.Errorf("%s leaves %s", name, r.text)
		}
	}
	r := w.must(t, http.StatusUnprocessableEntity, "ann", "PUT", "/api/user", `{"email":"else@example.org"}`)
	if !strings.Contains(r.text, "body.email") {
		t.Errorf("another address: %s", r.text)
	}
}

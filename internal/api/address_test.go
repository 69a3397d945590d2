package api_test

import (
	"strings"
	"testing"
)

// TestAddressRoutes change the address at once where no letters are sent.
func TestAddressRoutes(t *testing.T) {
	t.Parallel()
	const at = "/api/auth/email"
	a, h := arenaOf(t, "ann")
	a.must(t, 201, "", "POST", "/api/auth/sign-up", login("bob"))
	mine := field(t, a.said(t, h, 200, "GET", at, ""), "email")
	others := strings.Replace(mine, "ann", "bob", 1)
	change := func(email, password string) string { return `{"email":"` + email + `","password":"` + password + `"}` }
	for body, member := range map[string]string{
		change("not an address", "the long words of ann"):             "body.email",
		change(mine, "the long words of ann"):                         "body.email",
		change("new@example.org", "wrong"):                            "body.password",
		`{"email":"new@example.org"}`:                                 "body.password",
		`{"email":"new@example.org","password":"x","confirmed":true}`: "body.confirmed",
	} {
		if r := a.said(t, h, 422, "POST", at, body); !strings.Contains(r.text, `"`+member) {
			t.Errorf("%s: %s", body, r.text)
		}
	}
	a.said(t, h, 409, "POST", at, change(others, "the long words of ann"))
	a.said(t, h, 409, "POST", at+"/letter", "")
	a.said(t, h, 204, "DELETE", at, "")
	a.must(t, 401, "", "DELETE", at, "")
	a.must(t, 401, "", "POST", at, change("new@example.org", "the long words of ann"))
	r := a.said(t, h, 200, "POST", at, change("new@example.org", "the long words of ann"))
	if want := `{"email":"new@example.org","confirmed":false,"waiting":"","hasPassword":true,"letters":false}`; strings.TrimSpace(r.text) != want {
		t.Errorf("the address is %s", r.text)
	}
	if got := field(t, a.said(t, h, 200, "GET", "/api/user", ""), "email"); got != "new@example.org" {
		t.Errorf("the record has %s", got)
	}
	if r := a.must(t, 401, "", "POST", at+"/confirm", `{"token":"x"}`); !strings.Contains(r.text, "this link is used or too old: ask for another") {
		t.Error(r.text)
	}
	a.must(t, 422, "", "POST", at+"/confirm", `{"token":"`+strings.Repeat("x", 201)+`"}`)
}

// TestAddressSavedMeanwhile: a record that was read before its address changed is
// answered as stale, and not as one that wants another address.
func TestAddressSavedMeanwhile(t *testing.T) {
	t.Parallel()
	a, h := arenaOf(t, "ann")
	read := a.said(t, h, 200, "GET", "/api/user", "")
	mine := field(t, read, "email")
	a.said(t, h, 200, "POST", "/api/auth/email", `{"email":"new@example.org","password":"the long words of ann"}`)
	r := a.call(t, "", "PUT", "/api/user", `{"email":"`+mine+`","displayName":"Ann"}`, "Authorization: Bearer "+h.token, "If-Match: "+read.header.Get("ETag"))
	if r.status != 412 {
		t.Errorf("saving what was read before = %d %s", r.status, r.text)
	}
}

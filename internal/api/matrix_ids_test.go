package api_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// byIDs puts every id of the owner's, ids that are nobody's, and what is no id
// into every place of an id.
func (a *arena) byIDs(t *testing.T, thief, owner *household) {
	for route, d := range doors() {
		for place, kind := range d.ids {
			if kind == kindSymbol {
				a.bySymbol(t, thief, owner, route, d, place)
				continue
			}
			unknown := a.place(t, thief, owner, route, d, place, nobodysID)
			if unknown.status != http.StatusForbidden {
				t.Errorf("%s with an unknown id at %s: %d %s", route, place, unknown.status, unknown.text)
			}
			for _, id := range a.notTheirs(thief, owner, kind) {
				r := a.place(t, thief, owner, route, d, place, id)
				if diff := cmp.Diff(same(t, unknown), same(t, r)); diff != "" {
					t.Errorf("%s with %s at %s is not answered as an unknown id: %s", route, id, place, diff)
				}
				if diff := cmp.Diff(names(unknown.header), names(r.header)); diff != "" {
					t.Errorf("%s with %s at %s has other headers than an unknown id: %s", route, id, place, diff)
				}
			}
			for _, id := range malformed(owner.id(kind)) {
				r := a.place(t, thief, owner, route, d, place, id)
				// What goes on in the path behind the id is another route.
				if !slices.Contains([]int{403, 404, 405, 422}, r.status) || r.status == 422 && !strings.Contains(r.text, place) {
					t.Errorf("%s with %q at %s: %d %s", route, id, place, r.status, r.text)
				}
			}
		}
	}
}

// names are those of the headers.
func names(h http.Header) (list []string) {
	for name := range h {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// notTheirs are the owner's ids of every kind, and the thief's own that name
// something else than is asked for.
func (a *arena) notTheirs(thief, owner *household, kind string) (ids []string) {
	for _, list := range owner.ids {
		ids = append(ids, list...)
	}
	for other, list := range thief.ids {
		file := func(k string) bool { return k == kindImport || k == kindPreview }
		if other != kind && !(file(kind) && file(other)) {
			ids = append(ids, list...)
		}
	}
	ids = append(ids, "ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000000")
	for _, id := range owner.ids[kind] {
		ids = append(ids, strings.ToUpper(id))
	}
	return ids
}

// malformed is what is no id, though some readers take it for one.
func malformed(id string) []string {
	return []string{
		"1", "-1", "null", "*", "%", "_", "..", "../" + id, id + "/", id + "/..", id + " ", " " + id, id + "\n", id + "\x00",
		"{" + id + "}", "urn:uuid:" + id, strings.ReplaceAll(id, "-", ""), id[:35], id + "0", id + "," + id, id + "' or '1'='1",
		"' or 1=1 --", "' union select * from users --", id + "%00", "%2e%2e", "\u202e" + id, "٣" + id[1:], "ａ" + id[1:],
		strings.Repeat("a", 3000), "undefined", "true", "[object Object]", "${jndi:ldap://x}", "{{7*7}}",
	}
}

// place asks with the id at one place, and the thief's own at all others.
func (a *arena) place(t *testing.T, thief, owner *household, route string, d door, place, id string) reply {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	body := d.body
	if where, name, _ := strings.Cut(place, "."); where == "path" {
		path = strings.Replace(path, "{"+name+"}", url.PathEscape(id), 1)
	} else {
		body = strings.Replace(body, "{"+name+"}", quoted(id), 1)
	}
	path, body = filled(path, thief, d), filled(body, thief, d)
	return a.try(t, owner, a.by(t, thief, method, path, body), method, path)
}

// bySymbol asks for what only the owner has described: nobody knows of it. A
// route may make it the thief's as well, so each has one of its own.
func (a *arena) bySymbol(t *testing.T, thief, owner *household, route string, d door, place string) {
	symbol := owner.symbols[slices.Index(symbolPlaces(), route+" "+place)]
	want := a.place(t, thief, owner, route, d, place, "ZZNONE"+symbol[len(symbol)-1:])
	got := a.place(t, thief, owner, route, d, place, symbol)
	if want.status != got.status {
		t.Errorf("%s with %s at %s: %d %s, but %d for a symbol that nobody has described", route, symbol, place, got.status, got.text, want.status)
	}
	for _, other := range []string{strings.ToLower(symbol), " " + symbol, symbol + "\u200b", symbol + "%", "ZZ%", "*", "", "../" + symbol} {
		a.place(t, thief, owner, route, d, place, other)
	}
	for _, query := range []string{"canary", "canary-" + owner.name, owner.symbols[0], "%", "_"} {
		path := "/api/instruments?limit=200&query=" + url.QueryEscape(query)
		a.try(t, owner, a.by(t, thief, "GET", path, ""), "GET", path)
	}
}

// symbolPlaces are the routes that take a symbol, with its place.
func symbolPlaces() (list []string) {
	for route, d := range doors() {
		for place, kind := range d.ids {
			if kind == kindSymbol {
				list = append(list, route+" "+place)
			}
		}
	}
	slices.Sort(list)
	return list
}

// byCursors follows every list from the owner's place in every list, and from
// places that no list gave.
func (a *arena) byCursors(t *testing.T, thief, owner *household) {
	cursors := []string{"", "0", "1", "e30", "bnVsbA", "W10", strings.Repeat("A", 400), "!!", "'", "\x00"}
	for _, cursor := range owner.cursors {
		cursors = append(cursors, cursor, cursor[1:], cursor+"=", strings.ToUpper(cursor))
	}
	for _, n := range []string{"0", "-1", "1e400", "9223372036854775807", "9223372036854775808", `"1"`, "null"} {
		for _, text := range append([]string{"", "a", "ffffffff-ffff-ffff-ffff-ffffffffffff", "2026-10-30", "' or 1=1 --", "\\u0000", "\\ud800"}, owner.secrets()...) {
			cursors = append(cursors, base64.RawURLEncoding.EncodeToString([]byte(`{"n":`+n+`,"t":"`+text+`"}`)))
		}
	}
	for route := range owner.cursors {
		for _, cursor := range cursors {
			path := strings.Replace(route, "{id}", thief.ids[kindAccount][0], 1) + "?cursor=" + url.QueryEscape(cursor)
			r := a.try(t, owner, a.by(t, thief, "GET", path, ""), "GET", path)
			if r.status != 200 && r.status != 422 {
				t.Errorf("GET %s: %d %s", path, r.status, r.text)
			}
		}
	}
}

// byKeys repeats the owner's requests under their keys: for the thief each key
// is new.
func (a *arena) byKeys(t *testing.T, thief, owner *household) {
	for _, key := range []string{"key-of-/api/accounts0", "key-of-/api/plans0", "key-of-/api/import0", "key-of-/api/analyze0"} {
		for _, route := range []string{"/api/accounts", "/api/plans", "/api/import", "/api/analyze"} {
			d := doors()["POST "+route]
			r := a.try(t, owner, a.by(t, thief, "POST", route, filled(d.body, thief, d), "Idempotency-Key: "+key), "POST", route)
			if r.header.Get("Idempotency-Replayed") == "true" && strings.Contains(r.text, owner.name) {
				t.Errorf("%s under the other's key replays %s", route, r.text)
			}
		}
	}
}

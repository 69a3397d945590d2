package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"alex/internal/api"
)

// asOperator tries every route of operators with what is no operator's key, and
// every other one with an operator's; then it reads all that operators may, and
// finds nothing of what people own.
func (a *arena) asOperator(t *testing.T) {
	for route, d := range officeDoors() {
		method, path, _ := strings.Cut(route, " ")
		for _, h := range []*household{a.ann, a.bob} {
			path, body := filled(path, h, d), filled(d.body, h, d)
			if r := a.try(t, h, a.by(t, h, method, path, body), method, path); r.status != http.StatusUnauthorized {
				t.Errorf("%s by the token of a person: %d %s", route, r.status, r.text)
			}
			if r := a.try(t, h, a.by(t, h, method, path, body, "Alex-For: "+a.ann.person), method, path); r.status != http.StatusUnauthorized {
				t.Errorf("%s by the token of a person who acts for another: %d %s", route, r.status, r.text)
			}
			if r := a.try(t, h, a.call(t, "", method, path, body, "Authorization: Bearer ingest-key"), method, path); r.status != http.StatusForbidden {
				t.Errorf("%s by a key of another role: %d %s", route, r.status, r.text)
			}
			if r := a.try(t, h, a.call(t, "", method, path, body), method, path); r.status != http.StatusUnauthorized {
				t.Errorf("%s from this machine without a key: %d %s", route, r.status, r.text)
			}
		}
	}
	for route, d := range doors() {
		if d.open {
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		for _, h := range []*household{a.ann, a.bob} {
			for _, more := range []string{"", "Alex-For: " + h.person} {
				r := a.try(t, h, a.call(t, "", method, filled(path, h, d), filled(d.body, h, d), slices.DeleteFunc(
					[]string{"Authorization: Bearer key-of-ops", more}, func(s string) bool { return s == "" })...), method, path)
				if r.status != http.StatusUnauthorized {
					t.Errorf("%s by an operator's key: %d %s", route, r.status, r.text)
				}
			}
		}
	}
	a.withoutKey(t)
	a.operatorsSee(t)
}

// withoutKey brings texts by what is no key for it.
func (a *arena) withoutKey(t *testing.T) {
	for route, d := range ingestDoors() {
		method, path, _ := strings.Cut(route, " ")
		for _, h := range []*household{a.ann, a.bob} {
			for _, headers := range [][]string{nil, {"X-Api-Key: " + h.token}, {"Authorization: Bearer ingest-key"}, {"X-Api-Key: "}, {"X-Api-Key: Bearer ingest-key"}} {
				if r := a.try(t, h, a.by(t, h, method, path, d.body, headers...), method, path); r.status != http.StatusUnauthorized {
					t.Errorf("%s by a person with %v: %d %s", route, headers, r.status, r.text)
				}
			}
			if r := a.try(t, h, a.by(t, h, method, path, d.body, "X-Api-Key: key-of-ops"), method, path); r.status != http.StatusForbidden {
				t.Errorf("%s by an operator's key: %d %s", route, r.status, r.text)
			}
		}
	}
}

// operatorsSee that there are people, and nothing of what is theirs.
func (a *arena) operatorsSee(t *testing.T) {
	read := 0
	for route := range officeDoors() {
		method, path, _ := strings.Cut(route, " ")
		if method != "GET" {
			continue
		}
		r := a.call(t, "", method, path, "", "Authorization: Bearer key-of-ops")
		if r.status != http.StatusOK {
			t.Errorf("%s by an operator's key: %d %s", route, r.status, r.text)
		}
		read++
		for _, h := range []*household{a.ann, a.bob} {
			me := as[api.PersonBody](t, a.by(t, h, "GET", "/api/user", ""))
			for _, canary := range h.planted {
				if strings.Contains(r.text, canary) && !strings.Contains(me.DisplayName+me.Email, canary) {
					t.Errorf("%s tells %s", route, canary)
				}
			}
		}
	}
	t.Attr("measured", "operators read 7 lists and find none of what people own")
	if read != 7 {
		t.Errorf("%d lists were read", read)
	}
}

package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// leastAttempts is what each run of the matrix is known to reach.
const leastAttempts = 12_000

// TestNobodyGetsIn tries every route as nobody, and every place of an id as
// somebody else, in both directions: what is not one's own stays unread and as
// it was, and looks like what does not exist.
func TestNobodyGetsIn(t *testing.T) {
	t.Parallel()
	for name, open := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newArena(t, open(t))
			before := map[string]map[string]string{}
			for _, h := range []*household{a.ann, a.bob} {
				before[h.name] = a.view(t, h)
				a.ownsItsCanaries(t, h, before[h.name])
			}
			a.asNobody(t)
			a.asOperator(t)
			for _, pair := range [][2]*household{{a.ann, a.bob}, {a.bob, a.ann}} {
				thief, owner := pair[0], pair[1]
				a.byIDs(t, thief, owner)
				a.byCursors(t, thief, owner)
				a.byKeys(t, thief, owner)
				a.byFields(t, thief, owner)
				a.bySayingSo(t, thief, owner)
				a.byOwnMeans(t, thief, owner)
				a.stays(t, owner, before[owner.name])
				before[thief.name] = a.view(t, thief)
			}
			a.leaving(t, a.ann, a.bob, before[a.bob.name])
			t.Attr("measured", fmt.Sprintf("attempts=%d leaks=0 routes=%d", a.attempts, len(doors())))
			if a.attempts < leastAttempts {
				t.Errorf("%d attempts are fewer than %d", a.attempts, leastAttempts)
			}
		})
	}
}

// TestEveryRouteHasADoor fails for a route that the matrix does not know, and
// for an id that it does not try.
func TestEveryRouteHasADoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed, signingIn)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	known := doors()
	maps.Copy(known, officeDoors())
	maps.Copy(known, ingestDoors())
	for route, op := range doc.operations() {
		d, found := known[route]
		if !found {
			t.Errorf("%s is served, and the matrix does not try it", route)
			continue
		}
		delete(known, route)
		if d.open != (len(op.Security) == 0) {
			t.Errorf("%s: the document says %v about its security", route, op.Security)
		}
		for _, place := range doc.placesOfIDs(op) {
			if d.ids[place] == "" {
				t.Errorf("%s takes an id at %s, which the matrix does not try", route, place)
			}
		}
	}
	for route := range known {
		t.Errorf("the matrix tries %s, which is not served", route)
	}
}

// placesOfIDs are the parameters and members of the body that name something.
func (d document) placesOfIDs(op operation) (places []string) {
	for _, p := range op.Parameters {
		if p.In == "path" || p.Schema.Format == "uuid" {
			places = append(places, p.In+"."+p.Name)
		}
	}
	if op.Body == nil {
		return places
	}
	s := d.resolved(op.Body.Content["application/json"].Schema)
	for _, s := range append([]schema{s}, s.OneOf...) {
		for name, member := range d.resolved(s).Properties {
			if member.Format == "uuid" || strings.HasSuffix(name, "Id") || strings.HasSuffix(strings.ToLower(name), "symbol") {
				places = append(places, "body."+name)
			}
		}
	}
	return places
}

// ownsItsCanaries makes sure that there is something to be found.
func (a *arena) ownsItsCanaries(t *testing.T, h *household, shown map[string]string) {
	t.Helper()
	var all strings.Builder
	for _, text := range shown {
		all.WriteString(text)
	}
	for _, canary := range h.planted {
		if !strings.Contains(all.String(), canary) {
			t.Errorf("%s does not find the own %s anywhere", h.name, canary)
		}
	}
	if len(h.planted) < 50 {
		t.Errorf("%d canaries are planted", len(h.planted))
	}
}

// stays compares what the owner reads with what was there before.
func (a *arena) stays(t *testing.T, owner *household, before map[string]string) {
	t.Helper()
	if diff := cmp.Diff(before, a.view(t, owner)); diff != "" {
		t.Errorf("what %s owns is no longer what it was: %s", owner.name, diff)
	}
}

// try is one attempt to get at what is the owner's.
func (a *arena) try(t *testing.T, owner *household, r reply, method, path string) reply {
	t.Helper()
	a.attempts++
	if r.status >= http.StatusInternalServerError {
		t.Errorf("%s %s: %d %s", method, path, r.status, r.text)
	}
	text := unpacked(t, r)
	for _, secret := range owner.secrets() {
		if strings.Contains(text, secret) || strings.Contains(strings.Join(r.header["Location"], ""), secret) {
			t.Errorf("%s %s tells %s: %d %s", method, path, secret, r.status, text)
		}
	}
	return r
}

// filled puts the household's own ids into a path or a body.
func filled(text string, h *household, d door) string {
	text = strings.ReplaceAll(text, "{name}", h.name)
	for place, kind := range d.ids {
		_, name, _ := strings.Cut(place, ".")
		text = strings.ReplaceAll(text, "{"+name+"}", h.id(kind))
	}
	return text
}

func quoted(text string) string {
	data, _ := json.Marshal(text) // text always marshals
	return strings.Trim(string(data), `"`)
}

// asNobody asks without a token, and with what is none. Nothing but 401 is
// said, whatever the body and the ids are.
func (a *arena) asNobody(t *testing.T) {
	closed := doors()
	maps.Copy(closed, officeDoors())
	maps.Copy(closed, ingestDoors())
	for route, d := range closed {
		if d.open {
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		for _, h := range []*household{a.ann, a.bob} {
			body := filled(d.body, h, d)
			for name, headers := range noTokens(h) {
				path := filled(path, h, d)
				for _, body := range slices.Compact([]string{body, "", "{", "[]"}) {
					if method == "GET" && body != "" {
						continue
					}
					r := a.try(t, a.bob, a.call(t, "", method, path, body, headers...), method, path)
					p := as[alex401](t, r)
					if r.status != 401 || r.header.Get("WWW-Authenticate") == "" || p.Code != string(alex.CodeUnauthorized) {
						t.Errorf("%s %s with %s: %d %s", method, path, name, r.status, r.text)
					}
				}
			}
			for _, query := range []string{"access_token=", "token=", "authorization=Bearer%20"} {
				path := filled(path, h, d) + "?" + query + h.token
				if r := a.try(t, a.bob, a.call(t, "", method, path, body), method, path); r.status != 401 {
					t.Errorf("%s %s: %d", method, path, r.status)
				}
			}
		}
	}
}

type alex401 struct {
	Code string `json:"code"`
}

// noTokens are headers by which nobody is let in.
func noTokens(h *household) map[string][]string {
	header, rest, _ := strings.Cut(h.token, ".")
	claims, signature, _ := strings.Cut(rest, ".")
	flipped := []byte(signature)
	flipped[len(flipped)/2] ^= 1
	return map[string][]string{
		"nothing":              nil,
		"an expired token":     {"Authorization: Bearer " + h.expired},
		"an empty one":         {"Authorization: Bearer "},
		"another scheme":       {"Authorization: Basic " + h.token},
		"no scheme":            {"Authorization: " + h.token},
		"two tokens":           {"Authorization: Bearer " + h.token + ", Bearer " + h.token},
		"no signature":         {"Authorization: Bearer " + header + "." + claims + "."},
		"a changed signature":  {"Authorization: Bearer " + header + "." + claims + "." + string(flipped)},
		"the person's id":      {"Authorization: Bearer " + h.person},
		"the refresh cookie":   {"Cookie: " + h.cookie, "X-User-Id: " + h.person},
		"the cookie as token":  {"Authorization: Bearer " + strings.TrimPrefix(h.cookie, "alex_refresh=")},
		"a token as cookie":    {"Cookie: Authorization=" + h.token + "; access_token=" + h.token},
		"a token as a key":     {"X-Api-Key: " + h.token, "X-Auth-Token: " + h.token, "Proxy-Authorization: Bearer " + h.token},
		"what is no token":     {"Authorization: Bearer ' or 1=1 --"},
		"a trusted forwarder?": {"X-Forwarded-User: " + h.person, "X-Forwarded-For: 127.0.0.1"},
	}
}

package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// openForOthers is every route that is open to who acts for another, with the role
// that it asks for. Any other is closed to them.
func openForOthers() map[string]alex.Role {
	list := map[string]alex.Role{}
	for role, routes := range map[alex.Role]string{
		alex.Viewer: `
			GET /api/user
			GET /api/instruments
			GET /api/instruments/{symbol}
			GET /api/accounts
			GET /api/accounts/{id}
			GET /api/accounts/{id}/positions
			GET /api/positions/{id}
			GET /api/portfolio
			GET /api/portfolio/history
			GET /api/imports
			GET /api/imports/{id}
			GET /api/plans
			GET /api/plans/{id}
			GET /api/jobs
			GET /api/jobs/{id}
			GET /api/jobs/{id}/events
			GET /api/jobs/{id}/trace
			GET /api/reports
			GET /api/reports/{id}
			GET /api/reports/{id}/evidence
			GET /api/reports/{id}/markdown
			GET /api/reports/{id}/html
			GET /api/retirement
			GET /api/retirement/plan
			GET /api/assumptions
			GET /api/mixes
			GET /api/social-security
			GET /api/ask
			POST /api/ask
			GET /api/usage
			GET /api/usage/calls
			GET /api/research
			GET /api/research/documents
			POST /api/rebalance
			POST /api/retirement/projection`,
		alex.Editor: `
			PUT /api/user
			POST /api/instruments
			PUT /api/instruments/{symbol}
			POST /api/accounts
			PUT /api/accounts/{id}
			DELETE /api/accounts/{id}
			POST /api/accounts/{id}/positions
			PUT /api/positions/{id}
			DELETE /api/positions/{id}
			POST /api/import/preview
			POST /api/import
			POST /api/import/{id}/undo
			POST /api/plans
			PUT /api/plans/{id}
			DELETE /api/plans/{id}
			POST /api/research/documents
			DELETE /api/research/documents/{id}
			POST /api/analyze
			POST /api/jobs/{id}/cancel
			PUT /api/reports/{id}/choices
			POST /api/reports/{id}/verify`,
	} {
		for route := range strings.Lines(routes) {
			if route = strings.TrimSpace(route); route != "" {
				list[route] = role
			}
		}
	}
	return list
}

// share makes a grant, whose id it answers.
func (a *arena) share(t testing.TB, owner, grantee *household, role alex.Role) string {
	t.Helper()
	offer := a.by(t, owner, "POST", "/api/grants", `{"role":"`+string(role)+`"}`)
	made := a.by(t, grantee, "POST", "/api/grants/accept", `{"code":"`+field(t, offer, "code")+`"}`)
	if made.status != http.StatusCreated {
		t.Fatal(offer.text, made.text)
	}
	return field(t, made, "id")
}

// forThem asks for what is the owner's, with a good body and the owner's ids.
func (a *arena) forThem(t testing.TB, h, owner *household, route string, headers ...string) reply {
	t.Helper()
	a.attempts++
	d := doors()[route]
	method, path, _ := strings.Cut(route, " ")
	body := filled(d.body, owner, d)
	headers = append(headers, "Alex-For: "+owner.person)
	if d.upload {
		var header string
		body, header = form(t, part{"file", "f.csv", october})
		headers = append(headers, header)
	}
	return a.by(t, h, method, filled(path, owner, d), body, headers...)
}

// inOrder are the routes, those that delete last, and of those the inner first.
func inOrder() []string {
	routes := slices.Sorted(maps.Keys(doors()))
	slices.Reverse(routes) // DELETE is the first letter of all
	return routes
}

// TestGranteesDoWhatTheyMay asks every route for what is another's: without a
// grant, as a viewer and as an editor.
func TestGranteesDoWhatTheyMay(t *testing.T) {
	t.Parallel()
	for name, open := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newArena(t, open(t))
			owner, h := a.ann, a.bob
			refusal := a.by(t, h, "GET", "/api/portfolio", "", "Alex-For: nobody")
			if refusal.status != http.StatusForbidden {
				t.Fatalf("for nobody: %d %s", refusal.status, refusal.text)
			}
			a.asGrantee(t, h, owner, "", refusal)
			a.share(t, h, owner, alex.Editor) // the other way round opens nothing
			a.asGrantee(t, h, owner, "", refusal)

			id := a.share(t, owner, h, alex.Viewer)
			before := map[*household]map[string]string{owner: a.view(t, owner), h: a.view(t, h)}
			a.asGrantee(t, h, owner, alex.Viewer, refusal)
			a.stays(t, owner, before[owner])
			a.readsTheSame(t, h, owner, before[owner])

			if r := a.by(t, owner, "DELETE", "/api/grants/"+id, ""); r.status != http.StatusNoContent {
				t.Fatal(r.text)
			}
			a.asGrantee(t, h, owner, "", refusal)
			a.share(t, owner, h, alex.Editor)
			before[h] = a.view(t, h)
			a.asGrantee(t, h, owner, alex.Editor, refusal)
			a.stays(t, h, before[h])
			if r := a.by(t, owner, "GET", "/api/user", ""); r.status != http.StatusOK {
				t.Errorf("the owner is gone: %d %s", r.status, r.text)
			}
			t.Logf("%d attempts", a.attempts)
		})
	}
}

// asGrantee asks all routes, as one who has the role over what is the owner's.
func (a *arena) asGrantee(t *testing.T, h, owner *household, role alex.Role, refusal reply) {
	t.Helper()
	for _, route := range inOrder() {
		if doors()[route].open {
			continue
		}
		r := a.forThem(t, h, owner, route)
		if role.Covers(openForOthers()[route]) {
			if slices.Contains([]int{401, 403, 404, 405, 415}, r.status) || r.status >= 500 { // a conflict is the handler's own word
				t.Errorf("%s as %s: %d %s", route, role, r.status, r.text)
			}
			continue
		}
		if diff := cmp.Diff(same(t, refusal), same(t, r)); diff != "" {
			t.Errorf("%s as %q is not refused as it should be: %s", route, role, diff)
		}
		if diff := cmp.Diff(names(refusal.header), names(r.header)); diff != "" {
			t.Errorf("%s as %q has other headers than a refusal: %s", route, role, diff)
		}
	}
}

// readsTheSame compares what the grantee reads with what the owner does.
func (a *arena) readsTheSame(t *testing.T, h, owner *household, shown map[string]string) {
	t.Helper()
	for route, d := range doors() {
		method, path, _ := strings.Cut(route, " ")
		if method != "GET" || openForOthers()[route] == "" {
			continue
		}
		for _, path := range a.everyPath(owner, d, path) {
			r := a.by(t, h, method, path, "", "Alex-For: "+owner.person)
			if diff := cmp.Diff(shown[path], unpacked(t, r)); diff != "" {
				t.Errorf("GET %s for the owner is not what the owner reads: %s", path, diff)
			}
			if own := a.by(t, h, method, path, ""); len(d.ids) > 0 && d.ids["path.symbol"] == "" && own.status != http.StatusForbidden {
				t.Errorf("GET %s without the header: %d", path, own.status)
			}
		}
	}
	for kind, path := range map[string]string{kindAccount: "/api/accounts/", kindPlan: "/api/plans/", kindJob: "/api/jobs/"} {
		if r := a.by(t, h, "GET", path+h.id(kind), "", "Alex-For: "+owner.person); r.status != http.StatusForbidden {
			t.Errorf("one's own %s, read for another: %d", kind, r.status)
		}
	}
}

// TestNoRouteIsOpenToGranteesUnnoticed compares the list with the document: a
// route takes the header if, and only if, it is there.
func TestNoRouteIsOpenToGranteesUnnoticed(t *testing.T) {
	t.Parallel()
	doc := served(t)
	for route, op := range doc.operations() {
		p, takes := doc.parameter(route, "Alex-For")
		if _, opened := openForOthers()[route]; takes != opened {
			t.Errorf("%s takes Alex-For: %v, want %v", route, takes, opened)
		}
		if takes && (p.In != "header" || p.Required || len(op.Security) == 0) {
			t.Errorf("%s has %+v and the security %v", route, p, op.Security)
		}
	}
	for route := range openForOthers() {
		if _, there := doc.operations()[route]; !there {
			t.Errorf("%s is not served", route)
		}
	}
}

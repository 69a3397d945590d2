package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/api"
)

// byFields adds members that would make a row another's: every one of them is
// refused.
func (a *arena) byFields(t *testing.T, thief, owner *household) {
	members := []string{
		"id", "userId", "user", "clerkUserId", "clerk_user_id", "personId", "ownerId", "owner", "sub", "accountId", "jobId",
		"tenant", "role", "isAdmin", "createdAt", "updatedAt", "fingerprint", "last4", "priceSource", "printedValue", "__proto__", "$where",
	}
	for route, d := range doors() {
		if d.open || !strings.HasPrefix(d.body, "{") || d.ends {
			continue
		}
		method, path, _ := strings.Cut(route, " ")
		path = filled(path, thief, d)
		for _, member := range members {
			if strings.Contains(d.body, `"`+member+`"`) { // which the route has a use for
				continue
			}
			for _, value := range []string{owner.person, owner.id(kindAccount)} {
				body := strings.Replace(filled(d.body, thief, d), "{", fmt.Sprintf(`{%q:%q,`, member, value), 1)
				body = strings.Replace(body, ",}", "}", 1)
				r := a.try(t, owner, a.by(t, thief, method, path, body), method, path)
				if r.status != http.StatusUnprocessableEntity {
					t.Errorf("%s with a member %s: %d %s", route, member, r.status, r.text)
				}
			}
		}
	}
}

// bySayingSo claims to be the owner beside the token: the answer stays the
// thief's own.
func (a *arena) bySayingSo(t *testing.T, thief, owner *household) {
	for route, d := range doors() {
		method, path, _ := strings.Cut(route, " ")
		if method != "GET" || d.open || path == activityRoute || strings.HasSuffix(path, "/events") {
			continue
		}
		path = filled(path, thief, d) + d.query
		more := "?"
		if d.query != "" {
			more = "&"
		}
		want := unpacked(t, a.by(t, thief, method, path, ""))
		for _, name := range []string{"X-User-Id", "X-Forwarded-User", "X-Remote-User", "X-Original-Url", "X-Clerk-User-Id", "X-HTTP-Method-Override", "Forwarded", "From", "X-Amzn-Oidc-Identity"} {
			r := a.try(t, owner, a.by(t, thief, method, path, "", name+": "+owner.person, "Cookie: "+owner.cookie), method, path)
			if diff := cmp.Diff(want, unpacked(t, r)); diff != "" {
				t.Errorf("%s with %s is another's: %s", path, name, diff)
			}
		}
		for _, query := range []string{"userId", "user_id", "person", "clerk_user_id", "access_token", "as"} {
			path := path + more + query + "=" + owner.person
			if diff := cmp.Diff(want, unpacked(t, a.try(t, owner, a.by(t, thief, method, path, ""), method, path))); diff != "" {
				t.Errorf("%s is another's: %s", path, diff)
			}
		}
	}
}

// byOwnMeans does what a person may do, to what is their own: nothing of it
// shows what is the owner's.
func (a *arena) byOwnMeans(t *testing.T, thief, owner *household) {
	for route, d := range doors() {
		method, path, _ := strings.Cut(route, " ")
		if d.open || d.ends || d.upload || method == "DELETE" || strings.HasSuffix(path, "/events") {
			continue
		}
		path, body := filled(path, thief, d), filled(d.body, thief, d)
		for _, query := range []string{"", "?limit=200", "?query=canary"} {
			r := a.try(t, owner, a.by(t, thief, method, path+query, body), method, path)
			if r.status == http.StatusForbidden || r.status == http.StatusUnauthorized {
				t.Errorf("%s %s of one's own: %d %s", method, path, r.status, r.text)
			}
		}
	}
	body, header := form(t, part{"file", "f.csv", strings.ReplaceAll("account,symbol,quantity,price\ncanary-X-broker-account-0 11112220,VTI,1,1\n", "X", owner.name)})
	r := a.by(t, thief, "POST", previewRoute, body, header) // a file of the owner's account, by its number
	if accounts := as[api.PreviewBody](t, r).Accounts; r.status != http.StatusOK || len(accounts) != 1 || strings.Contains(r.text, `"matches":"`) && !strings.Contains(r.text, `"matches":""`) {
		t.Errorf("the preview of another's account: %d %s", r.status, r.text)
	}
}

// leaving is what only its doer may feel: all that is the thief's goes, and a
// token of who is gone opens nothing of the owner's.
func (a *arena) leaving(t *testing.T, thief, owner *household, before map[string]string) {
	for route, d := range doors() {
		if method, path, _ := strings.Cut(route, " "); method == "DELETE" && !d.ends {
			a.try(t, owner, a.by(t, thief, method, filled(path, thief, d), ""), method, path)
		}
	}
	for _, path := range []string{"/api/portfolio", "/api/user"} {
		if r := a.try(t, owner, a.by(t, thief, "DELETE", path, ""), "DELETE", path); r.status != http.StatusNoContent {
			t.Errorf("DELETE %s: %d %s", path, r.status, r.text)
		}
	}
	for route, d := range doors() {
		if method, path, _ := strings.Cut(route, " "); !d.open && !d.upload {
			a.try(t, owner, a.by(t, thief, method, filled(path, owner, d), filled(d.body, owner, d)), method, path)
		}
	}
	a.stays(t, owner, before)
}

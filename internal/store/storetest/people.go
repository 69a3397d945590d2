package storetest

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func members(t *testing.T, b *bench) {
	b.signUp(t, "a")
	must(t, b.System().AddDemo(b.ctx, "demo", b.now.Add(1), b.now.Add(time.Hour)))
	b.now = b.now.Add(time.Minute)
	b.person(t, "elsewhere")
	must(t, b.System().Disable(b.ctx, "a", b.now))
	var got []store.Member
	cursor := ""
	for {
		list, err := b.System().People(b.ctx, store.Page{Cursor: cursor, Limit: 1})
		must(t, err)
		got = append(got, list.Items...)
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	begun, ended := b.now.Add(-time.Minute), b.now
	ends := begun.Add(time.Hour)
	same(t, "the people", got, []store.Member{
		{
			ID: "a", Email: "a@Example.com", DisplayName: "Name", HasPassword: true, CreatedAt: begun,
			Standing: store.Standing{DisabledAt: &ended},
		},
		{ID: "demo", CreatedAt: begun, Standing: store.Standing{ExpiresAt: &ends}},
		{ID: "elsewhere", Email: "elsewhere@example.com", DisplayName: "Name of elsewhere", CreatedAt: b.now},
	})
	_, err := b.System().People(b.ctx, store.Page{Limit: -1})
	wantCode(t, "a page of -1", err, alex.CodeInvalid)

	for _, c := range []struct{ id, email, want string }{
		{"a", "", "a"}, {"", "a@example.com", "a"}, {"elsewhere", "x", "elsewhere"}, {"x", "elsewhere@example.com", ""},
	} {
		found, err := b.System().FindPerson(b.ctx, alex.PersonID(c.id), c.email)
		if string(found) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("FindPerson(%q, %q) = %q, %v", c.id, c.email, found, err)
		}
	}
}

// signInCascade deletes a person with everything that sign-in keeps.
func signInCascade(t *testing.T, b *bench) {
	b.signUp(t, "a")
	b.signUp(t, "b")
	must(t, b.As("a").Delete(b.ctx))
	for _, query := range []string{
		`SELECT count(*) FROM credentials WHERE clerk_user_id = 'a'`, `SELECT count(*) FROM sessions WHERE clerk_user_id = 'a'`,
	} {
		if got := b.dump(t, query); got != "0|\n" {
			t.Errorf("%s = %s", query, got)
		}
	}
	b.wantSessions(t, "b", 1)
	_, err := b.System().Login(b.ctx, "a@example.com")
	wantCode(t, "the login of the deleted", err, alex.CodeNotFound)
	b.signUp(t, "a")
}

func demos(t *testing.T, b *bench) {
	const many = 203 // more than two rounds of the sweep
	for range many {
		must(t, b.System().AddDemo(b.ctx, alex.PersonID("demo_"+b.NewID()), b.now, b.now.Add(time.Hour)))
	}
	must(t, b.System().AddDemo(b.ctx, "later", b.now, b.now.Add(2*time.Hour)))
	b.signUp(t, "a")
	b.account(t, b.As("later"))
	s := b.begin("later", "demo token")
	must(t, b.System().StartSession(b.ctx, s))
	done, err := b.rotate(s.ID, "demo token", "t2")
	must(t, err)
	same(t, "the end of a demo's session", done.Expires, b.now.Add(2*time.Hour))

	expire := func(want int64) {
		t.Helper()
		n, err := b.System().ExpireDemos(b.ctx, b.now)
		must(t, err)
		same(t, "expired people", n, want)
	}
	expire(0)
	b.now = b.now.Add(time.Hour)
	expire(many)
	expire(0)
	must(t, b.System().Live(b.ctx, "later", s.ID, b.now))
	b.now = b.now.Add(time.Hour)
	wantCode(t, "a demo that is over", b.System().Live(b.ctx, "later", "", b.now), alex.CodeUnauthorized)
	wantCode(t, "its new session", b.System().StartSession(b.ctx, b.begin("later", "n")), alex.CodeUnauthorized)
	expire(1)
	for table, want := range map[string]int{"users": 1, "accounts": 0, "positions": 0} {
		same(t, table, b.count(t, table), want)
	}
	wantProblems(t, b, store.Expected{})
}

package storetest

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

const month = 30 * 24 * time.Hour

// begin is a session of a person that begins now.
func (b *bench) begin(person alex.PersonID, token string) store.NewSession {
	return store.NewSession{
		ID: b.NewID(), Person: person, TokenHash: token, UserAgent: "browser",
		Now: b.now, Expires: b.now.Add(month),
	}
}

// signUp makes a person with a login and a session.
func (b *bench) signUp(t testing.TB, id alex.PersonID) store.NewSession {
	t.Helper()
	first := b.begin(id, "token of "+string(id))
	must(t, b.System().SignUp(b.ctx, loginOf(id), first))
	return first
}

func loginOf(id alex.PersonID) store.NewLogin {
	return store.NewLogin{
		Person: id, DisplayName: "Name", Email: string(id) + "@Example.com",
		EmailKey: string(id) + "@example.com", PasswordHash: "hash of " + string(id),
	}
}

func logins(t *testing.T, b *bench) {
	_, err := b.System().Login(b.ctx, "a@example.com")
	wantCode(t, "a login that nobody has", err, alex.CodeNotFound)
	b.signUp(t, "a")
	login, err := b.System().Login(b.ctx, "a@example.com")
	must(t, err)
	same(t, "the login", login, store.Login{Person: "a", DisplayName: "Name", Email: "a@Example.com", EmailKey: "a@example.com", PasswordHash: "hash of a"})
	person, err := b.As("a").Person(b.ctx)
	must(t, err)
	same(t, "the person", person, alex.Person{ID: "a", DisplayName: "Name", Email: "a@Example.com"})

	again := loginOf("b")
	again.EmailKey = "a@example.com"
	err = b.System().SignUp(b.ctx, again, b.begin("b", "other"))
	wantCode(t, "an e-mail address twice", err, alex.CodeConflict)
	_, err = b.As("b").Person(b.ctx)
	wantCode(t, "the person of a refused sign-up", err, alex.CodeNotFound)
	again = loginOf("c")
	again.DisplayName = "a\x01b"
	wantCode(t, "a bad name", b.System().SignUp(b.ctx, again, b.begin("c", "third")), alex.CodeInvalid)
	long := b.begin("d", "fourth")
	long.ID = "no UUID"
	wantCode(t, "a bad session", b.System().SignUp(b.ctx, loginOf("d"), long), alex.CodeInvalid)
	if n := b.count(t, "users"); n != 1 {
		t.Errorf("%d people, want 1", n)
	}
}

func passwords(t *testing.T, b *bench) {
	b.signUp(t, "a")
	old, err := b.System().Login(b.ctx, "a@example.com")
	must(t, err)
	must(t, b.System().UpgradePassword(b.ctx, old, "stronger", b.now))
	must(t, b.System().UpgradePassword(b.ctx, old, "late", b.now))
	login, err := b.System().Login(b.ctx, "a@example.com")
	must(t, err)
	same(t, "the hash after an upgrade and a late one", login.PasswordHash, "stronger")
	b.wantSessions(t, "a", 1)

	must(t, b.System().ReplacePassword(b.ctx, "a", "new", b.now))
	login, err = b.System().Login(b.ctx, "a@example.com")
	must(t, err)
	same(t, "the hash after a reset", login.PasswordHash, "new")
	b.wantSessions(t, "a", 0)
	b.person(t, "elsewhere")
	wantCode(t, "no password to replace", b.System().ReplacePassword(b.ctx, "elsewhere", "x", b.now), alex.CodeNotFound)
}

func invites(t *testing.T, b *bench) {
	must(t, b.System().AddInvite(b.ctx, store.NewInvite{
		TokenHash: "invite", EmailKey: "a@example.com", Now: b.now, Expires: b.now.Add(time.Hour),
	}))
	signUp := func(id alex.PersonID, invite string) error {
		login := loginOf(id)
		login.Invite = invite
		return b.System().SignUp(b.ctx, login, b.begin(id, "token of "+string(id)))
	}
	wantCode(t, "an unknown invite", signUp("a", "another"), alex.CodeInvalid)
	wantCode(t, "another's invite", signUp("b", "invite"), alex.CodeInvalid)
	b.now = b.now.Add(time.Hour)
	wantCode(t, "an invite that is over", signUp("a", "invite"), alex.CodeInvalid)
	b.now = b.now.Add(-time.Minute)
	must(t, signUp("a", "invite"))
	must(t, b.As("a").Delete(b.ctx))
	wantCode(t, "an invite that is used", signUp("a", "invite"), alex.CodeInvalid)
}

// live asks about everyone who may hold a token that is still good.
func live(t *testing.T, b *bench) {
	ask := func(id alex.PersonID, session alex.ID) error { return b.System().Live(b.ctx, id, session, b.now) }
	first := b.signUp(t, "a")
	other := b.signUp(t, "b")
	must(t, ask("a", first.ID))
	must(t, ask("a", ""))
	wantCode(t, "nobody", ask("nobody", ""), alex.CodeNotFound)
	wantCode(t, "another's session", ask("a", other.ID), alex.CodeUnauthorized)
	wantCode(t, "a session that is no id", ask("a", "x"), alex.CodeUnauthorized)
	if calls := b.driver.Count(func() { must(t, ask("a", first.ID)) }); countOps(calls, Query) != 1 || countOps(calls, Exec) > 2 {
		t.Errorf("Live() takes %v", calls)
	}
	must(t, b.As("a").EndSession(b.ctx, first.ID))
	wantCode(t, "a session that was ended", ask("a", first.ID), alex.CodeUnauthorized)

	must(t, b.System().Disable(b.ctx, "b", b.now))
	wantCode(t, "the disabled", ask("b", ""), alex.CodeUnauthorized)
	b.wantSessions(t, "b", 0)
	wantCode(t, "a session of the disabled", b.System().StartSession(b.ctx, b.begin("b", "n")), alex.CodeUnauthorized)
	must(t, b.System().Enable(b.ctx, "b"))
	must(t, ask("b", ""))
	must(t, b.As("b").Delete(b.ctx))
	wantCode(t, "the deleted", ask("b", ""), alex.CodeNotFound)
	wantCode(t, "a session of the deleted", b.System().StartSession(b.ctx, b.begin("b", "n")), alex.CodeNotFound)
	wantCode(t, "disabling nobody", b.System().Disable(b.ctx, "b", b.now), alex.CodeNotFound)
	wantCode(t, "enabling nobody", b.System().Enable(b.ctx, "b"), alex.CodeNotFound)
}

func countOps(calls []Call, op Op) (n int) {
	for _, c := range calls {
		if c.Op == op {
			n++
		}
	}
	return n
}

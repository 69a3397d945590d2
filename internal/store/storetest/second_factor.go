package storetest

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func secondFactors(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	b.signUp(t, "b")
	_, err := y.SecondFactor(b.ctx, "a")
	wantCode(t, "one that nobody began", err, alex.CodeNotFound)
	wantCode(t, "codes of none", y.ReplaceRecoveryCodes(b.ctx, "a", []string{"x"}), alex.CodeConflict)
	must(t, y.OfferSecondFactor(b.ctx, "a", "first", b.now))
	must(t, y.OfferSecondFactor(b.ctx, "a", "second", b.now))
	wantCode(t, "codes of one that is offered", y.ReplaceRecoveryCodes(b.ctx, "a", []string{"x"}), alex.CodeConflict)
	if first, err := y.UseStep(b.ctx, "a", "second", 7); first || err != nil {
		t.Errorf("a step of an offer is taken: %v", err)
	}
	wantCode(t, "an offer that was replaced", y.EnableSecondFactor(b.ctx, "a", "first", 7, nil, b.now), alex.CodeConflict)
	wantCode(t, "another's", y.EnableSecondFactor(b.ctx, "b", "second", 7, nil, b.now), alex.CodeConflict)
	b.wantSecondFactor(t, "a", false)
	must(t, y.EnableSecondFactor(b.ctx, "a", "second", 7, []string{"h1", "h2"}, b.now))
	b.wantSecondFactor(t, "a", true)
	b.wantSecondFactor(t, "b", false)
	wantCode(t, "twice", y.EnableSecondFactor(b.ctx, "a", "second", 8, nil, b.now), alex.CodeConflict)
	wantCode(t, "an offer over one that is on", y.OfferSecondFactor(b.ctx, "a", "third", b.now), alex.CodeConflict)
	f, err := y.SecondFactor(b.ctx, "a")
	must(t, err)
	same(t, "the second factor", f, store.SecondFactor{Sealed: "second", CreatedAt: b.now, EnabledAt: &b.now, CodesLeft: 2})
	b.usesUp(t)

	must(t, y.ReplaceRecoveryCodes(b.ctx, "a", []string{"h3"}))
	if good, err := y.UseRecoveryCode(b.ctx, "a", "h2"); good || err != nil {
		t.Errorf("a code that was replaced is good: %v", err)
	}
	must(t, y.EndSecondFactor(b.ctx, "a"))
	b.wantSecondFactor(t, "a", false)
	b.wantSessions(t, "a", 1)
	if good, err := y.UseRecoveryCode(b.ctx, "a", "h3"); good || err != nil {
		t.Errorf("a code of none is good: %v", err)
	}
	must(t, y.OfferSecondFactor(b.ctx, "a", "fourth", b.now))
	must(t, y.EnableSecondFactor(b.ctx, "a", "fourth", 9, []string{"h4"}, b.now))
	must(t, y.ResetSecondFactor(b.ctx, "a"))
	b.wantSecondFactor(t, "a", false)
	b.wantSessions(t, "a", 0)
	b.wantSessions(t, "b", 1)
	must(t, y.ResetSecondFactor(b.ctx, "a"))
}

func (b *bench) wantSecondFactor(t testing.TB, id alex.PersonID, want bool) {
	t.Helper()
	login, err := b.System().LoginOf(b.ctx, id)
	must(t, err)
	again, err := b.System().Login(b.ctx, login.EmailKey)
	must(t, err)
	if login.SecondFactor != want || again != login {
		t.Errorf("the login of %s is %+v by id and %+v by address, want a second factor %v", id, login, again, want)
	}
}

// usesUp takes steps forward alone, and a recovery code once.
func (b *bench) usesUp(t testing.TB) {
	t.Helper()
	y := b.System()
	for _, c := range []struct {
		person alex.PersonID
		sealed string
		step   int64
		want   bool
	}{
		{"a", "second", 7, false},
		{"a", "second", 9, true},
		{"a", "second", 9, false},
		{"a", "second", 8, false},
		{"a", "other", 10, false},
		{"b", "second", 10, false},
		{"a", "second", 10, true},
	} {
		if got, err := y.UseStep(b.ctx, c.person, c.sealed, c.step); got != c.want || err != nil {
			t.Errorf("step %d of %s (%s) = %v, %v", c.step, c.person, c.sealed, got, err)
		}
	}
	for _, c := range []struct {
		person alex.PersonID
		hash   string
		want   bool
	}{{"b", "h1", false}, {"a", "h1", true}, {"a", "h1", false}, {"a", "none", false}} {
		if got, err := y.UseRecoveryCode(b.ctx, c.person, c.hash); got != c.want || err != nil {
			t.Errorf("the code %s of %s = %v, %v", c.hash, c.person, got, err)
		}
	}
}

// secondFactorRace: of many with one code at the same time, one comes in.
func secondFactorRace(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	must(t, y.OfferSecondFactor(b.ctx, "a", "s", b.now))
	must(t, y.EnableSecondFactor(b.ctx, "a", "s", 0, []string{"h"}, b.now))
	const rivals = 8
	for name, use := range map[string]func(round int64) (bool, error){
		"a step":          func(round int64) (bool, error) { return y.UseStep(b.ctx, "a", "s", round+1) },
		"a recovery code": func(int64) (bool, error) { return y.UseRecoveryCode(b.ctx, "a", "h") },
	} {
		for round := range int64(5) {
			must(t, y.ReplaceRecoveryCodes(b.ctx, "a", []string{"h"}))
			results := make(chan bool, rivals)
			var group sync.WaitGroup
			for range rivals {
				group.Go(func() {
					won, err := use(round)
					if err != nil {
						t.Errorf("%s: %v", name, err)
					}
					results <- won
				})
			}
			group.Wait()
			close(results)
			winners := 0
			for won := range results {
				if won {
					winners++
				}
			}
			if winners != 1 {
				t.Errorf("%s was taken by %d of %d at once", name, winners, rivals)
			}
		}
	}
	t.Attr("measured", strconv.Itoa(2*5*rivals)+" uses of 10 codes, 10 taken")
}

func resets(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	b.signUp(t, "b")
	end := b.now.Add(30 * time.Minute)
	must(t, b.addReset(store.NewReset{Person: "a", EmailKey: "a@example.com", TokenHash: "old", Now: b.now, Expires: end}))
	must(t, b.addReset(store.NewReset{Person: "a", EmailKey: "a@example.com", TokenHash: "new", Now: b.now, Expires: end}))
	wantCode(t, "an address that was changed meanwhile",
		b.addReset(store.NewReset{Person: "a", EmailKey: "b@example.com", TokenHash: "late", Now: b.now, Expires: end}), alex.CodeNotFound)
	_, err := y.Reset(b.ctx, "old", b.now)
	wantCode(t, "a token that was replaced", err, alex.CodeUnauthorized)
	person, err := y.Reset(b.ctx, "new", end.Add(-time.Second))
	must(t, err)
	same(t, "whose it is", person, alex.PersonID("a"))
	_, err = y.Reset(b.ctx, "new", end)
	wantCode(t, "a token that is over", err, alex.CodeUnauthorized)
	for name, err := range map[string]error{
		"another's": y.UseReset(b.ctx, "b", "new", "x", b.now),
		"unknown":   y.UseReset(b.ctx, "a", "old", "x", b.now),
		"over":      y.UseReset(b.ctx, "a", "new", "x", end),
	} {
		wantCode(t, name, err, alex.CodeUnauthorized)
	}
	must(t, y.UseReset(b.ctx, "a", "new", "hash 2", b.now))
	wantCode(t, "twice", y.UseReset(b.ctx, "a", "new", "hash 3", b.now), alex.CodeUnauthorized)
	login, err := y.LoginOf(b.ctx, "a")
	must(t, err)
	same(t, "the hash", login.PasswordHash, "hash 2")
	b.wantSessions(t, "a", 0)
	b.wantSessions(t, "b", 1)
	must(t, b.addReset(store.NewReset{Person: "a", EmailKey: "a@example.com", TokenHash: "third", Now: b.now, Expires: end}))
	must(t, y.ReplacePassword(b.ctx, "a", "hash 4", b.now))
	_, err = y.Reset(b.ctx, "third", b.now)
	wantCode(t, "a token from before another password", err, alex.CodeUnauthorized)
	must(t, b.addReset(store.NewReset{Person: "b", EmailKey: "b@example.com", TokenHash: "b", Now: b.now, Expires: end}))
	must(t, y.OfferSecondFactor(b.ctx, "b", "s", b.now))
	must(t, y.PurgeSignIn(b.ctx, end.Add(time.Hour)))
	same(t, "what is left", b.dump(t, `SELECT token_hash FROM password_resets UNION ALL SELECT sealed_secret FROM second_factors`), "")
}

func changedPasswords(t *testing.T, b *bench) {
	y := b.System()
	first := b.signUp(t, "a")
	other := b.begin("a", "another token")
	must(t, y.StartSession(b.ctx, other))
	b.signUp(t, "b")
	login, err := y.LoginOf(b.ctx, "a")
	must(t, err)
	stale := login
	stale.PasswordHash = "of before"
	wantCode(t, "a password that was changed", y.ChangePassword(b.ctx, stale, "x", first.ID, b.now), alex.CodeConflict)
	b.wantSessions(t, "a", 2)
	must(t, y.ChangePassword(b.ctx, login, "new", first.ID, b.now))
	must(t, y.Live(b.ctx, "a", first.ID, b.now))
	wantCode(t, "the other session", y.Live(b.ctx, "a", other.ID, b.now), alex.CodeUnauthorized)
	late := b.begin("a", "a token of the old password")
	late.PasswordHash = login.PasswordHash
	wantCode(t, "a sign-in that checked the old password", y.StartSession(b.ctx, late), alex.CodeUnauthorized)
	late.PasswordHash = "new"
	must(t, y.StartSession(b.ctx, late))
	must(t, b.As("a").EndOtherSessions(b.ctx, first.ID))
	b.wantSessions(t, "b", 1)
	_, err = y.LoginOf(b.ctx, "nobody")
	wantCode(t, "the login of nobody", err, alex.CodeNotFound)

	must(t, y.StartSession(b.ctx, b.begin("a", "third token")))
	wantCode(t, "a session that is no id", b.As("a").EndOtherSessions(b.ctx, "x"), alex.CodeInvalid)
	must(t, b.As("a").EndOtherSessions(b.ctx, first.ID))
	must(t, y.Live(b.ctx, "a", first.ID, b.now))
	b.wantSessions(t, "a", 1)
	b.wantSessions(t, "b", 1)
}

func identities(t *testing.T, b *bench) {
	y := b.System()
	const issuer = "https://id.example"
	come := func(id alex.PersonID, subject, key string, invited bool) error {
		return y.SignUpAs(b.ctx, store.NewIdentity{
			Person: id, DisplayName: "Name", Email: key, EmailKey: key, Issuer: issuer, Subject: subject, Invited: invited,
		}, b.begin(id, "token of "+string(id)))
	}
	b.signUp(t, "local")
	wantCode(t, "the address of a login", come("a", "sub", "local@example.com", false), alex.CodeConflict)
	wantCode(t, "without an invitation", come("a", "sub", "a@example.com", true), alex.CodeForbidden)
	wantCode(t, "without an address", come("a", "sub", "", true), alex.CodeForbidden)
	must(t, y.AddInvite(b.ctx, store.NewInvite{TokenHash: "i", EmailKey: "a@example.com", Now: b.now, Expires: b.now.Add(time.Hour)}))
	_, err := y.KnownAs(b.ctx, issuer, "sub")
	wantCode(t, "nobody yet", err, alex.CodeNotFound)
	must(t, come("a", "sub", "a@example.com", true))
	wantCode(t, "an invitation twice", come("b", "sub2", "a@example.com", true), alex.CodeForbidden)
	wantCode(t, "a subject twice", come("b", "sub", "", false), alex.CodeConflict)
	must(t, come("b", "sub2", "", false))
	must(t, come("c", "sub3", "", false))
	for subject, want := range map[string]alex.PersonID{"sub": "a", "sub2": "b", "SUB": "", "": ""} {
		if got, err := y.KnownAs(b.ctx, issuer, subject); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", subject, got, err)
		}
	}
	_, err = y.KnownAs(b.ctx, "https://other.example", "sub")
	wantCode(t, "another issuer's subject", err, alex.CodeNotFound)
	b.wantSessions(t, "a", 1)
	_, err = y.LoginOf(b.ctx, "a")
	wantCode(t, "a password of who has none", err, alex.CodeNotFound)
	list, err := y.People(b.ctx, store.Page{})
	must(t, err)
	for _, m := range list.Items {
		if m.SingleSignOn != (m.ID != "local") || m.HasPassword != (m.ID == "local") || m.SecondFactor {
			t.Errorf("%s is listed as %+v", m.ID, m)
		}
	}
	must(t, b.As("a").Delete(b.ctx))
	_, err = y.KnownAs(b.ctx, issuer, "sub")
	wantCode(t, "the deleted", err, alex.CodeNotFound)
}

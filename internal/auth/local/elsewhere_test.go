package local_test

import (
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/store"
)

func from(subject, email string) auth.Elsewhere {
	return auth.Elsewhere{Issuer: "https://id.example", Subject: subject, Email: email, Name: " Ann "}
}

func TestSignInElsewhere(t *testing.T) {
	t.Parallel()
	o := secured(t)
	s, err := o.SignInElsewhere(o.ctx, from("sub", ann), "browser")
	must(t, err)
	if s.Person.Email != ann || s.Person.DisplayName != "Ann" || s.RefreshToken == "" || !strings.HasPrefix(string(s.Person.ID), "user_") {
		t.Errorf("signed in as %+v", s)
	}
	_, err = o.verify(s.AccessToken)
	must(t, err)
	again, err := o.SignInElsewhere(o.ctx, from("sub", "moved@example.com"), "browser")
	must(t, err)
	if again.Person.ID != s.Person.ID || again.Person.Email != ann {
		t.Errorf("the second time they are %+v", again.Person)
	}
	other, err := o.SignInElsewhere(o.ctx, auth.Elsewhere{Issuer: "https://other.example", Subject: "sub"}, "")
	must(t, err)
	if other.Person.ID == s.Person.ID || other.Person.Email != "" {
		t.Errorf("the subject of another issuer is %+v", other.Person)
	}
	_, err = o.signIn(ann, good)
	wantCode(t, "a password of who has none", err, alex.CodeUnauthorized)
	must(t, o.Disable(o.ctx, string(s.Person.ID)))
	_, err = o.SignInElsewhere(o.ctx, from("sub", ann), "")
	wantCode(t, "the disabled", err, alex.CodeUnauthorized)
	strange := from("strange", "not an address")
	strange.Name = strings.Repeat("x", 300)
	plain, err := o.SignInElsewhere(o.ctx, strange, "")
	must(t, err)
	if plain.Person.Email != "" || plain.Person.DisplayName != "" {
		t.Errorf("what cannot be kept is kept: %+v", plain.Person)
	}
}

// An account with a password is never given to who has its address elsewhere,
// and their second factor is not asked for there.
func TestAddressesLinkNobody(t *testing.T) {
	t.Parallel()
	o := secured(t)
	mine := o.signUp(t, ann)
	for _, email := range []string{ann, "ANN@example.com", " Ann@Example.com "} {
		_, err := o.SignInElsewhere(o.ctx, from("thief", email), "")
		wantCode(t, email, err, alex.CodeConflict)
	}
	_, err := o.Store.System().KnownAs(o.ctx, "https://id.example", "thief")
	wantCode(t, "who was refused", err, alex.CodeNotFound)
	list, err := o.Store.As(mine.Person.ID).Sessions(o.ctx)
	if err != nil || len(list) != 1 {
		t.Errorf("%d sessions, %v", len(list), err)
	}
}

func TestRulesOfSignUpElsewhere(t *testing.T) {
	t.Parallel()
	o := secured(t)
	known, err := o.SignInElsewhere(o.ctx, from("known", ""), "")
	must(t, err)
	o.Signup = local.SignupClosed
	_, err = o.SignInElsewhere(o.ctx, from("new", ann), "")
	wantCode(t, "signing up is closed", err, alex.CodeForbidden)
	o.Signup = local.SignupInvite
	_, err = o.SignInElsewhere(o.ctx, from("new", ann), "")
	wantCode(t, "without an invitation", err, alex.CodeForbidden)
	_, err = o.Invite(o.ctx, ann)
	must(t, err)
	_, err = o.SignInElsewhere(o.ctx, from("new", ""), "")
	wantCode(t, "an address that nobody answers for", err, alex.CodeForbidden)
	_, err = o.SignInElsewhere(o.ctx, from("new", "Ann@example.com"), "")
	wantCode(t, "with an invitation", err, "")
	_, err = o.SignInElsewhere(o.ctx, from("second", ann), "")
	wantCode(t, "an invitation twice", err, alex.CodeForbidden)
	for _, rule := range []string{local.SignupClosed, local.SignupInvite} {
		o.Signup = rule
		s, err := o.SignInElsewhere(o.ctx, from("known", ""), "")
		if err != nil || s.Person.ID != known.Person.ID {
			t.Errorf("who is known, where signing up is %s: %v", rule, err)
		}
	}
}

// Two tabs that come back at once are one person.
func TestElsewhereAtOnce(t *testing.T) {
	t.Parallel()
	o := secured(t)
	ids := make(chan alex.PersonID, 8)
	var group sync.WaitGroup
	for range cap(ids) {
		group.Go(func() {
			s, err := o.SignInElsewhere(o.ctx, from("sub", ann), "")
			if err != nil {
				t.Error(err)
			}
			ids <- s.Person.ID
		})
	}
	group.Wait()
	close(ids)
	seen := map[alex.PersonID]bool{}
	for id := range ids {
		seen[id] = true
	}
	people, err := o.List(o.ctx, store.Page{})
	if len(seen) != 1 || err != nil || len(people.Items) != 1 {
		t.Errorf("they are %v, and the people %v (%v)", seen, people.Items, err)
	}
}

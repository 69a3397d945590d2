package local_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/auth/local"
	"alex/internal/store"
)

func TestSignUp(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Party = site
	s, err := o.SignUp(o.ctx, local.SignUp{
		Email: " Ann@Example.com ", Password: good, DisplayName: " Ann ", UserAgent: "browser\x00\n\xff" + strings.Repeat("é", 300),
	})
	must(t, err)
	if s.Person.Email != "Ann@Example.com" || s.Person.DisplayName != "Ann" || !strings.HasPrefix(string(s.Person.ID), "user_") {
		t.Errorf("the person is %+v", s.Person)
	}
	if s.ExpiresIn != 60 || !s.RefreshExpires.Equal(o.clock.Add(30*24*time.Hour)) || len(s.RefreshToken) != 22+43+22 {
		t.Errorf("the session is %+v", s)
	}
	id, err := o.verify(s.AccessToken)
	must(t, err)
	list, err := o.Store.As(s.Person.ID).Sessions(o.ctx)
	must(t, err)
	if len(list) != 1 || string(list[0].ID) != id.Session || id.Subject != s.Person.ID {
		t.Errorf("the token speaks for %+v, the sessions are %+v", id, list)
	}
	if want := "browser" + strings.Repeat("é", 248); list[0].UserAgent != want {
		t.Errorf("the user agent is %q", list[0].UserAgent)
	}
	o.wait(66 * time.Second)
	_, err = o.verify(s.AccessToken)
	wantCode(t, "the access token a minute later", err, alex.CodeUnauthorized)
}

func TestSignUpRefuses(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, c := range map[string]struct {
		give local.SignUp
		want []string
	}{
		"nothing":                {local.SignUp{}, []string{"email", "password"}},
		"no address":             {local.SignUp{Email: "ann", Password: good}, []string{"email"}},
		"a name and an address":  {local.SignUp{Email: "Ann <ann@example.com>", Password: good}, []string{"email"}},
		"two addresses":          {local.SignUp{Email: "a@example.com,b@example.com", Password: good}, []string{"email"}},
		"a header in an address": {local.SignUp{Email: "a@example.com\r\nBcc: b@example.com", Password: good}, []string{"email"}},
		"a long address":         {local.SignUp{Email: strings.Repeat("a", 310) + "@example.com", Password: good}, []string{"email"}},
		"NUL in an address":      {local.SignUp{Email: "a\x00@example.com", Password: good}, []string{"email"}},
		"a short password":       {local.SignUp{Email: ann, Password: "1234567"}, []string{"password"}},
		"short once composed":    {local.SignUp{Email: ann, Password: "abcdefé"}, []string{"password"}},
		"a long password":        {local.SignUp{Email: ann, Password: strings.Repeat("x", 1025)}, []string{"password"}},
		"no UTF-8":               {local.SignUp{Email: ann, Password: "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8"}, []string{"password"}},
		"a common password":      {local.SignUp{Email: ann, Password: "PassWord1"}, []string{"password"}},
		"a common wide password": {local.SignUp{Email: ann, Password: "ｐａｓｓｗｏｒｄ"}, []string{"password"}},
		"the address":            {local.SignUp{Email: ann, Password: "Ann@example.com"}, []string{"password"}},
		"the name":               {local.SignUp{Email: "annabella@example.com", Password: "Annabella"}, []string{"password"}},
		"the site":               {local.SignUp{Email: ann, Password: "Alex-2026-Alex"}, []string{"password"}},
		"the person's name":      {local.SignUp{Email: ann, Password: "rumpelstilz1", DisplayName: "Rumpel Stilz"}, []string{"password"}},
		"a name with controls":   {local.SignUp{Email: ann, Password: good, DisplayName: "a\x01b"}, []string{"displayName"}},
		"a long name":            {local.SignUp{Email: ann, Password: good, DisplayName: strings.Repeat("x", 256)}, []string{"displayName"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := o.SignUp(o.ctx, c.give)
			if diff := cmp.Diff(c.want, fields(err)); diff != "" {
				t.Errorf("%v:\n%s", err, diff)
			}
		})
	}
	list, err := o.List(o.ctx, store.Page{})
	must(t, err)
	if len(list.Items) != 0 {
		t.Errorf("people: %+v", list.Items)
	}
	for _, password := range []string{"eight ok", strings.Repeat("x", 1024), "ünïcödé 🙂", "        "} {
		if _, err := o.SignUp(o.ctx, local.SignUp{Email: "p" + string(o.Store.NewID()) + "@example.com", Password: password}); err != nil {
			t.Errorf("the password %q: %v", password, err)
		}
	}
}

func TestSignUpTwice(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.signUp(t, ann)
	_, err := o.SignUp(o.ctx, local.SignUp{Email: "ANN@EXAMPLE.COM", Password: "another password"})
	wantCode(t, "the same address in capitals", err, alex.CodeConflict)
	if _, err := o.signIn(ann, good); err != nil {
		t.Errorf("the first owner: %v", err)
	}
}

// Ten at once with one address: one of them is let in.
func TestSignUpRace(t *testing.T) {
	t.Parallel()
	o := open(t)
	var group sync.WaitGroup
	codes := make(chan alex.Code, 10)
	for range cap(codes) {
		group.Go(func() {
			_, err := o.SignUp(o.ctx, local.SignUp{Email: ann, Password: good})
			codes <- alex.CodeOf(err)
		})
	}
	group.Wait()
	close(codes)
	count := map[alex.Code]int{}
	for code := range codes {
		count[code]++
	}
	if diff := cmp.Diff(map[alex.Code]int{"": 1, alex.CodeConflict: 9}, count); diff != "" {
		t.Error(diff)
	}
}

func TestInvites(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Signup = local.SignupInvite
	token, err := o.Invite(o.ctx, "Ann@example.com")
	must(t, err)
	join := func(email, invite string) error {
		_, err := o.SignUp(o.ctx, local.SignUp{Email: email, Password: good, Invite: invite})
		return err
	}
	for name, err := range map[string]error{
		"none": join(ann, ""), "a made-up one": join(ann, "x"), "another's": join("bob@example.com", token),
	} {
		if diff := cmp.Diff([]string{"invite"}, fields(err)); diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	must(t, join(ann, token))
	wantCode(t, "an invite that is used", join(ann, token), alex.CodeInvalid)
	_, err = o.Invite(o.ctx, ann)
	wantCode(t, "inviting who is here", err, alex.CodeConflict)
	_, err = o.Invite(o.ctx, "nobody")
	wantCode(t, "inviting no address", err, alex.CodeInvalid)

	late, err := o.Invite(o.ctx, "bob@example.com")
	must(t, err)
	o.wait(7 * 24 * time.Hour)
	wantCode(t, "a late invite", join("bob@example.com", late), alex.CodeInvalid)
	o.Signup = local.SignupClosed
	wantCode(t, "signing up where it is closed", join("bob@example.com", late), alex.CodeForbidden)
}

// Asking who is known, or guessing invites, runs into the address's limit.
func TestSignUpFailuresAreCounted(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.signUp(t, ann)
	again := local.SignUp{Email: ann, Password: good, ClientIP: "192.0.2.1"}
	for range 50 {
		_, err := o.SignUp(o.ctx, again)
		wantCode(t, "a known address", err, alex.CodeConflict)
	}
	_, err := o.SignUp(o.ctx, again)
	wantCode(t, "the 51st", err, alex.CodeThrottled)
	again.ClientIP = "192.0.2.2"
	_, err = o.SignUp(o.ctx, again)
	wantCode(t, "another client", err, alex.CodeConflict)
}

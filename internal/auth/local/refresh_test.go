package local_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/auth/local"
	"alex/internal/store"
)

func TestRefresh(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	for range 40 { // a session that is used lives on past its 30 days
		o.wait(24 * time.Hour)
		next, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
		must(t, err)
		if next.RefreshToken == s.RefreshToken || next.RefreshToken == "" || !next.RefreshExpires.Equal(o.clock.Add(30*24*time.Hour)) {
			t.Fatalf("refreshed to %+v", next)
		}
		before, err := o.verify(next.AccessToken)
		must(t, err)
		if before.Subject != s.Person.ID || next.Person.Email != ann || next.ExpiresIn != 60 {
			t.Fatalf("refreshed to %+v", next)
		}
		s = next
	}
	o.wait(30 * 24 * time.Hour)
	_, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
	wantCode(t, "a session that was not used for 30 days", err, alex.CodeUnauthorized)
}

// Two tabs send one token: both get in, one of them gets the next token, and
// the chain goes on.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	var group sync.WaitGroup
	answers := make(chan local.Session, 10)
	for range cap(answers) {
		group.Go(func() {
			answer, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
			if err != nil {
				t.Error(err)
			}
			answers <- answer
		})
	}
	group.Wait()
	close(answers)
	next := ""
	for answer := range answers {
		if _, err := o.verify(answer.AccessToken); err != nil {
			t.Error(err)
		}
		if answer.RefreshToken != "" && next != "" {
			t.Error("two answers carry a refresh token")
		}
		next += answer.RefreshToken
	}
	o.wait(10 * time.Second)
	if late, err := o.Refresh(o.ctx, s.RefreshToken, loopback); err != nil || late.RefreshToken != "" {
		t.Errorf("the old token at the end of the grace: %+v, %v", late, err)
	}
	o.wait(time.Minute)
	if _, err := o.Refresh(o.ctx, next, loopback); err != nil {
		t.Errorf("the chain: %v", err)
	}
}

// Whoever of thief and owner comes second, and however far the other has got,
// the session ends for both.
func TestTheft(t *testing.T) {
	t.Parallel()
	for name, exchanges := range map[string]int{"at once": 1, "two exchanges later": 2, "ten exchanges later": 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			stolen := o.signUp(t, ann)
			other, err := o.signIn(ann, good)
			must(t, err)
			thief := stolen
			for range exchanges {
				o.wait(time.Minute)
				thief, err = o.Refresh(o.ctx, thief.RefreshToken, loopback)
				must(t, err)
			}
			o.wait(11 * time.Second)
			_, err = o.Refresh(o.ctx, stolen.RefreshToken, loopback)
			wantCode(t, "the owner's copy", err, alex.CodeUnauthorized)
			if !errors.Is(err, store.ErrTokenReused) {
				t.Errorf("the operator cannot see a theft in %v", err)
			}
			_, err = o.Refresh(o.ctx, thief.RefreshToken, loopback)
			wantCode(t, "the thief's token", err, alex.CodeUnauthorized)
			_, err = o.verify(thief.AccessToken)
			wantCode(t, "the thief's access token", err, alex.CodeUnauthorized)
			_, err = o.Refresh(o.ctx, other.RefreshToken, loopback)
			wantCode(t, "the owner's other session", err, "")
			log, err := o.Store.System().Audit(o.ctx, store.AuditFilter{Act: alex.ActRefreshReuse}, store.Page{})
			must(t, err)
			if len(log.Items) != 1 || log.Items[0].Network != "127.0.0.0/24" {
				t.Errorf("the log has %+v", log.Items)
			}
		})
	}
}

func TestMadeUpRefreshTokens(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	for name, token := range map[string]string{
		"nothing": "", "short": s.RefreshToken[1:], "long": s.RefreshToken + "A", "no base64": strings.Repeat("!", len(s.RefreshToken)),
		"an access token": s.AccessToken, "another session": strings.Repeat("A", 22) + s.RefreshToken[22:],
		"a line break":                    s.RefreshToken[:21] + "\n" + s.RefreshToken[22:],
		"another spelling of the session": s.RefreshToken[:21] + "_" + s.RefreshToken[22:],
	} {
		_, err := o.Refresh(o.ctx, token, loopback)
		wantCode(t, name, err, alex.CodeUnauthorized)
		if err := o.SignOut(o.ctx, token); err != nil {
			t.Errorf("signing out of %s: %v", name, err)
		}
	}
	_, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
	wantCode(t, "the good token", err, "")
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	other, err := o.signIn(ann, good)
	must(t, err)
	must(t, o.SignOut(o.ctx, s.RefreshToken))
	must(t, o.SignOut(o.ctx, s.RefreshToken))
	_, err = o.verify(s.AccessToken)
	wantCode(t, "the access token", err, alex.CodeUnauthorized)
	_, err = o.Refresh(o.ctx, s.RefreshToken, loopback)
	wantCode(t, "the refresh token", err, alex.CodeUnauthorized)

	next, err := o.Refresh(o.ctx, other.RefreshToken, loopback)
	must(t, err)
	must(t, o.SignOut(o.ctx, other.RefreshToken)) // a tab that has not seen the exchange
	_, err = o.verify(next.AccessToken)
	wantCode(t, "the session of the other tab", err, alex.CodeUnauthorized)
}

func TestDeletedPeopleAreOut(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	must(t, o.Store.As(s.Person.ID).Delete(o.ctx))
	_, err := o.Refresh(o.ctx, s.RefreshToken, loopback)
	wantCode(t, "refreshing", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, good)
	wantCode(t, "signing in", err, alex.CodeUnauthorized)
	_, err = o.verify(s.AccessToken)
	wantCode(t, "the access token finds no record", err, alex.CodeNotFound)
	if again := o.signUp(t, ann); again.Person.ID == s.Person.ID {
		t.Error("a new person has the id of the deleted one")
	}
}

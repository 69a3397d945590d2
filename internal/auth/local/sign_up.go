package local

import (
	"context"
	"strings"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// SignUp is a person who wants to begin.
type SignUp = auth.SignUp

// SignUp makes a person with a login, and signs them in. alex.CodeForbidden
// where nobody may sign up, alex.CodeInvalid by field, alex.CodeConflict where
// the e-mail address has a login already.
func (i *Issuer) SignUp(ctx context.Context, s SignUp) (Session, error) {
	if i.Signup == SignupClosed {
		return Session{}, alex.Errorf(alex.CodeForbidden, "signing up is closed")
	}
	login, password, err := i.newLogin(s)
	if err != nil {
		return Session{}, err
	}
	g := gate{address: addressSubject(s.ClientIP)}
	if err := i.check(ctx, g); err != nil {
		return Session{}, err
	}
	if login.PasswordHash, err = i.hash(ctx, password); err != nil {
		return Session{}, err
	}
	ctx = store.ComingFrom(ctx, Coarse(s.ClientIP))
	session, token, err := i.newSession(ctx, login.Person, i.SessionLife, s.UserAgent)
	if err != nil {
		return Session{}, err
	}
	if err := i.Store.System().SignUp(ctx, login, session); err != nil {
		return Session{}, i.refusedSignUp(ctx, err, g)
	}
	if i.Resets() && login.Invite == "" { // an invitation went to the address already
		i.greet(ctx, login, s.ClientIP)
	}
	return i.opened(ctx, session, token)
}

// greet asks who has just come to confirm the address, unless strangers were
// sent enough letters: then the person asks for it later. Its link stands before
// the answer, so that it takes the place of nothing that is asked for after it.
func (i *Issuer) greet(ctx context.Context, in store.NewLogin, clientIP string) {
	login := store.Login{Person: in.Person, EmailKey: in.EmailKey, PasswordHash: in.PasswordHash}
	rations := append(byStranger(in.Person, in.EmailKey, clientIP), i.ofStrangers("letters"))
	err := i.writeTo(ctx, login, letter{email: in.Email, key: in.EmailKey}, rations, nil)
	if err != nil && alex.CodeOf(err) != alex.CodeThrottled {
		i.tell(err)
	}
}

// newLogin reads what the person gives; every field that is refused is named.
func (i *Issuer) newLogin(s SignUp) (login store.NewLogin, password string, err error) {
	var problems alex.Problems
	login.Email, login.EmailKey, err = address(s.Email)
	problems.Join("", err)
	password, err = newPassword(s.Password, login.EmailKey, i.Name, s.DisplayName)
	problems.Join("", err)
	login.DisplayName = strings.TrimSpace(s.DisplayName)
	alex.CheckText(&problems, "displayName", login.DisplayName, 255)
	if i.Signup == SignupInvite {
		if s.Invite == "" {
			problems.Addf("invite", "is needed to sign up here")
		}
		login.Invite = hashOf(s.Invite)
	}
	login.Person = alex.PersonID("user_" + i.Store.NewID())
	return login, password, problems.Err()
}

// refusedSignUp counts what tells whether someone is known, or an invite good.
func (i *Issuer) refusedSignUp(ctx context.Context, err error, g gate) error {
	code := alex.CodeOf(err)
	if code != alex.CodeConflict && code != alex.CodeInvalid {
		return err
	}
	if err := i.fail(ctx, g); err != nil {
		return err
	}
	if code == alex.CodeConflict {
		return &alex.Error{Code: code, Message: "this e-mail address has an account already: sign in", Err: err}
	}
	return err
}

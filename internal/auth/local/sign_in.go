package local

import (
	"context"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// wrongLogin is one answer for an unknown e-mail address and a wrong password.
func wrongLogin() error {
	return unauthorized("the e-mail address or the password is not right", nil)
}

// SignIn begins a session. alex.CodeUnauthorized for a wrong e-mail address or
// password, without saying which, and for who is disabled; who knew the password
// and has a second factor is asked for its code, by alex.CodeSecondFactorRequired
// and alex.CodeSecondFactorWrong; alex.CodeThrottled with RetryAfter after too
// many failures of the account or from the client's address. An address that is
// empty is not counted.
func (i *Issuer) SignIn(ctx context.Context, s auth.SignIn) (Session, error) {
	_, key, err := address(s.Email)
	if err != nil {
		return Session{}, err
	}
	if s.Password, err = normal(s.Password); err != nil {
		return Session{}, err
	}
	ctx = store.ComingFrom(ctx, Coarse(s.ClientIP))
	g := gateFor(key, s.ClientIP)
	if err := i.check(ctx, g); err != nil {
		return Session{}, err
	}
	login, err := i.login(ctx, key, s, g)
	if err != nil {
		return Session{}, err
	}
	return i.open(ctx, login.Person, login.PasswordHash, s.UserAgent)
}

// login finds the login that the password and the code belong to. One attempt is
// whole before the next of its place looks, so that many at once are counted.
func (i *Issuer) login(ctx context.Context, key string, s auth.SignIn, g gate) (store.Login, error) {
	done, err := i.place(ctx)
	if err != nil {
		return store.Login{}, err
	}
	defer done()
	if err := i.check(ctx, g); err != nil {
		return store.Login{}, err
	}
	login, err := i.loginAt(ctx, key)
	if err != nil && alex.CodeOf(err) != alex.CodeNotFound {
		return store.Login{}, err
	}
	ok, weak, err := i.matches(s.Password, login.PasswordHash)
	if err != nil {
		return store.Login{}, err
	}
	if !ok {
		g.person = login.Person
		if err := i.fail(ctx, g); err != nil {
			return store.Login{}, err
		}
		return store.Login{}, wrongLogin()
	}
	g.person = login.Person
	return i.welcome(ctx, login, s, weak, g)
}

// welcome is for who knew the password. Failures are forgotten once the second
// factor is right too: a password that is known must not give free guesses at
// it. A hash of an older cost is replaced.
func (i *Issuer) welcome(ctx context.Context, login store.Login, s auth.SignIn, weak bool, g gate) (store.Login, error) {
	if err := login.Check(i.Now()); err != nil {
		return login, err
	}
	if login.SecondFactor {
		if err := i.secondFactor(ctx, login, s.Code, g); err != nil {
			return login, err
		}
	}
	if err := i.forgive(ctx, g); err != nil || !weak {
		return login, err
	}
	d, err := i.digest(s.Password)
	if err != nil {
		return login, err
	}
	if err := i.Store.System().UpgradePassword(ctx, login, d.String(), i.Now()); err != nil {
		return login, err
	}
	login.PasswordHash = d.String()
	return login, nil
}

// forgive forgets the failures of an account, not those of an address.
func (i *Issuer) forgive(ctx context.Context, g gate) error {
	for _, subject := range []string{g.account, g.near} {
		if err := i.Store.System().ForgetFailures(ctx, subject); err != nil {
			return err
		}
	}
	return nil
}

// open begins a session of someone who has been recognised; passwordHash is
// empty where that was by no password.
func (i *Issuer) open(ctx context.Context, person alex.PersonID, passwordHash, userAgent string) (Session, error) {
	session, token, err := i.newSession(ctx, person, i.SessionLife, userAgent)
	if err != nil {
		return Session{}, err
	}
	session.PasswordHash = passwordHash
	if err := i.Store.System().StartSession(ctx, session); err != nil {
		return Session{}, gone(err)
	}
	return i.opened(ctx, session, token)
}

func (i *Issuer) opened(ctx context.Context, session store.NewSession, token string) (Session, error) {
	answer, err := i.answer(ctx, session.Person, session.ID, session.Expires, token)
	return answer, gone(err)
}

// gone says of a person who was deleted in between that they are not signed in.
func gone(err error) error {
	if alex.CodeOf(err) == alex.CodeNotFound {
		return unauthorized("this account is gone", err)
	}
	return err
}

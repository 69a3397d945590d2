package local

import (
	"context"

	"alex"
	"alex/internal/store"
)

// wrongLogin is one answer for an unknown e-mail address and a wrong password.
func wrongLogin() error {
	return unauthorized("the e-mail address or the password is not right", nil)
}

// SignIn begins a session. alex.CodeUnauthorized for a wrong e-mail address or
// password, without saying which, and for who is disabled; alex.CodeThrottled
// with RetryAfter after too many failures of the account or from the client's
// address. An address that is empty is not counted.
func (i *Issuer) SignIn(ctx context.Context, email, password, clientIP, userAgent string) (Session, error) {
	_, key, err := address(email)
	if err != nil {
		return Session{}, err
	}
	password, err = normal(password)
	if err != nil {
		return Session{}, err
	}
	ctx = store.ComingFrom(ctx, Coarse(clientIP))
	g := gateFor(key, clientIP)
	if err := i.check(ctx, g); err != nil {
		return Session{}, err
	}
	login, err := i.login(ctx, key, password, g)
	if err != nil {
		return Session{}, err
	}
	return i.open(ctx, login.Person, userAgent)
}

// login finds the login that the password belongs to. One attempt is whole
// before the next of its place looks, so that many at once are counted.
func (i *Issuer) login(ctx context.Context, key, password string, g gate) (store.Login, error) {
	done, err := i.place(ctx)
	if err != nil {
		return store.Login{}, err
	}
	defer done()
	if err := i.check(ctx, g); err != nil {
		return store.Login{}, err
	}
	login, err := i.Store.System().Login(ctx, key)
	if err != nil && alex.CodeOf(err) != alex.CodeNotFound {
		return store.Login{}, err
	}
	ok, weak, err := i.matches(password, login.PasswordHash)
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
	return login, i.welcome(ctx, login, password, weak, g)
}

// welcome is for who knew the password: the failures are forgotten, and a hash
// of an older cost is replaced.
func (i *Issuer) welcome(ctx context.Context, login store.Login, password string, weak bool, g gate) error {
	if err := login.Check(i.Now()); err != nil {
		return err
	}
	for _, subject := range []string{g.account, g.near} {
		if err := i.Store.System().ForgetFailures(ctx, subject); err != nil {
			return err
		}
	}
	if !weak {
		return nil
	}
	d, err := i.digest(password)
	if err != nil {
		return err
	}
	return i.Store.System().UpgradePassword(ctx, login, d.String(), i.Now())
}

// open begins a session of someone who has been recognised.
func (i *Issuer) open(ctx context.Context, person alex.PersonID, userAgent string) (Session, error) {
	session, token, err := i.newSession(ctx, person, i.SessionLife, userAgent)
	if err != nil {
		return Session{}, err
	}
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

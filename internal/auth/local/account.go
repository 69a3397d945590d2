package local

import (
	"context"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// known does something for who is signed in and has a password here. One
// attempt is whole before the next of its place looks, as in signing in.
func (i *Issuer) known(ctx context.Context, who auth.Holder, do func(store.Login, gate) error) error {
	login, err := i.Store.System().LoginOf(ctx, who.Person)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return alex.Errorf(alex.CodeConflict, "you do not sign in with a password here")
	}
	if err != nil {
		return err
	}
	done, err := i.place(ctx)
	if err != nil {
		return err
	}
	defer done()
	ctx = store.ComingFrom(ctx, Coarse(who.ClientIP))
	g := gateFor(login.EmailKey, who.ClientIP)
	g.person = login.Person
	if err := i.check(ctx, g); err != nil {
		return err
	}
	return do(login, g)
}

// prove is known for who also knows the password; field is where it was given.
func (i *Issuer) prove(ctx context.Context, who auth.Holder, field, password string, do func(store.Login, gate) error) error {
	password, err := normal(password)
	if err != nil {
		return alex.Invalid(field, "is not the password")
	}
	return i.known(ctx, who, func(login store.Login, g gate) error {
		ok, _, err := i.matches(password, login.PasswordHash)
		switch {
		case err != nil:
			return err
		case !ok:
			return i.refuse(ctx, g, field, "is not the password")
		}
		return do(login, g)
	})
}

// refuse counts a failure, and names the field.
func (i *Issuer) refuse(ctx context.Context, g gate, field, reason string) error {
	if err := i.fail(ctx, g); err != nil {
		return err
	}
	return alex.Invalid(field, "%s", reason)
}

// ChangePassword gives who knows the password another one, and ends their other
// sessions.
func (i *Issuer) ChangePassword(ctx context.Context, who auth.Holder, current, password string) error {
	return i.prove(ctx, who, "currentPassword", current, func(login store.Login, g gate) error {
		text, err := newPassword(password, login.EmailKey, i.Name, login.DisplayName)
		if err != nil {
			return err
		}
		d, err := i.digest(text)
		if err != nil {
			return err
		}
		if err := i.Store.System().ChangePassword(ctx, login, d.String(), who.Session, i.Now()); err != nil {
			return err
		}
		i.notify(login, "Your password was changed", "The password of your account with Alex was changed, and every other session is signed out.")
		return i.forgive(ctx, g)
	})
}

// EndOtherSessions signs the person out everywhere else. Another address that waits
// may have been asked for there, and waits no more.
func (i *Issuer) EndOtherSessions(ctx context.Context, who auth.Holder) error {
	if err := i.Store.As(who.Person).EndOtherSessions(ctx, who.Session); err != nil {
		return err
	}
	return i.Store.System().StopChange(ctx, who.Person)
}

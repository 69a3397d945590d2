package local

import (
	"context"
	"errors"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/mail"
	"alex/internal/store"
)

const (
	resetLife   = 30 * time.Minute
	resetMemory = time.Hour
	freeResets  = 3 // e-mails to one address at once
	resetPause  = 15 * time.Minute
)

// Resets reports that who lost their password may have another by e-mail. The
// link needs a place that is known: what a request says of it is not trusted.
func (i *Issuer) Resets() bool { return i.Mail != nil && i.PublicURL != "" }

// AskReset sends a link with which the owner of an address may choose another
// password, if there is one. It answers before that is looked up:
// alex.CodeForbidden where it is not offered, alex.CodeThrottled after too many
// requests from the client's address. How often an account was asked for is not
// told either; past a few no more is sent.
func (i *Issuer) AskReset(ctx context.Context, email, clientIP string) error {
	if !i.Resets() {
		return alex.Errorf(alex.CodeForbidden, "new passwords are not sent by e-mail here: ask whoever runs Alex")
	}
	_, key, err := address(email)
	if err != nil {
		return err
	}
	if err := i.take(ctx, ofNetwork("reset", clientIP)); err != nil {
		return err
	}
	i.errand(i.asked, func(ctx context.Context) error { return i.lookForReset(ctx, key) })
	return nil
}

// lookForReset finds whose link is asked for. Only then does it take a place
// among those that wait for the mail server: requests for nobody fill none.
// They are counted apart from failures to sign in: whoever asks for another's link
// does not keep them from signing in.
func (i *Issuer) lookForReset(ctx context.Context, key string) error {
	err := i.take(ctx, []store.Ration{ration(store.ResetSubject(key), freeResets)})
	if alex.CodeOf(err) == alex.CodeThrottled {
		return nil // enough is under way
	}
	if err != nil {
		return err
	}
	login, err := i.loginAt(ctx, key)
	if alex.CodeOf(err) == alex.CodeNotFound || err == nil && login.Check(i.Now()) != nil {
		return nil
	}
	if err != nil {
		return err
	}
	i.errand(i.resets, func(ctx context.Context) error { return i.sendReset(ctx, login) })
	return nil
}

func (i *Issuer) sendReset(ctx context.Context, login store.Login) error {
	if !login.Verified {
		err := i.take(ctx, []store.Ration{toReset(login.EmailKey), i.ofStrangers("resets")})
		if alex.CodeOf(err) == alex.CodeThrottled {
			return nil // the last link stays good
		}
		if err != nil {
			return err
		}
	}
	token, err := i.secret()
	if err != nil {
		return err
	}
	now := i.Now()
	added := store.NewReset{Person: login.Person, EmailKey: login.EmailKey, TokenHash: hashOf(token), Now: now, Expires: now.Add(resetLife)}
	before, err := i.Store.System().AddReset(ctx, added)
	if alex.CodeOf(err) == alex.CodeNotFound { // they have another address by now
		return nil
	}
	if err != nil {
		return err
	}
	err = i.Mail.Send(ctx, i.resetLetter(login.Email, token))
	if err == nil || before == nil {
		return err
	}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	return errors.Join(err, i.Store.System().PutBackReset(ctx, added, *before))
}

func (i *Issuer) resetLetter(to, token string) mail.Message {
	return mail.Message{
		To: to, Subject: "Choose a new password for Alex",
		Text: "Someone, probably you, asked for a new password for your account with Alex.\n\n" +
			"Choose it here within 30 minutes:\n" + i.PublicURL + "/reset#" + token + "\n\n" +
			"If that was not you, do nothing: your password stays as it is.\n",
	}
}

// Reset gives the person of a token another password. The token is used up by
// that alone: not by a password that is refused, and not by a second factor
// that is missing or wrong.
func (i *Issuer) Reset(ctx context.Context, r auth.Reset) error {
	done, err := i.place(ctx)
	if err != nil {
		return err
	}
	defer done()
	g := gate{address: addressSubject(r.ClientIP)}
	if err := i.check(ctx, g); err != nil {
		return err
	}
	person, err := i.Store.System().Reset(ctx, hashOf(r.Token), i.Now())
	if err != nil {
		if alex.CodeOf(err) == alex.CodeUnauthorized {
			if err := i.fail(ctx, g); err != nil {
				return err
			}
		}
		return err
	}
	login, err := i.Store.System().LoginOf(ctx, person)
	if err != nil {
		return gone(err)
	}
	return i.reset(ctx, login, r)
}

func (i *Issuer) reset(ctx context.Context, login store.Login, r auth.Reset) error {
	if err := login.Check(i.Now()); err != nil {
		return err
	}
	text, err := newPassword(r.Password, login.EmailKey, i.Name, login.DisplayName)
	if err != nil {
		return err
	}
	ctx = store.ComingFrom(ctx, Coarse(r.ClientIP))
	g := gateFor(login.EmailKey, r.ClientIP)
	g.person = login.Person
	if login.SecondFactor {
		if err := i.check(ctx, g); err != nil {
			return err
		}
		if err := i.secondFactor(ctx, login, r.Code, g); err != nil {
			return err
		}
	}
	d, err := i.digest(text)
	if err != nil {
		return err
	}
	if err := i.Store.System().UseReset(ctx, login.Person, hashOf(r.Token), d.String(), i.Now()); err != nil {
		return err
	}
	login.Verified = true // they read what was sent there
	i.notify(login, "Your password was changed", "The password of your account with Alex was changed by a link that was sent to this address, and every session is signed out.")
	return i.forgive(ctx, g)
}

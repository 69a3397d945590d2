package local

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/mail"
	"alex/internal/store"
)

const (
	confirmationLife = 24 * time.Hour
	freeLetters      = 3 // to a person, and to an address, in an hour
)

// Address tells how the person is reached.
func (i *Issuer) Address(ctx context.Context, id alex.PersonID) (auth.Address, error) {
	person, err := i.Store.As(id).Person(ctx)
	if err != nil {
		return auth.Address{}, err
	}
	a := auth.Address{Email: person.Email, Confirmed: person.EmailVerified, Letters: i.Resets()}
	login, err := i.Store.System().LoginOf(ctx, id)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	a.HasPassword = true
	email, _, err := i.waiting(ctx, login)
	if email != login.Email {
		a.Waiting = email
	}
	return a, err
}

// waiting is the address whose link is looked for; the login's own where nothing
// else is.
func (i *Issuer) waiting(ctx context.Context, login store.Login) (email, key string, err error) {
	email, key, err = i.Store.System().Waiting(ctx, login.Person, i.Now())
	if alex.CodeOf(err) == alex.CodeNotFound {
		return login.Email, login.EmailKey, nil
	}
	return email, key, err
}

// SendConfirmation sends another link to the address that waits for one, in
// place of the last.
func (i *Issuer) SendConfirmation(ctx context.Context, who auth.Holder) error {
	if !i.Resets() {
		return alex.Errorf(alex.CodeConflict, "no letters are sent here")
	}
	return i.known(ctx, who, func(login store.Login, _ gate) error {
		email, key, err := i.waiting(ctx, login)
		if err != nil {
			return err
		}
		person, err := i.Store.As(login.Person).Person(ctx)
		if err != nil {
			return err
		}
		if person.EmailVerified && email == login.Email {
			return alex.Errorf(alex.CodeConflict, "this address is confirmed already")
		}
		if err := i.mayWrite(ctx, login.Person); err != nil {
			return err
		}
		return i.writeTo(ctx, login, email, key)
	})
}

// lettersOf counts the letters that a person has asked for, apart from failures
// to sign in.
func lettersOf(person alex.PersonID) gate {
	return gate{account: store.AccountSubject("letters of " + string(person))}
}

// mayWrite refuses who has asked for enough letters, with alex.CodeThrottled.
func (i *Issuer) mayWrite(ctx context.Context, person alex.PersonID) error {
	err := i.check(ctx, lettersOf(person))
	if e, ok := errors.AsType[*alex.Error](err); ok && e.Code == alex.CodeThrottled {
		minutes := (e.RetryAfter + time.Minute - 1) / time.Minute
		return &alex.Error{
			Code: e.Code, RetryAfter: e.RetryAfter,
			Message: fmt.Sprintf("enough letters are on their way; ask again in %d minutes", minutes),
		}
	}
	return err
}

// writeTo keeps a token for an address in place of the person's last, and sends
// it there after the answer.
func (i *Issuer) writeTo(ctx context.Context, login store.Login, email, key string) error {
	if err := i.count(ctx, lettersOf(login.Person).account, freeLetters); err != nil {
		return err
	}
	token, err := i.secret()
	if err != nil {
		return err
	}
	now := i.Now()
	if err := i.Store.System().AddConfirmation(ctx, store.NewConfirmation{
		Person: login.Person, PasswordHash: login.PasswordHash, TokenHash: hashOf(token), Email: email, EmailKey: key,
		Now: now, Expires: now.Add(confirmationLife),
	}); err != nil {
		return err
	}
	i.errand(func(ctx context.Context) error { return i.sendConfirmation(ctx, login.EmailKey, email, key, token) })
	return nil
}

// sendConfirmation writes to an address, whoever asked: a few times an hour. Who
// has an account with it is told that, and nobody else is.
func (i *Issuer) sendConfirmation(ctx context.Context, ownKey, email, key, token string) error {
	g := gate{account: store.AccountSubject("letters to " + key)}
	if err := i.check(ctx, g); err != nil {
		if alex.CodeOf(err) == alex.CodeThrottled {
			return nil // enough is under way
		}
		return err
	}
	if err := i.count(ctx, g.account, freeLetters); err != nil {
		return err
	}
	m := i.confirmLetter(token)
	if key != ownKey {
		switch _, err := i.Store.System().Login(ctx, key); alex.CodeOf(err) {
		case "":
			m = i.takenLetter()
		case alex.CodeNotFound:
			m = i.changeLetter(token)
		default:
			return err
		}
	}
	m.To = email
	return i.Mail.Send(ctx, m)
}

func (i *Issuer) confirmURL(token string) string { return i.PublicURL + "/confirm#" + token }

func (i *Issuer) confirmLetter(token string) mail.Message {
	return mail.Message{
		Subject: "Confirm your e-mail address for Alex",
		Text: "Someone, probably you, has an account with Alex under this address.\n\n" +
			"Confirm here, within 24 hours, that it is yours:\n" + i.confirmURL(token) + "\n\n" +
			"If that was not you, do nothing: an address that nobody confirms gets no monthly letters.\n",
	}
}

func (i *Issuer) changeLetter(token string) mail.Message {
	return mail.Message{
		Subject: "Confirm your new e-mail address for Alex",
		Text: "Someone, probably you, asked to use this address for their account with Alex.\n\n" +
			"Confirm here, within 24 hours, that it is yours. From then on it is the one to sign in with:\n" + i.confirmURL(token) + "\n\n" +
			"If that was not you, do nothing: the account keeps its address, and you have none.\n",
	}
}

func (i *Issuer) takenLetter() mail.Message {
	return mail.Message{
		Subject: "Someone asked to use your e-mail address",
		Text: "Someone asked to use this address for another account with Alex. There is one with it already, so nothing has changed.\n\n" +
			"If that was you, sign in with this address: " + i.PublicURL + "/sign-in\n\n" +
			"If that was not you, do nothing: they were not told that you have an account.\n",
	}
}

// ConfirmAddress does what the link of a letter is for, once.
func (i *Issuer) ConfirmAddress(ctx context.Context, token, clientIP string) (changed bool, err error) {
	g := gate{address: addressSubject(clientIP)}
	if err := i.check(ctx, g); err != nil {
		return false, err
	}
	done, err := i.Store.System().Confirm(ctx, hashOf(token), i.Now())
	if err != nil {
		if alex.CodeOf(err) == alex.CodeUnauthorized {
			if err := i.fail(ctx, g); err != nil {
				return false, err
			}
		}
		return false, err
	}
	if done.Changed {
		i.farewell(done.Old)
	}
	return done.Changed, nil
}

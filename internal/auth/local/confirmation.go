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

const confirmationLife = 24 * time.Hour

// letter is what goes to an address with a link that confirms it; expires is how
// long one that is sent again is good, and none where it is a new one.
type letter struct {
	email, key string
	expires    time.Time
}

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
	l, err := i.waiting(ctx, login)
	if l.email != login.Email {
		a.Waiting = l.email
	}
	return a, err
}

// MayShare asks who signs in with a password here to confirm the address first,
// where letters are sent: what they agreed with others would stay with whoever
// takes the account over by a link that is sent there.
func (i *Issuer) MayShare(ctx context.Context, person alex.PersonID) error {
	login, err := i.Store.System().LoginOf(ctx, person)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return i.confirmed(login)
}

// confirmed refuses a login whose address may be another's and could be known.
func (i *Issuer) confirmed(login store.Login) error {
	if i.Resets() && !login.Verified {
		return alex.Errorf(alex.CodeConflict, "confirm your e-mail address first")
	}
	return nil
}

// waiting is the address whose link is looked for; the login's own where nothing
// else is.
func (i *Issuer) waiting(ctx context.Context, login store.Login) (letter, error) {
	w, err := i.Store.System().Waiting(ctx, login.Person, i.Now())
	if alex.CodeOf(err) == alex.CodeNotFound || err == nil && w.Email == login.Email {
		return letter{email: login.Email, key: login.EmailKey}, nil
	}
	return letter{email: w.Email, key: w.EmailKey, expires: w.Expires}, err
}

// SendConfirmation sends another link to the address that waits for one, in
// place of the last. One for another address is good no longer for that: no
// password was asked for.
func (i *Issuer) SendConfirmation(ctx context.Context, who auth.Holder) error {
	if !i.Resets() {
		return alex.Errorf(alex.CodeConflict, "no letters are sent here")
	}
	return i.known(ctx, who, func(login store.Login, _ gate) error {
		l, err := i.waiting(ctx, login)
		if err != nil {
			return err
		}
		if login.Verified && l.email == login.Email {
			return alex.Errorf(alex.CodeConflict, "this address is confirmed already")
		}
		return i.writeTo(ctx, login, l, i.askedFor(login, l.key, who.ClientIP), nil)
	})
}

// writeTo keeps a token for an address in place of the person's last, and sends
// it there after the answer; first, which may be nil, comes once there is a place
// for the letter. Where no letter can go, with alex.CodeThrottled, and where none
// went, the last one stays good.
func (i *Issuer) writeTo(ctx context.Context, login store.Login, l letter, rations []store.Ration, first func() error) error {
	if !i.strange.place() {
		return enough(&alex.Error{Code: alex.CodeThrottled, RetryAfter: time.Minute, Message: "too many e-mails wait"})
	}
	kept, err := i.keepToken(ctx, login, l, rations, first)
	if err != nil {
		i.strange.leave()
		return err
	}
	i.run(i.strange, func(ctx context.Context) error {
		err := i.sendConfirmation(ctx, login.EmailKey, kept)
		if err == nil || kept.before == nil {
			return err
		}
		ctx, cancel := afterwards(ctx)
		defer cancel()
		return errors.Join(err, i.Store.System().PutBackConfirmation(ctx, kept.added, *kept.before))
	})
	return nil
}

// keptLetter is one whose token is kept, and what was before it, if anything.
type keptLetter struct {
	letter

	token  string
	added  store.NewConfirmation
	before *store.NewConfirmation
}

func (i *Issuer) keepToken(ctx context.Context, login store.Login, l letter, rations []store.Ration, first func() error) (kept keptLetter, err error) {
	if first != nil {
		if err := first(); err != nil {
			return kept, err
		}
	}
	if err := i.take(ctx, rations); err != nil {
		return kept, err
	}
	token, err := i.secret()
	if err != nil {
		return kept, err
	}
	now, again := i.Now(), !l.expires.IsZero()
	if !again {
		l.expires = now.Add(confirmationLife)
	}
	kept = keptLetter{letter: l, token: token, added: store.NewConfirmation{
		Person: login.Person, PasswordHash: login.PasswordHash, SecondFactor: login.SecondFactor, Again: again,
		TokenHash: hashOf(token), Email: l.email, EmailKey: l.key, Now: now, Expires: l.expires,
	}}
	kept.before, err = i.Store.System().AddConfirmation(ctx, kept.added)
	return kept, err
}

// sendConfirmation tells who has an account with an address that they do, and
// nobody else.
func (i *Issuer) sendConfirmation(ctx context.Context, ownKey string, l keptLetter) error {
	m := i.confirmLetter(l.token)
	if l.key != ownKey {
		switch _, err := i.loginAt(ctx, l.key); alex.CodeOf(err) {
		case "":
			m = i.takenLetter()
		case alex.CodeNotFound:
			m = i.changeLetter(l.token, l.expires)
		default:
			return err
		}
	}
	m.To = l.email
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

func (i *Issuer) changeLetter(token string, expires time.Time) mail.Message {
	return mail.Message{
		Subject: "Confirm your new e-mail address for Alex",
		Text: "Someone, probably you, asked to use this address for their account with Alex.\n\n" +
			"Confirm here, within " + inWords(expires.Sub(i.Now())) + ", that it is yours. From then on it is the one to sign in with:\n" + i.confirmURL(token) + "\n\n" +
			"If that was not you, do nothing: the account keeps its address, and you have none.\n",
	}
}

// inWords rounds down.
func inWords(d time.Duration) string {
	if hours := d / time.Hour; hours > 1 {
		return fmt.Sprintf("%d hours", hours)
	}
	return fmt.Sprintf("%d minutes", d/time.Minute)
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
		i.farewell(done.OldVerified, done.Old)
	}
	return done.Changed, nil
}

package local

import (
	"context"

	"alex"
	"alex/internal/auth"
	"alex/internal/mail"
	"alex/internal/store"
)

// ChangeAddress gives who knows the password, and has a code where there is a
// second factor, another address: by a link that is sent there, or at once where
// no letters are sent. What is sent, and only that, tells whether another has
// the address. Sessions go on.
func (i *Issuer) ChangeAddress(ctx context.Context, who auth.Holder, c auth.AddressChange) (auth.Address, error) {
	email, key, err := address(c.Email)
	if err != nil {
		return auth.Address{}, err
	}
	err = i.prove(ctx, who, "password", c.Password, func(login store.Login, g gate) error {
		if email == login.Email {
			return alex.Invalid("email", "is your address already")
		}
		if i.Resets() {
			return i.askChange(ctx, login, letter{email: email, key: key}, c.Code, g, who.ClientIP)
		}
		if err := i.proveCode(ctx, login, c.Code, g); err != nil {
			return err
		}
		return i.changeAtOnce(ctx, login, email, key, g)
	})
	if err != nil {
		return auth.Address{}, err
	}
	return i.Address(ctx, who.Person)
}

// proveCode wants a code where there is a second factor, and then forgets failures.
func (i *Issuer) proveCode(ctx context.Context, login store.Login, code string, g gate) error {
	if login.SecondFactor {
		if err := i.codeField(ctx, login, code, g); err != nil {
			return err
		}
	}
	return i.forgive(ctx, g)
}

// askChange uses no code up where no letter can go.
func (i *Issuer) askChange(ctx context.Context, login store.Login, l letter, code string, g gate, clientIP string) error {
	rations := i.askedFor(login, l.key, clientIP)
	err := i.writeTo(ctx, login, l, rations, func() error {
		if err := i.mayTake(ctx, rations); err != nil {
			return err
		}
		return i.proveCode(ctx, login, code, g)
	})
	if err != nil {
		return err
	}
	if l.key != login.EmailKey {
		i.notify(login, "Another e-mail address was asked for", "Your account with Alex gets another e-mail address once the link is used "+
			"that was sent to the new one. Another password stops that.")
	}
	return nil
}

// KeepAddress withdraws a change that waits; where there is none that is no
// error.
func (i *Issuer) KeepAddress(ctx context.Context, who auth.Holder) error {
	return i.known(ctx, who, func(login store.Login, _ gate) error {
		return i.Store.System().StopChange(ctx, login.Person)
	})
}

// changeAtOnce counts who asks which addresses are taken, as signing up does.
func (i *Issuer) changeAtOnce(ctx context.Context, login store.Login, email, key string, g gate) error {
	err := i.Store.System().ChangeEmail(ctx, login, email, key, i.Now())
	if alex.CodeOf(err) == alex.CodeConflict {
		if err := i.fail(ctx, gate{address: g.address}); err != nil {
			return err
		}
	}
	if err == nil {
		i.farewell(login.Verified, login.Email)
	}
	return err
}

// farewell is the last letter to an address: no link for a new password is sent
// there any more, so it names none.
func (i *Issuer) farewell(known bool, to string) {
	i.inform(known, mail.Message{
		To: to, Subject: "Your e-mail address was changed",
		Text: "Your account with Alex has another e-mail address now. This one no longer signs in, and gets no more letters.\n\n" +
			"If that was not you, write to whoever runs Alex at once.\n",
	})
}

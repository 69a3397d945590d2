package local

import (
	"context"
	"strings"

	"alex"
	"alex/internal/store"
)

// List is a page of everyone, for operators.
func (i *Issuer) List(ctx context.Context, page store.Page) (store.List[store.Member], error) {
	return i.Store.System().People(ctx, page)
}

// Invite makes a token with which the owner of an e-mail address may sign up,
// once, within InviteLife. It is shown here and nowhere else.
func (i *Issuer) Invite(ctx context.Context, email string) (token string, err error) {
	_, key, err := address(email)
	if err != nil {
		return "", err
	}
	if _, err := i.loginAt(ctx, key); alex.CodeOf(err) != alex.CodeNotFound {
		if err == nil {
			err = alex.Errorf(alex.CodeConflict, "this e-mail address has an account already")
		}
		return "", err
	}
	if token, err = i.secret(); err != nil {
		return "", err
	}
	now := i.Now()
	return token, i.Store.System().AddInvite(ctx, store.NewInvite{
		TokenHash: hashOf(token), EmailKey: key, Now: now, Expires: now.Add(i.InviteLife),
	})
}

// Disable shuts a person out, named by e-mail address or id, and ends all
// their sessions; what they own stays.
func (i *Issuer) Disable(ctx context.Context, who string) error {
	id, err := i.find(ctx, who)
	if err != nil {
		return err
	}
	return i.Store.System().Disable(ctx, id, i.Now())
}

// Enable lets a person in again.
func (i *Issuer) Enable(ctx context.Context, who string) error {
	id, err := i.find(ctx, who)
	if err != nil {
		return err
	}
	return i.Store.System().Enable(ctx, id)
}

// ResetPassword gives a person a new password, which is shown here and nowhere
// else, and ends all their sessions.
func (i *Issuer) ResetPassword(ctx context.Context, who string) (password string, err error) {
	id, err := i.find(ctx, who)
	if err != nil {
		return "", err
	}
	if password, err = i.secret(); err != nil {
		return "", err
	}
	hash, err := i.hash(ctx, password)
	if err != nil {
		return "", err
	}
	if err := i.Store.System().ReplacePassword(ctx, id, hash, i.Now()); err != nil {
		return "", err
	}
	i.notifyOf(ctx, id, "Your password was changed", "Whoever runs Alex gave your account another password, and every session is signed out.")
	return password, nil
}

// notifyOf is notify of what an operator did.
func (i *Issuer) notifyOf(ctx context.Context, person alex.PersonID, subject, text string) {
	if login, err := i.Store.System().LoginOf(ctx, person); err == nil {
		i.notify(login, subject, text)
	}
}

// ResetSecondFactor turns off the second factor of who lost the device and the
// recovery codes, and ends all their sessions.
func (i *Issuer) ResetSecondFactor(ctx context.Context, who string) error {
	id, err := i.find(ctx, who)
	if err != nil {
		return err
	}
	if err := i.Store.System().ResetSecondFactor(ctx, id); err != nil {
		return err
	}
	i.notifyOf(ctx, id, "The second factor is off", "Whoever runs Alex turned off the second factor of your account, and every session is signed out.")
	return nil
}

// Delete erases a person and everything that is theirs.
func (i *Issuer) Delete(ctx context.Context, who string) error {
	id, err := i.find(ctx, who)
	if err != nil {
		return err
	}
	return i.Store.As(id).Delete(ctx)
}

// find takes an e-mail address or a person's id.
func (i *Issuer) find(ctx context.Context, who string) (alex.PersonID, error) {
	who = strings.TrimSpace(who)
	key, _ := keyOf(who)
	person, err := i.Store.System().FindPerson(ctx, alex.PersonID(who), olderKey(key))
	if alex.CodeOf(err) == alex.CodeNotFound {
		return i.Store.System().FindPerson(ctx, alex.PersonID(who), key)
	}
	return person, err
}

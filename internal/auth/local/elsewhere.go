package local

import (
	"context"
	"strings"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// SignInElsewhere signs in whom another issuer has recognised. They are known by
// its name for them alone. Who comes for the first time signs up by the same
// rules as anyone, and an address that has a password here is refused: that
// somebody else answers for an address does not give them its account. The
// second factor is that issuer's affair.
func (i *Issuer) SignInElsewhere(ctx context.Context, who auth.Elsewhere, userAgent string) (Session, error) {
	ctx = store.ComingFrom(ctx, Coarse(who.ClientIP))
	person, err := i.Store.System().KnownAs(ctx, who.Issuer, who.Subject)
	if alex.CodeOf(err) != alex.CodeNotFound {
		if err != nil {
			return Session{}, err
		}
		return i.open(ctx, person, "", userAgent)
	}
	session, err := i.signUpAs(ctx, who, userAgent)
	if alex.CodeOf(err) != alex.CodeConflict {
		return session, err
	}
	if again, late := i.Store.System().KnownAs(ctx, who.Issuer, who.Subject); late == nil { // two tabs came at once
		return i.open(ctx, again, "", userAgent)
	}
	return Session{}, err
}

func (i *Issuer) signUpAs(ctx context.Context, who auth.Elsewhere, userAgent string) (Session, error) {
	if i.Signup == SignupClosed {
		return Session{}, alex.Errorf(alex.CodeForbidden, "signing up is closed")
	}
	in := store.NewIdentity{
		Person: alex.PersonID("user_" + i.Store.NewID()), DisplayName: tidyName(who.Name),
		Issuer: who.Issuer, Subject: who.Subject, Invited: i.Signup == SignupInvite,
	}
	if email, key, err := address(who.Email); err == nil {
		in.Email, in.EmailKey = email, key
	}
	session, token, err := i.newSession(ctx, in.Person, i.SessionLife, userAgent)
	if err != nil {
		return Session{}, err
	}
	if err := i.Store.System().SignUpAs(ctx, in, session); err != nil {
		return Session{}, err
	}
	return i.opened(ctx, session, token)
}

// tidyName makes a name of elsewhere fit to be stored: one that is not is none.
func tidyName(name string) string {
	name = strings.TrimSpace(name)
	if (alex.Person{DisplayName: name}).Validate() != nil {
		return ""
	}
	return name
}

package local

import (
	"context"

	"alex/internal/store"
)

// Refresh exchanges a refresh token for a new one and an access token. The
// token just replaced is good for Grace more, for an access token alone: two
// tabs may send it at once. An older one ends the session: someone has a copy. What was never issued
// ends nothing: an access token tells the session's id.
// Every refusal is alex.CodeUnauthorized.
func (i *Issuer) Refresh(ctx context.Context, token, clientIP string) (Session, error) {
	ctx = store.ComingFrom(ctx, Coarse(clientIP))
	presented, err := readRefreshToken(token)
	if err != nil {
		return Session{}, err
	}
	issued, err := i.issued(ctx, presented)
	if err != nil {
		return Session{}, err
	}
	id := presented.session
	secret, err := i.secret()
	if err != nil {
		return Session{}, err
	}
	now := i.Now()
	done, err := i.Store.System().RotateSession(ctx, store.Rotation{
		Session: id, Presented: hashOf(presented.secret), Next: hashOf(secret), Now: now, Expires: now.Add(i.SessionLife), Grace: i.Grace, Issued: issued,
	})
	if err != nil {
		return Session{}, err
	}
	next := ""
	if done.Replaced {
		if next, err = i.refreshToken(ctx, id, secret); err != nil {
			return Session{}, err
		}
	}
	session, err := i.answer(ctx, done.Person, id, done.Expires, next)
	return session, gone(err)
}

// SignOut ends the session that a refresh token belongs to. A token of no
// session is no error: it is signed out.
func (i *Issuer) SignOut(ctx context.Context, token string) error {
	presented, err := readRefreshToken(token)
	if err != nil {
		return nil //nolint:nilerr // it opens nothing, which was the wish
	}
	return i.Store.System().SignOut(ctx, presented.session, hashOf(presented.secret))
}

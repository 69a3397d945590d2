package local

import (
	"context"

	"alex/internal/store"
)

// Refresh exchanges a refresh token for a new one and an access token. The
// token just replaced is good for Grace more, for an access token alone: two
// tabs may send it at once. An older one ends the session: someone has a copy.
// Every refusal is alex.CodeUnauthorized.
func (i *Issuer) Refresh(ctx context.Context, token string) (Session, error) {
	id, presented, err := readRefreshToken(token)
	if err != nil {
		return Session{}, err
	}
	secret, err := i.secret()
	if err != nil {
		return Session{}, err
	}
	now := i.Now()
	done, err := i.Store.System().RotateSession(ctx, store.Rotation{
		Session: id, Presented: presented, Next: hashOf(secret), Now: now, Expires: now.Add(i.SessionLife), Grace: i.Grace,
	})
	if err != nil {
		return Session{}, err
	}
	next := ""
	if done.Replaced {
		next = refreshToken(id, secret)
	}
	session, err := i.answer(ctx, done.Person, id, done.Expires, next)
	return session, gone(err)
}

// SignOut ends the session that a refresh token belongs to. A token of no
// session is no error: it is signed out.
func (i *Issuer) SignOut(ctx context.Context, token string) error {
	id, hash, err := readRefreshToken(token)
	if err != nil {
		return nil //nolint:nilerr // it opens nothing, which was the wish
	}
	return i.Store.System().SignOut(ctx, id, hash)
}

package local

import (
	"context"
	"crypto/subtle"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// wrongKey is one answer to a key that is unknown, revoked or over.
func wrongKey() error { return unauthorized("this key is not good", nil) }

// NewKey makes a key of the installation, which is shown here and nowhere else.
// Days is how long it is good; 0 is until it is revoked.
func (i *Issuer) NewKey(ctx context.Context, name string, role alex.KeyRole, days int) (k alex.OperatorKey, key string, err error) {
	if days < 0 || days > 3650 {
		return k, "", alex.Invalid("days", "%d is not between 0 and 3650", days)
	}
	if key, err = auth.NewKey(i.Rand); err != nil {
		return k, "", err
	}
	hash, _ := auth.KeyHash(key)
	in := store.NewKey{Name: name, Role: role, Hash: hash}
	if days > 0 {
		in.Expires = i.Now().Add(time.Duration(days) * 24 * time.Hour)
	}
	k, err = i.Store.System().AddKey(ctx, in)
	return k, key, err
}

// Admit lets in who brings an operator's key, or the token of the configuration
// where there is one, and says who it is for the log of acts.
// alex.CodeUnauthorized for what is no good key, alex.CodeForbidden for one of
// another role, alex.CodeThrottled after too many failures from the client's
// address, which are those of sign-ins too.
func (i *Issuer) Admit(ctx context.Context, presented, token, clientIP string) (alex.Actor, error) {
	known := token != "" && subtle.ConstantTimeCompare([]byte(presented), []byte(token)) == 1
	g := gate{address: addressSubject(clientIP)}
	switch err := i.check(ctx, g); {
	case known && alex.CodeOf(err) != alex.CodeThrottled: // also while the database is away
		return alex.AdminToken, nil
	case err != nil:
		return "", err
	}
	k, err := i.key(ctx, presented, alex.KeyOperator)
	if alex.CodeOf(err) == alex.CodeUnauthorized {
		if failed := i.fail(ctx, g); failed != nil {
			return "", failed
		}
	}
	return alex.OperatorActor(k.Name), err
}

// Ingest verifies a key that brings documents; its errors are those of Admit.
func (i *Issuer) Ingest(ctx context.Context, presented, clientIP string) (k alex.OperatorKey, err error) {
	g := gate{address: addressSubject(clientIP)}
	if err := i.check(ctx, g); err != nil {
		return k, err
	}
	k, err = i.key(ctx, presented, alex.KeyIngest)
	if alex.CodeOf(err) == alex.CodeUnauthorized {
		if failed := i.fail(ctx, g); failed != nil {
			return k, failed
		}
	}
	return k, err
}

// key looks a key up by its hash, so that how long it takes tells nothing of
// the key.
func (i *Issuer) key(ctx context.Context, presented string, role alex.KeyRole) (k alex.OperatorKey, err error) {
	hash, formed := auth.KeyHash(presented)
	if !formed {
		return k, wrongKey()
	}
	k, err = i.Store.System().KeyOf(ctx, hash)
	switch {
	case alex.CodeOf(err) == alex.CodeNotFound:
		return alex.OperatorKey{}, wrongKey()
	case err != nil:
		return k, err
	case k.Role != role:
		return alex.OperatorKey{}, alex.Errorf(alex.CodeForbidden, "this key is for %s, not for this", k.Role)
	}
	return k, i.Store.System().KeyUsed(ctx, k)
}

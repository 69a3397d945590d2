package local

import (
	"context"
	"errors"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// NewAccessKey makes a key that a person gives to a program of their choice, and
// answers it beside what is kept of it. In a door with a key of its own (store.Once)
// it is made once.
func (i *Issuer) NewAccessKey(ctx context.Context, door *store.Personal, in alex.AccessKeyRequest) (k alex.AccessKey, key string, err error) {
	if key, err = auth.NewAccessKey(i.Rand); err != nil {
		return k, "", err
	}
	hash, _ := auth.AccessKeyHash(key)
	k, err = door.AddAccessKey(ctx, in, hash)
	return k, key, err
}

// Opens is whose key it is that a program brings, and what it lets read; its errors
// are those of Admit. Keys that nobody was given count as failures of the address, apart
// from those of passwords; one that is over does not, because assistants go on trying.
// A good key is never held up. Without an address, on the person's own machine, failures
// count nowhere.
func (i *Issuer) Opens(ctx context.Context, presented, clientIP string) (o store.Opened, err error) {
	o, err = i.opens(ctx, presented)
	if clientIP == "" || !errors.Is(err, errUnknownKey) {
		return o, err
	}
	g := gate{address: "access key " + addressSubject(clientIP)}
	if err := i.check(ctx, g); err != nil {
		return o, err
	}
	if failed := i.fail(ctx, g); failed != nil {
		return o, failed
	}
	return o, err
}

func (i *Issuer) opens(ctx context.Context, presented string) (o store.Opened, err error) {
	hash, formed := auth.AccessKeyHash(presented)
	if !formed {
		return o, wrongAccessKey(errUnknownKey)
	}
	o, err = i.Store.System().AccessKeyOf(ctx, hash)
	switch {
	case errors.Is(err, store.ErrKeyOver):
		return store.Opened{}, wrongAccessKey(err)
	case alex.CodeOf(err) == alex.CodeNotFound:
		return store.Opened{}, wrongAccessKey(errUnknownKey)
	case err != nil:
		return store.Opened{}, err
	}
	return o, i.Store.System().AccessKeyUsed(ctx, o.Key)
}

// errUnknownKey is a key that nobody was given.
var errUnknownKey = errors.New("no such key")

// wrongAccessKey tells alike of all keys that open nothing.
func wrongAccessKey(why error) error {
	return &alex.Error{
		Code: alex.CodeUnauthorized, Err: why,
		Message: "this access key is unknown, over or was ended: make another in Alex, under Settings, Assistants",
	}
}

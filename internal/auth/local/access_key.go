package local

import (
	"context"

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
// are those of Admit. Without an address, on the person's own machine, failures
// count nowhere.
func (i *Issuer) Opens(ctx context.Context, presented, clientIP string) (o store.Opened, err error) {
	if clientIP == "" {
		return i.opens(ctx, presented)
	}
	g := gate{address: addressSubject(clientIP)}
	if err := i.check(ctx, g); err != nil {
		return o, err
	}
	o, err = i.opens(ctx, presented)
	if alex.CodeOf(err) == alex.CodeUnauthorized {
		if failed := i.fail(ctx, g); failed != nil {
			return store.Opened{}, failed
		}
	}
	return o, err
}

func (i *Issuer) opens(ctx context.Context, presented string) (o store.Opened, err error) {
	hash, formed := auth.AccessKeyHash(presented)
	if !formed {
		return o, wrongAccessKey()
	}
	o, err = i.Store.System().AccessKeyOf(ctx, hash)
	switch {
	case alex.CodeOf(err) == alex.CodeNotFound:
		return store.Opened{}, wrongAccessKey()
	case err != nil:
		return store.Opened{}, err
	}
	return o, i.Store.System().AccessKeyUsed(ctx, o.Key)
}

func wrongAccessKey() error {
	return alex.Errorf(alex.CodeUnauthorized, "this access key is unknown, over or was ended: make another in Alex, under Settings, Assistants")
}

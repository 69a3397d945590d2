package app

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"alex"
	"alex/internal/config"
)

// Keys is where an operator looks after the keys of the installation.
type Keys struct{ people People }

// OpenKeys opens the configured database, which has to be there.
func OpenKeys(ctx context.Context, cfg config.Config) (Keys, error) {
	p, err := OpenPeople(ctx, cfg)
	return Keys{p}, err
}

// Close closes the database.
func (k Keys) Close() error { return k.people.Close() }

// Create makes a key, which is shown here and nowhere else; days is how long it
// is good, 0 until it is revoked.
func (k Keys) Create(ctx context.Context, name string, role alex.KeyRole, days int) (alex.OperatorKey, string, error) {
	return k.people.issuer.NewKey(k.people.acting(ctx), name, role, days)
}

// All are all keys, also those that are over, the oldest first.
func (k Keys) All(ctx context.Context) ([]alex.OperatorKey, error) {
	return k.people.store.System().Keys(ctx)
}

// Revoke ends a key, named by its name or its id.
func (k Keys) Revoke(ctx context.Context, which string) (alex.OperatorKey, error) {
	return k.people.store.System().RevokeKey(k.people.acting(ctx), which)
}

// Rotate signs tokens with a new key from now on; who is signed in stays so.
func (k Keys) Rotate(ctx context.Context) error {
	if err := k.people.local("signed in"); err != nil {
		return err
	}
	return k.people.issuer.Rotate(k.people.acting(ctx))
}

// ReplaceAccountKey makes the account key that is there the one of this
// installation, in place of one that is lost. It answers who cannot sign in
// until their second factor is reset: it was sealed with the lost one.
func (k Keys) ReplaceAccountKey(ctx context.Context) (locked []Member, err error) {
	system := k.people.store.System()
	if _, err := system.Installation(ctx); err != nil {
		return nil, err
	}
	key, err := presentAccountKey(k.people.cfg)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = newAccountKey(accountKeyPath(k.people.cfg))
	}
	if err != nil {
		return nil, err
	}
	check, err := keyCheck(key)
	if err != nil {
		return nil, err
	}
	if err := system.ReplaceAccountKey(k.people.acting(ctx), check); err != nil {
		return nil, err
	}
	all, err := k.people.All(ctx)
	return slices.DeleteFunc(all, func(m Member) bool { return !m.SecondFactor }), err
}

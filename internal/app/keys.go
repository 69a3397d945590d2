package app

import (
	"context"

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

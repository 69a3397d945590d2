package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"alex"
	"alex/internal/auth/local"
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

// Rotate signs tokens with a new key from now on; who is signed in stays so. When
// the others were retired is by the clock of the database, not by that of the
// machine of who asks: servers compare it with theirs.
func (k Keys) Rotate(ctx context.Context) error {
	if err := k.people.local("signed in"); err != nil {
		return err
	}
	now, err := k.people.store.Time(ctx)
	if err != nil {
		return err
	}
	k.people.issuer.Now = func() time.Time { return now }
	return k.people.issuer.Rotate(k.people.acting(ctx))
}

// ReplacedKey is what came of going on with another account key.
type ReplacedKey struct {
	Path   string   `json:"path,omitempty"`  // of the file; empty where it is a setting
	Made   bool     `json:"made"`            // the file is new
	Aside  string   `json:"aside,omitempty"` // where a damaged file went
	Known  bool     `json:"known"`           // it was the one of this database already, and nothing was changed
	Locked []Member `json:"locked"`          // who cannot sign in until their second factor is reset
}

// ReplaceAccountKey makes the account key that is there the one of this
// database, in place of one that is lost. Where none is there, or a damaged one,
// it makes one if that is asked for; otherwise that is alex.CodeConflict. Where a
// key that lies there would lock people out, that has to be allowed: otherwise
// nothing is changed, Locked says who they are, and that is alex.CodeConflict.
func (k Keys) ReplaceAccountKey(ctx context.Context, anew, lockOut bool) (r ReplacedKey, err error) {
	system := k.people.store.System()
	known, err := system.Installation(ctx)
	if err != nil && alex.CodeOf(err) != alex.CodeNotFound {
		return r, err
	}
	key, r, err := k.accountKey(anew)
	if err != nil {
		return r, err
	}
	check, err := keyCheck(key)
	if err != nil {
		return r, err
	}
	if r.Locked, err = k.locked(ctx, key); err != nil {
		return r, err
	}
	r.Known = known.KeyCheck == check
	if len(r.Locked) > 0 && !r.Known && !r.Made && !lockOut {
		return r, alex.Errorf(alex.CodeConflict, "the account key that is here does not open the second factors of %d of these people: where it is not the right one, "+
			"bring that one and run this again; add --lock-out to go on with this one all the same. Nothing was changed", len(r.Locked))
	}
	if !r.Known {
		if err := system.ReplaceAccountKey(k.people.acting(ctx), keptID(k.people.cfg), check); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (k Keys) accountKey(anew bool) (key []byte, r ReplacedKey, err error) {
	cfg := k.people.cfg
	if cfg.AccountKey == "" {
		r.Path = accountKeyPath(cfg)
	}
	key, err = presentAccountKey(cfg)
	missing, damaged := errors.Is(err, fs.ErrNotExist), alex.CodeOf(err) == alex.CodeConflict
	if !missing && !damaged || damaged && !anew {
		return key, r, err
	}
	if !anew {
		return nil, r, alex.Errorf(alex.CodeConflict, "there is no account key in %s: run this where alex serve runs, with its settings, or add --new to make one", r.Path)
	}
	if damaged {
		r.Aside = r.Path + ".damaged-" + k.people.store.Now().UTC().Format(stamp)
		if err := os.Rename(r.Path, r.Aside); err != nil {
			return nil, r, err
		}
	}
	r.Made = true
	key, err = newAccountKey(r.Path)
	return key, r, err
}

// locked are the people whose second factor a key does not open.
func (k Keys) locked(ctx context.Context, key []byte) ([]Member, error) {
	sealed, err := k.people.store.System().Sealed(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := local.Locked(key, sealed)
	if err != nil {
		return nil, err
	}
	everyone, err := k.people.All(ctx)
	return slices.DeleteFunc(everyone, func(m Member) bool { return !slices.Contains(ids, m.ID) }), err
}

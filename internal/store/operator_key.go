package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// NewKey is a key of the installation, by its hash. It ends at Expires; the
// zero time is never.
type NewKey struct {
	Name    string
	Role    alex.KeyRole
	Hash    string
	Expires time.Time
}

// MaxKeys is how many keys may be good at a time.
const MaxKeys = 100

const (
	countKeys = `SELECT count(*) FROM operator_keys WHERE revoked_at IS NULL`
	insertKey = `INSERT INTO operator_keys (id, key_name, role, key_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`
)

// AddKey keeps a key. A name that a key has which is not revoked is
// alex.CodeConflict.
func (y *System) AddKey(ctx context.Context, k NewKey) (alex.OperatorKey, error) {
	var problems alex.Problems
	problems.Join("", alex.ValidKeyName(k.Name))
	problems.Join("", k.Role.Validate("role"))
	if err := problems.Err(); err != nil {
		return alex.OperatorKey{}, err
	}
	made := time.UnixMicro(y.store.micros()).UTC()
	key := alex.OperatorKey{ID: y.store.NewID(), Name: k.Name, Role: k.Role, CreatedAt: made}
	if !k.Expires.IsZero() {
		ends := k.Expires.UTC()
		key.ExpiresAt = &ends
	}
	return key, y.write(ctx, func(q Querier) error {
		var good int
		if err := q.QueryRowContext(ctx, countKeys).Scan(&good); err != nil {
			return err
		}
		if good >= MaxKeys {
			return alex.Errorf(alex.CodeConflict, "there are %d keys, which is the most: revoke one first", good)
		}
		if _, err := q.ExecContext(ctx, insertKey, key.ID, k.Name, k.Role, k.Hash, made.UnixMicro(), microsOrNull(key.ExpiresAt)); err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActKeyCreated, map[string]string{"key": k.Name, "role": string(k.Role)})
	})
}

const keyColumns = `SELECT id, key_name, role, created_at, expires_at, last_used_at, revoked_at FROM operator_keys`

const (
	selectKeys   = keyColumns + ` ORDER BY created_at, id LIMIT $1`
	selectKey    = keyColumns + ` WHERE key_hash = $1`
	selectKeyFor = keyColumns + ` WHERE revoked_at IS NULL AND (key_name = $1 OR CAST(id AS TEXT) = $2)`
)

func scanKey(row interface{ Scan(...any) error }) (k alex.OperatorKey, err error) {
	return k, row.Scan(&k.ID, &k.Name, &k.Role, instant{&k.CreatedAt}, maybe{&k.ExpiresAt}, maybe{&k.LastUsedAt}, maybe{&k.RevokedAt})
}

// mostKeysListed is far above how many anybody makes.
const mostKeysListed = 1000

// Keys are all keys, also those that are over, the oldest first.
func (y *System) Keys(ctx context.Context) (keys []alex.OperatorKey, err error) {
	err = y.read(ctx, func(q Querier) error {
		keys, err = all(ctx, q, func(rows *sql.Rows) (alex.OperatorKey, error) { return scanKey(rows) }, selectKeys, mostKeysListed)
		return err
	})
	return keys, err
}

// KeyOf is the key of a hash; alex.CodeNotFound where there is none, or where
// it is over.
func (y *System) KeyOf(ctx context.Context, hash string) (k alex.OperatorKey, err error) {
	err = y.read(ctx, func(q Querier) error {
		k, err = scanKey(q.QueryRowContext(ctx, selectKey, hash))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) || err == nil && !k.Good(y.store.Now()) {
		return alex.OperatorKey{}, alex.Errorf(alex.CodeNotFound, "there is no such key")
	}
	return k, err
}

const touchKey = `UPDATE operator_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`

// KeyUsed notes that a key was used, once a minute at most.
func (y *System) KeyUsed(ctx context.Context, k alex.OperatorKey) error {
	now := y.store.Now()
	if k.LastUsedAt != nil && now.Sub(*k.LastUsedAt) < time.Minute {
		return nil
	}
	return y.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, touchKey, k.ID, now.UnixMicro(), now.Add(-time.Minute).UnixMicro())
		return err
	})
}

const revokeKey = `UPDATE operator_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`

// RevokeKey ends a key, named by its name or its id: it opens nothing from then
// on. alex.CodeNotFound where there is none that is not revoked.
func (y *System) RevokeKey(ctx context.Context, which string) (k alex.OperatorKey, err error) {
	err = y.write(ctx, func(q Querier) error {
		k, err = scanKey(q.QueryRowContext(ctx, selectKeyFor, which, which))
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "there is no key %q that is not revoked; alex key list shows all", which)
		}
		if err != nil {
			return err
		}
		now := y.store.micros()
		if _, err := changed(ctx, q, revokeKey, k.ID, now); err != nil {
			return err
		}
		revoked := time.UnixMicro(now).UTC()
		k.RevokedAt = &revoked
		return y.note(ctx, q, "", alex.ActKeyRevoked, map[string]string{"key": k.Name, "role": string(k.Role)})
	})
	return k, err
}

// microsOrNull is a time that may be missing, as a parameter.
func microsOrNull(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UnixMicro()
}

package store

import (
	"context"
	"database/sql"
	"time"

	"alex"
)

// SigningKey signs tokens while it is the oldest that is not retired. Private
// is PKCS #8 in PEM.
type SigningKey struct {
	ID        string
	Private   string
	CreatedAt time.Time
	RetiredAt *time.Time
}

const selectSigningKeys = `SELECT kid, private_key, created_at, retired_at FROM signing_keys
	WHERE retired_at IS NULL OR retired_at > $1 ORDER BY created_at, kid`

// SigningKeys are the keys in use and those retired after a time, the oldest
// first.
func (y *System) SigningKeys(ctx context.Context, retiredAfter time.Time) (keys []SigningKey, err error) {
	err = y.read(ctx, func(q Querier) error {
		keys, err = all(ctx, q, func(rows *sql.Rows) (k SigningKey, err error) {
			return k, rows.Scan(&k.ID, &k.Private, instant{&k.CreatedAt}, maybe{&k.RetiredAt})
		}, selectSigningKeys, retiredAfter.UnixMicro())
		return err
	})
	return keys, err
}

const countSigningKeys = `SELECT count(*) FROM signing_keys WHERE retired_at IS NULL`

const insertSigningKey = `INSERT INTO signing_keys (kid, private_key, created_at) VALUES ($1, $2, $3)`

// FirstSigningKey stores a key unless there is one in use. Two processes may
// both store theirs: both are published, and all sign with the older.
func (y *System) FirstSigningKey(ctx context.Context, key SigningKey) error {
	return y.write(ctx, func(q Querier) error {
		var inUse int
		if err := q.QueryRowContext(ctx, countSigningKeys).Scan(&inUse); err != nil || inUse > 0 {
			return err
		}
		_, err := q.ExecContext(ctx, insertSigningKey, key.ID, key.Private, key.CreatedAt.UnixMicro())
		return err
	})
}

const retireSigningKeys = `UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL`

// RotateSigningKey stores a key and retires all others as of its creation.
func (y *System) RotateSigningKey(ctx context.Context, key SigningKey) error {
	return y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, retireSigningKeys, key.CreatedAt.UnixMicro()); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, insertSigningKey, key.ID, key.Private, key.CreatedAt.UnixMicro()); err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActKeyRotated, nil)
	})
}

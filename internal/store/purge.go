package store

import (
	"context"
	"time"
)

const purgeKeys = `DELETE FROM idempotency WHERE created_at < $1`

// PurgeKeys forgets the idempotency keys that were first used before a time,
// with their answers, and says how many.
func (y *System) PurgeKeys(ctx context.Context, before time.Time) (int64, error) {
	return y.purge(ctx, purgeKeys, before)
}

const purgePreviews = `DELETE FROM imports WHERE status = 'preview' AND created_at < $1`

// PurgePreviews deletes the previews of imports that were made before a time
// and never applied, and says how many.
func (y *System) PurgePreviews(ctx context.Context, before time.Time) (int64, error) {
	return y.purge(ctx, purgePreviews, before)
}

func (y *System) purge(ctx context.Context, query string, before time.Time) (deleted int64, err error) {
	err = y.write(ctx, func(q Querier) error {
		deleted, err = changed(ctx, q, query, before.UnixMicro())
		return err
	})
	return deleted, err
}

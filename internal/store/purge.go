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

const previewsAtOnce = 100

const purgePreviews = `DELETE FROM imports WHERE id IN
	(SELECT id FROM imports WHERE status = 'preview' AND created_at < $1 ORDER BY created_at LIMIT $2)`

// PurgePreviews deletes the previews of imports that were made before a time
// and never applied, and says how many. Each hundred goes in a transaction of
// its own.
func (y *System) PurgePreviews(ctx context.Context, before time.Time) (total int64, err error) {
	for {
		n, err := y.delete(ctx, purgePreviews, before.UnixMicro(), previewsAtOnce)
		total += n
		if err != nil || n < previewsAtOnce {
			return total, err
		}
	}
}

const purgeEvents = `DELETE FROM webhook_events WHERE received_at < $1`

// PurgeEvents forgets which events were heard before a time, and says how many:
// those whose signature has long ended.
func (y *System) PurgeEvents(ctx context.Context, before time.Time) (int64, error) {
	return y.purge(ctx, purgeEvents, before)
}

func (y *System) purge(ctx context.Context, query string, before time.Time) (deleted int64, err error) {
	err = y.write(ctx, func(q Querier) error {
		deleted, err = changed(ctx, q, query, before.UnixMicro())
		return err
	})
	return deleted, err
}

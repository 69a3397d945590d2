package store

import (
	"context"
	"time"

	"alex"
)

// AddDemo makes the record of a person who goes, with all that is theirs, at a
// time.
func (y *System) AddDemo(ctx context.Context, id alex.PersonID, now, expires time.Time) error {
	return y.write(ctx, func(q Querier) error {
		_, err := q.ExecContext(ctx, insertPerson, id, "", "", now.UnixMicro(), expires.UnixMicro())
		return err
	})
}

const countDemos = `SELECT count(*) FROM users WHERE expires_at IS NOT NULL AND expires_at > $1`

// Demos is how many demo people there are whose time is not over.
func (y *System) Demos(ctx context.Context, now time.Time) (living int, err error) {
	err = y.read(ctx, func(q Querier) error {
		return q.QueryRowContext(ctx, countDemos, now.UnixMicro()).Scan(&living)
	})
	return living, err
}

// demosAtOnce keeps a transaction short: each person takes all their rows along.
const demosAtOnce = 5

const (
	endedDemos          = `(SELECT clerk_user_id FROM users WHERE expires_at IS NOT NULL AND expires_at <= $1 ORDER BY expires_at, clerk_user_id LIMIT $2)`
	forgetDemoDocuments = `INSERT INTO forgotten_documents (id, passages) SELECT id, passages FROM documents WHERE clerk_user_id IN ` + endedDemos + ` ON CONFLICT DO NOTHING`
	deleteDemos         = `DELETE FROM users WHERE clerk_user_id IN ` + endedDemos
)

// ExpireDemos deletes the demo people whose time is over, and says how many
// they were.
func (y *System) ExpireDemos(ctx context.Context, now time.Time) (total int64, err error) {
	for {
		var n int64
		err := y.write(ctx, func(q Querier) (err error) {
			if _, err := q.ExecContext(ctx, forgetDemoDocuments, now.UnixMicro(), demosAtOnce); err != nil {
				return err
			}
			n, err = changed(ctx, q, deleteDemos, now.UnixMicro(), demosAtOnce)
			return err
		})
		total += n
		if err != nil || n < demosAtOnce {
			return total, err
		}
	}
}

// How long what sign-in leaves behind is kept after its end: for a look at
// what happened, no longer.
const (
	keepOffers      = time.Hour
	keepThrottles   = 24 * time.Hour
	keepSigningKeys = 31 * 24 * time.Hour // a refresh token of its time may be shown until its session is over
)

// PurgeSignIn deletes sessions, invites and links of letters that are over, second factors
// that were offered and not confirmed, failures that no one counts any more, and
// keys that sign nothing that is still good.
func (y *System) PurgeSignIn(ctx context.Context, now time.Time) error {
	for query, before := range map[string]time.Time{
		`DELETE FROM sessions WHERE expires_at <= $1`:                                now,
		`DELETE FROM invites WHERE expires_at <= $1`:                                 now,
		`DELETE FROM invites WHERE used_at IS NOT NULL AND used_at <= $1`:            now,
		`DELETE FROM password_resets WHERE expires_at <= $1`:                         now,
		`DELETE FROM email_confirmations WHERE expires_at <= $1`:                     now,
		`DELETE FROM second_factors WHERE enabled_at IS NULL AND created_at <= $1`:   now.Add(-keepOffers),
		`DELETE FROM throttles WHERE updated_at <= $1 AND blocked_until <= $1`:       now.Add(-keepThrottles),
		`DELETE FROM signing_keys WHERE retired_at IS NOT NULL AND retired_at <= $1`: now.Add(-keepSigningKeys),
	} {
		if _, err := y.delete(ctx, query, before.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

// delete runs one DELETE in a transaction of its own.
func (y *System) delete(ctx context.Context, query string, args ...any) (rows int64, err error) {
	err = y.write(ctx, func(q Querier) error {
		rows, err = changed(ctx, q, query, args...)
		return err
	})
	return rows, err
}

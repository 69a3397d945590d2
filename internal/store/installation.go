package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
)

// Installation is what tells one Alex from another. It goes with a backup.
// KeyCheck is a hash by which the account key, which lies outside the database,
// is known again.
type Installation struct {
	ID       alex.ID
	KeyCheck string
}

const (
	selectInstallation = `SELECT id, key_check FROM installation`
	insertInstallation = `INSERT INTO installation (single, id, key_check) VALUES (1, $1, $2) ON CONFLICT (single) DO NOTHING`
	replaceKeyCheck    = `INSERT INTO installation (single, id, key_check) VALUES (1, $1, $2)
	ON CONFLICT (single) DO UPDATE SET key_check = excluded.key_check`
)

// Installation is alex.CodeNotFound before the first start of a server.
func (y *System) Installation(ctx context.Context) (is Installation, err error) {
	return is, y.read(ctx, func(q Querier) error { return readInstallation(ctx, q, &is) })
}

func readInstallation(ctx context.Context, q Querier, is *Installation) error {
	err := q.QueryRowContext(ctx, selectInstallation).Scan(&is.ID, &is.KeyCheck)
	if errors.Is(err, sql.ErrNoRows) {
		err = alex.Errorf(alex.CodeNotFound, "no server was ever started on this database")
	}
	return err
}

// Settle says by which hash the account key is known from now on, unless that
// was said before: of several that are first at once, one is, and each is told
// what it said.
func (y *System) Settle(ctx context.Context, keyCheck string) (is Installation, err error) {
	return is, y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, insertInstallation, y.store.NewID(), keyCheck); err != nil {
			return err
		}
		return readInstallation(ctx, q, &is)
	})
}

// ReplaceAccountKey says that another account key is the one from now on.
func (y *System) ReplaceAccountKey(ctx context.Context, keyCheck string) error {
	return y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, replaceKeyCheck, y.store.NewID(), keyCheck); err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActKeyReplaced, nil)
	})
}

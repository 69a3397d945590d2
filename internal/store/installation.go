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
// what it said. A database that has people in it takes the id that is offered; one
// that is empty, or is offered none, makes one.
func (y *System) Settle(ctx context.Context, offered alex.ID, keyCheck string) (is Installation, err error) {
	return is, y.write(ctx, func(q Querier) error {
		id, err := y.newInstallation(ctx, q, offered)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, insertInstallation, id, keyCheck); err != nil {
			return err
		}
		return readInstallation(ctx, q, &is)
	})
}

const selectAnybody = `SELECT EXISTS (SELECT 1 FROM users)`

func (y *System) newInstallation(ctx context.Context, q Querier, offered alex.ID) (id alex.ID, err error) {
	people := false
	if offered != "" {
		err = q.QueryRowContext(ctx, selectAnybody).Scan(&people)
	}
	if !people {
		offered = y.store.NewID()
	}
	return offered, err
}

// ReplaceAccountKey says that another account key is the one from now on; where
// nothing was settled yet, that settles it.
func (y *System) ReplaceAccountKey(ctx context.Context, offered alex.ID, keyCheck string) error {
	return y.write(ctx, func(q Querier) error {
		id, err := y.newInstallation(ctx, q, offered)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, replaceKeyCheck, id, keyCheck); err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActKeyReplaced, nil)
	})
}

const replaceInstallation = `UPDATE installation SET id = $1`

// rename gives restored rows the installation that own chooses, told that of the
// backup. Where no server ever used the backup's database, there is none.
func rename(ctx context.Context, q Querier, own func(alex.ID) alex.ID) error {
	var is Installation
	err := readInstallation(ctx, q, &is)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, replaceInstallation, own(is.ID))
	return err
}

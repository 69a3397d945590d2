package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"alex"
)

// Restorer is an engine whose own guards refuse rows that a backup brings, such
// as a job that is running already. BeforeRestore lifts them within the
// transaction; after puts them back.
type Restorer interface {
	BeforeRestore(ctx context.Context, q Querier) (after func(context.Context) error, err error)
}

// Restore replaces every row by those of a backup, whichever engine made it,
// in one transaction: all of it is stored and passes Verify, or nothing is. It
// migrates first. Everyone signs in again: sessions, signing keys, invitations
// of both kinds, links of letters, counts of failures and keys of operators and of people are dropped;
// passwords, second factors and recovery codes are those of the backup. A database with people in it is refused (alex.CodeConflict);
// so are a backup of another schema version, and one that was cut or changed
// (alex.CodeInvalid).
func (s *Store) Restore(ctx context.Context, r io.Reader) (info BackupInfo, err error) {
	return s.RestoreAs(ctx, r, nil)
}

// RestoreAs is Restore into the installation that own chooses, told which one the
// backup is of: two that go on from one backup are not one. Nil is that one.
func (s *Store) RestoreAs(ctx context.Context, r io.Reader, own func(of alex.ID) alex.ID) (info BackupInfo, err error) {
	if err := s.Migrate(ctx); err != nil {
		return BackupInfo{}, err
	}
	version, err := commonVersion()
	if err != nil {
		return BackupInfo{}, err
	}
	err = s.asKeeper(ctx, false, func(q Querier) error {
		if info, err = s.restore(ctx, q, r, version); err != nil {
			return err
		}
		if own != nil {
			if err := rename(ctx, q, own); err != nil {
				return err
			}
		}
		return s.sound(ctx, q)
	})
	if err != nil {
		return BackupInfo{}, err
	}
	return info, nil
}

// restore brings the rows of a backup of one schema version, which is that of
// the database, too.
func (s *Store) restore(ctx context.Context, q Querier, r io.Reader, version int64) (info BackupInfo, err error) {
	in, err := s.restoring(ctx, q, version)
	if err != nil {
		return info, err
	}
	after := func(context.Context) error { return nil }
	if guards, ok := s.engine.(Restorer); ok {
		if after, err = guards.BeforeRestore(ctx, q); err != nil {
			return info, err
		}
	}
	if err := in.clear(ctx); err != nil {
		return info, err
	}
	if info, err = readBackup(ctx, r, in); err != nil {
		return info, err
	}
	if in.place != len(in.tables) {
		return info, damaged("tables are missing")
	}
	if err := in.forgetAccess(ctx); err != nil {
		return info, err
	}
	return info, after(ctx)
}

// sound refuses restored rows in which Verify finds problems.
func (s *Store) sound(ctx context.Context, q Querier) error {
	problems, err := s.problems(ctx, q)
	if err != nil || len(problems) == 0 {
		return err
	}
	return alex.Errorf(alex.CodeInvalid, "the backup's rows contradict themselves in %d places, the first: %s", len(problems), problems[0])
}

// restoring writes what a backup holds, table by table.
type restoring struct {
	store   *Store
	q       Querier
	version int64
	tables  []Table // in the order of the foreign keys
	exact   map[string]canonical

	place  int // how many tables have begun
	insert string
	forms  []canonical // of the columns; nil: taken as it is
	kinds  []Kind      // of the columns
	number int64       // of the row within its table
}

func (s *Store) restoring(ctx context.Context, q Querier, version int64) (*restoring, error) {
	var people int64
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM users`).Scan(&people); err != nil {
		return nil, err
	}
	if people > 0 {
		return nil, alex.Errorf(alex.CodeConflict, "the database has people in it; a backup is restored into an empty one")
	}
	schema, err := s.engine.Describe(ctx, q)
	if err != nil {
		return nil, err
	}
	in := &restoring{store: s, q: q, version: version}
	if in.exact, err = exactColumns(); err != nil {
		return nil, err
	}
	in.tables, err = byForeignKeys(schema.Tables)
	return in, err
}

// clear makes room: a fresh database has reference rows and signing keys.
func (in *restoring) clear(ctx context.Context) error {
	for _, t := range slices.Backward(in.tables) {
		if _, err := in.q.ExecContext(ctx, "DELETE FROM "+quoted([]string{t.Name})); err != nil {
			return err
		}
	}
	return nil
}

// forgotten are the tables that a restore leaves behind.
var forgotten = [...]string{"sessions", "signing_keys", "invites", "invitations", "throttles", "password_resets", "email_confirmations", "operator_keys", "access_keys"}

// forgetAccess drops what let people in on the day of the backup: a session
// that was ended since, a key that was retired or stolen, an invitation that
// was used must not come back to life.
func (in *restoring) forgetAccess(ctx context.Context) error {
	for _, table := range forgotten {
		if !slices.ContainsFunc(in.tables, func(t Table) bool { return t.Name == table }) {
			continue // of a later schema
		}
		if _, err := in.q.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
	}
	return nil
}

func (in *restoring) header(info BackupInfo) error {
	switch {
	case info.SchemaVersion > in.version:
		return alex.Errorf(alex.CodeInvalid, "the backup has schema version %d, this program %d: use a newer release", info.SchemaVersion, in.version)
	case info.SchemaVersion < in.version:
		return alex.Errorf(alex.CodeInvalid, "the backup has schema version %d, this program %d: restore it with a release of that schema, then migrate", info.SchemaVersion, in.version)
	}
	return nil
}

// table wants the tables of the schema, each once, in their order.
func (in *restoring) table(name string, columns []string) error {
	if in.place == len(in.tables) || in.tables[in.place].Name != name {
		return damaged("its tables are not those of this program")
	}
	want := columnNames(in.tables[in.place])
	if !slices.Equal(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(columns))) {
		return damaged("the columns of %s are not those of this program", name)
	}
	holders := make([]string, len(columns))
	in.forms, in.kinds = make([]canonical, len(columns)), make([]Kind, len(columns))
	for i, column := range columns {
		holders[i], in.forms[i], in.kinds[i] = "$"+strconv.Itoa(i+1), in.exact[column], kindOf(in.tables[in.place], column)
	}
	in.insert = "INSERT INTO " + quoted([]string{name}) + " (" + quoted(columns) + ") VALUES (" + strings.Join(holders, ", ") + ")"
	in.place, in.number = in.place+1, 0
	return nil
}

func (in *restoring) row(ctx context.Context, cells []any) error {
	in.number++
	for i, form := range in.forms {
		text, ok := cells[i].(string)
		if !ok {
			continue
		}
		if form != nil {
			exact, err := form(text)
			if err != nil {
				return in.unfit(err)
			}
			text = exact
		}
		cells[i] = columnText{text, in.kinds[i]}
	}
	_, err := in.q.ExecContext(ctx, in.insert, cells...)
	return in.refused(err)
}

// refused names the row that the database does not take; a failure of the
// database itself stays what it is.
func (in *restoring) refused(err error) error {
	if err == nil {
		return nil
	}
	if _, ours := errors.AsType[*alex.Error](err); !ours {
		switch in.store.engine.Classify(err) {
		case FaultConflict, FaultReference, FaultRefused:
		default:
			return err
		}
	}
	return in.unfit(err)
}

func (in *restoring) unfit(err error) error {
	return &alex.Error{
		Code: alex.CodeInvalid, Err: err,
		Message: fmt.Sprintf("the backup's row %d of %s cannot be stored", in.number, in.tables[in.place-1].Name),
	}
}

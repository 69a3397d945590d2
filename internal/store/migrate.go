package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"alex"
)

// versionTable keeps which migrations were applied, checksumTable what they
// were when they were.
const versionTable = "schema_versions"

const (
	createChecksums = `CREATE TABLE IF NOT EXISTS schema_checksums (version BIGINT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL)`
	selectChecksums = `SELECT version, sha256 FROM schema_checksums ORDER BY version`
	insertChecksum  = `INSERT INTO schema_checksums (version, sha256) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING`
	deleteChecksums = `DELETE FROM schema_checksums WHERE version > $1`
)

// Migrate brings the schema up to date. It refuses a database of a newer
// release, and one whose applied migrations are not those of this program.
// Several processes may run it at once.
func (s *Store) Migrate(ctx context.Context) error {
	const tries = 20 // others may be first at every step, and more than once
	for try := 1; ; try++ {
		err := s.migrateUp(ctx)
		if err == nil || alex.CodeOf(err) == alex.CodeConflict || try == tries {
			return s.explain(err)
		}
		// Another process may just have applied the same step: each is one
		// transaction, so looking again is safe.
		select {
		case <-ctx.Done():
			return s.explain(ctx.Err())
		case <-time.After(time.Duration(min(try, 5)) * 50 * time.Millisecond):
		}
	}
}

func (s *Store) migrateUp(ctx context.Context) error {
	files, provider, err := s.provider()
	if err != nil {
		return err
	}
	if isLaid, err := s.layBaseline(ctx, files); err != nil || isLaid {
		return err
	}
	if err := s.checkApplied(ctx, files, provider); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	names, err := fileNames(files)
	if err != nil {
		return err
	}
	return s.unscoped(ctx, func(q Querier) error { return record(ctx, q, files, names) })
}

// MigrateDown undoes migrations until version is the newest that is applied.
func (s *Store) MigrateDown(ctx context.Context, version int64) error {
	_, provider, err := s.provider()
	if err != nil {
		return s.explain(err)
	}
	if _, err := provider.DownTo(ctx, version); err != nil {
		return s.explain(err)
	}
	if _, err := s.db.ExecContext(ctx, createChecksums); err != nil {
		return s.explain(err)
	}
	_, err = s.db.ExecContext(ctx, deleteChecksums, version)
	return s.explain(err)
}

// Version is the newest migration that is applied, 0 where there is none, and the newest
// that this program knows.
func (s *Store) Version(ctx context.Context) (applied, known int64, err error) {
	files, provider, err := s.provider()
	if err != nil {
		return 0, 0, s.explain(err)
	}
	// The migration tool would make its table where it looks, and leave no database
	// that a baseline can be laid into.
	if is, err := s.isEmpty(ctx, s.db); err != nil || is {
		names, failed := fileNames(files)
		return 0, newestVersion(names), s.explain(errors.Join(err, failed))
	}
	applied, known, err = provider.GetVersions(ctx)
	return applied, known, s.explain(err)
}

// UpToDate refuses a schema that is not the one of this program, in one statement
// that changes nothing: for a program that starts often, beside others, and leaves
// migrating to alex migrate. The refusal is alex.CodeConflict.
func (s *Store) UpToDate(ctx context.Context) error {
	files, err := rendered(s.engine)
	if err != nil {
		return err
	}
	names, err := fileNames(files)
	if err != nil {
		return err
	}
	recorded, err := all(ctx, s.db, scanChecksum, selectChecksums)
	switch {
	case err != nil && s.engine.Classify(err) != FaultUnknown:
		return s.explain(err)
	case err != nil: // there is no such table, or it may not be read
		return &alex.Error{Code: alex.CodeConflict, Message: "the database is empty, not Alex's, or shut to this login: run alex migrate, where another login serves with both URLs", Err: err}
	}
	for _, r := range recorded {
		if name := names[r.version]; name == "" {
			return alex.Errorf(alex.CodeConflict, "the database has schema version %d, which this program does not know: use a newer release", r.version)
		} else if checksum(files, name) != r.sum {
			return alex.Errorf(alex.CodeConflict, "migration %d was changed after it was applied", r.version)
		}
	}
	if missing := len(names) - len(recorded); missing > 0 {
		return alex.Errorf(alex.CodeConflict, "the database lacks %d migrations: run alex migrate", missing)
	}
	return nil
}

// Reset brings the schema up to date; with dropAll it first drops every table,
// and all that is in them, in the order of the foreign keys.
func (s *Store) Reset(ctx context.Context, dropAll bool) error {
	if dropAll {
		if err := s.MigrateDown(ctx, 0); err != nil {
			return err
		}
	}
	return s.Migrate(ctx)
}

func (s *Store) provider() (fstest.MapFS, *goose.Provider, error) {
	files, err := rendered(s.engine)
	if err != nil {
		return nil, nil, err
	}
	provider, err := goose.NewProvider(goose.Dialect(s.engine.Dialect()), s.db, files,
		goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	return files, provider, err
}

func (s *Store) checkApplied(ctx context.Context, files fstest.MapFS, provider *goose.Provider) error {
	applied, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if applied > known {
		return alex.Errorf(alex.CodeConflict,
			"the database has schema version %d, but this program knows %d: use a newer release", applied, known)
	}
	return s.compareChecksums(ctx, files)
}

type appliedFile struct {
	version int64
	sum     string
}

func (s *Store) compareChecksums(ctx context.Context, files fstest.MapFS) error {
	recorded, err := s.recordedChecksums(ctx)
	if err != nil {
		return err
	}
	names, err := fileNames(files)
	if err != nil {
		return err
	}
	for _, r := range recorded {
		if name := names[r.version]; name == "" || checksum(files, name) != r.sum {
			return alex.Errorf(alex.CodeConflict, "migration %d was changed after it was applied", r.version)
		}
	}
	return nil
}

func (s *Store) recordedChecksums(ctx context.Context) ([]appliedFile, error) {
	if _, err := s.db.ExecContext(ctx, createChecksums); err != nil {
		return nil, err
	}
	return all(ctx, s.db, scanChecksum, selectChecksums)
}

func scanChecksum(rows *sql.Rows) (r appliedFile, err error) {
	return r, rows.Scan(&r.version, &r.sum)
}

// record keeps what the migrations were that are applied.
func record(ctx context.Context, q Querier, files fstest.MapFS, names map[int64]string) error {
	for _, version := range slices.Sorted(maps.Keys(names)) {
		if _, err := q.ExecContext(ctx, insertChecksum, version, checksum(files, names[version])); err != nil {
			return err
		}
	}
	return nil
}

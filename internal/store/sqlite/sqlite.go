package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/store"
)

// Memory is the path of a database that lives only while it is open.
const Memory = ":memory:"

// DSN is the data source name of the database in the file at path: written
// ahead, synced at every commit, with foreign keys, and waiting ten seconds for
// another writer, in this process or in another.
func DSN(path string) string {
	return dsn(path, "FULL")
}

func dsn(path, synchronous string) string {
	options := url.Values{
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(" + synchronous + ")",
			"foreign_keys(1)", "trusted_schema(0)",
		},
		"_txlock": {"immediate"},
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: options.Encode()}).String()
}

// Open opens the database in the file at path, which it makes if it is
// missing. Memory is a temporary file that is deleted when the store closes.
// A file that is no sound SQLite database is refused.
func Open(ctx context.Context, path string) (*store.Store, error) {
	if path == Memory {
		return Temporary(ctx, "")
	}
	if err := private(path); err != nil {
		return nil, unreadable(err)
	}
	return open(ctx, dsn(path, "FULL"))
}

// private makes a missing file that only its owner can read; the files that
// SQLite puts beside it are made like it.
func private(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		shut(path)
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// shut takes an older database, and what lies beside it, from everybody but its
// owner, as far as it is ours to do so.
func shut(path string) {
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
			_ = os.Chmod(name, 0o600) // another's file stays as it is
		}
	}
}

// connections is how many readers there may be beside the writer; each keeps
// its own cache of the file.
const connections = 8

func open(ctx context.Context, dsn string) (*store.Store, error) {
	connector, err := Connector(dsn)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s := store.New(db, Engine{})
	if _, err := db.ExecContext(ctx, `SELECT count(*) FROM sqlite_schema`); err != nil {
		_ = db.Close()
		return nil, unreadable(err)
	}
	return s, nil
}

// Temporary opens a database in a folder of its own below parent, or below the
// system's for temporary files where parent is empty. It goes when the store
// closes, and need not survive a crash, so it does not wait for the disk.
func Temporary(ctx context.Context, parent string) (*store.Store, error) {
	dir, err := os.MkdirTemp(parent, "alex-")
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, dsn(filepath.Join(dir, "alex.db"), "OFF"))
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	s.OnClose(func() error { return os.RemoveAll(dir) })
	return s, nil
}

func damaged(err error) error {
	return &alex.Error{
		Code: alex.CodeInternal, Err: errors.Join(store.ErrDamaged, err),
		Message: "the database file is damaged or is no SQLite database: restore a backup (alex restore)",
	}
}

func unreadable(err error) error {
	if isCorrupt(err) {
		return damaged(err)
	}
	return &alex.Error{Code: alex.CodeUnavailable, Message: "the database file cannot be opened", Err: err}
}

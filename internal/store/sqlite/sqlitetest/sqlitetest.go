// Package sqlitetest gives tests databases of their own at the price of copying
// a file: the schema is made, and the reference instruments are loaded, once for
// a test program.
//
// Tests of migrations, of loading the reference, and of the file itself open
// theirs with the package sqlite.
package sqlitetest

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

var (
	empty  = sync.OnceValues(func() ([]byte, error) { return made(false) })
	seeded = sync.OnceValues(func() ([]byte, error) { return made(true) })
)

// Open is a database with the schema and nothing in it. It goes with the test,
// and does not wait for the disk.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return copied(t, empty)
}

// Seeded is Open with the reference instruments.
func Seeded(t testing.TB) *store.Store {
	t.Helper()
	return copied(t, seeded)
}

// connections are as many as the program has.
const connections = 8

func copied(t testing.TB, template func() ([]byte, error)) *store.Store {
	t.Helper()
	file, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "alex.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	connector, err := sqlite.Connector(sqlite.DSN(path) + "&_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s := store.New(db, sqlite.Engine{})
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// made is the file of a database that was closed.
func made(reference bool) (file []byte, err error) {
	dir, err := os.MkdirTemp("", "alex-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "alex.db")
	if err := prepare(context.Background(), path, reference); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func prepare(ctx context.Context, path string, reference bool) error {
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	if err := s.Migrate(ctx); err != nil {
		_ = s.Close()
		return err
	}
	if reference {
		if err := load(ctx, s); err != nil {
			_ = s.Close()
			return err
		}
	}
	return s.Close()
}

func load(ctx context.Context, s *store.Store) error {
	instruments, err := seed.Instruments()
	if err != nil {
		return err
	}
	return s.System().SeedInstruments(ctx, instruments, seed.Version())
}

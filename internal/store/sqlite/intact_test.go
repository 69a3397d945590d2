package sqlite_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// TestIntact finds a page that is not what it was, which opening alone does not.
func TestIntact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "alex.db")
	for range 2 {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Intact(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4096 {
		data[(rootOf(t, path, "users")-1)*4096+i] ^= 0xa5
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Intact(t.Context()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a page of junk: %v", err)
	}
}

// rootOf is the first page of a table: none of the schema, which opening reads.
func rootOf(t *testing.T, path, table string) (page int) {
	t.Helper()
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(t.Context(), `SELECT rootpage FROM sqlite_schema WHERE name = $1`, table).Scan(&page); err != nil {
		t.Fatal(err)
	}
	return page
}

package sqlite_test

import (
	"database/sql"
	"database/sql/driver"
	"flag"
	"path/filepath"
	"testing"

	"alex/internal/store"
	"alex/internal/store/sqlite"
	"alex/internal/store/storetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// open is a fresh database with the current schema, and its file.
func open(t *testing.T) (*store.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "alex.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, path
}

func TestSchemaIsGolden(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	storetest.SchemaIsGolden(t, s, *update)
}

// openWrapped is a fresh database in a file, over the connector that wrap
// makes.
func openWrapped(t testing.TB, wrap func(driver.Connector) driver.Connector) *store.Store {
	t.Helper()
	connector, err := sqlite.Connector(sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(sql.OpenDB(wrap(connector)), sqlite.Engine{})
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConformance(t *testing.T) { storetest.Exercise(t, openWrapped) }

func TestCrossing(t *testing.T) {
	t.Parallel()
	storetest.Crossing(t, openWrapped, openWrapped)
}

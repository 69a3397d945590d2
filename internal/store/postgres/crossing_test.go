package postgres_test

import (
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"testing"

	"alex/internal/store"
	"alex/internal/store/sqlite"
	"alex/internal/store/storetest"
)

// TestBackupsCross: what one engine backs up the other restores, and back.
func TestBackupsCross(t *testing.T) {
	t.Parallel()
	t.Run("from SQLite", func(t *testing.T) { storetest.Crossing(t, openSQLite, openWrapped) })
	t.Run("from PostgreSQL", func(t *testing.T) { storetest.Crossing(t, openWrapped, openSQLite) })
}

func openSQLite(t testing.TB, wrap func(driver.Connector) driver.Connector) *store.Store {
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

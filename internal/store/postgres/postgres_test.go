package postgres_test

import (
	"database/sql"
	"database/sql/driver"
	"flag"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/storetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// server is the one that the tests of this package share.
var server *postgrestest.Server

func TestMain(m *testing.M) { postgrestest.Main(m, &server) }

// open is a store in a fresh database with the current schema, and its URL.
func open(t testing.TB) (*store.Store, string) {
	t.Helper()
	url := server.Database(t)
	return openAt(t, url), url
}

func openAt(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func connector(t testing.TB, url string) driver.Connector {
	t.Helper()
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	return stdlib.GetConnector(*cfg)
}

// connect is a door past the store, for the login of url.
func connect(t testing.TB, url string) *sql.DB {
	t.Helper()
	db := sql.OpenDB(connector(t, url))
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func openWrapped(t testing.TB, wrap func(driver.Connector) driver.Connector) *store.Store {
	t.Helper()
	s := store.New(sql.OpenDB(wrap(connector(t, server.Database(t)))), postgres.Engine{})
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestConformance(t *testing.T) { storetest.Exercise(t, openWrapped) }

func TestSchemaIsGolden(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	storetest.SchemaIsGolden(t, s, *update)
}

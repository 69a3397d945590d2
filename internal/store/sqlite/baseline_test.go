package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex/internal/goldenfile"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// file is a database without a schema, and a store over it with that engine.
func file(t *testing.T, engine store.Engine) (*sql.DB, *store.Store) {
	t.Helper()
	connector, err := sqlite.Connector(sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	s := store.New(db, engine)
	t.Cleanup(func() { _ = s.Close() })
	return db, s
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// column reads the one column of a query.
func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

const selectSchema = `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`

// stepped is a database that was migrated step by step, as one is that has a table.
func stepped(t *testing.T) *sql.DB {
	t.Helper()
	db, s := file(t, sqlite.Engine{})
	run(t, db, `CREATE TABLE here_before (a TEXT) STRICT`)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	run(t, db, `DROP TABLE here_before`)
	return db
}

func TestBaselineIsWhatMigrationsMake(t *testing.T) {
	t.Parallel()
	head, err := store.BaselineHead(sqlite.Engine{})
	if err != nil {
		t.Fatal(err)
	}
	steps := stepped(t)
	goldenfile.Compare(t, *update, "baseline.sql", head+"\n"+strings.Join(column(t, steps, selectSchema), ";\n\n")+";\n")

	once, s := file(t, sqlite.Engine{})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	tables := column(t, steps, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'schema_%' ORDER BY name`)
	rows := make([]string, len(tables))
	for i, table := range tables {
		rows[i] = `SELECT '` + table + ` ' || count(*) FROM ` + table
	}
	for _, query := range append(rows,
		selectSchema,
		`SELECT version_id || ' ' || is_applied FROM schema_versions ORDER BY id`,
		`SELECT version || ' ' || sha256 FROM schema_checksums ORDER BY version`,
		`PRAGMA user_version`,
		`PRAGMA application_id`,
	) {
		want, got := column(t, steps, query), column(t, once, query)
		if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
			t.Errorf("%s: step by step and at once (-want +got): %s", query, diff)
		}
	}
}

// other is SQLite with a baseline of its own.
type other struct {
	sqlite.Engine
	baseline string
}

func (o other) Baseline() string { return o.baseline }

func TestBaselineOfOtherMigrationsIsLeftAlone(t *testing.T) {
	t.Parallel()
	_, s := file(t, other{baseline: "-- of yesterday\nCREATE TABLE yesterday (a TEXT) STRICT;"})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if problems, err := s.Verify(t.Context(), store.Expected{}); err != nil || len(problems) > 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
}

// A start asks for the version first, which leaves an empty database as it is.
func TestBaselineIsLaidAfterTheVersionWasAsked(t *testing.T) {
	t.Parallel()
	db, s := file(t, other{baseline: sqlite.Engine{}.Baseline() + "CREATE TABLE marker (a TEXT) STRICT;"})
	people, applied, known, err := s.Settled(t.Context())
	if err != nil || people || applied != 0 || known == 0 {
		t.Errorf("Settled() = %v, %d of %d, %v before there is a schema", people, applied, known, err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := column(t, db, `SELECT name FROM sqlite_schema WHERE name = 'marker'`); len(got) != 1 {
		t.Error("the baseline was not laid")
	}
	if after, of, err := s.Version(t.Context()); err != nil || after != known || of != known {
		t.Errorf("Version() = %d of %d, %v; want %d", after, of, err, known)
	}
}

func TestBaselineIsLaidWhollyOrNotAtAll(t *testing.T) {
	t.Parallel()
	head, err := store.BaselineHead(sqlite.Engine{})
	if err != nil {
		t.Fatal(err)
	}
	db, s := file(t, other{baseline: head + "CREATE TABLE first (a TEXT) STRICT; CREATE TABLE second (nonsense;"})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // for the first try; it is not the last
	defer cancel()
	if err := s.Migrate(ctx); err == nil {
		t.Error("a baseline that is no SQL was laid")
	}
	if left := column(t, db, selectSchema); len(left) > 0 {
		t.Errorf("what failed has left %q", left)
	}
}

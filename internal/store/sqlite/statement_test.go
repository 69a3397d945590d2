package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// counted is a connection that counts what it prepares and what of that was closed.
type counted struct {
	connection
	mu               sync.Mutex
	prepared, closed int
}

func (c *counted) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := c.connection.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prepared++
	return &closing{s.(statement), c}, nil
}

type closing struct {
	statement
	of *counted
}

func (s *closing) Close() error {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	s.of.closed++
	return s.statement.Close()
}

// single is a connector that gives its one connection away, counted.
type single struct {
	keeping
	conn *counted
}

func (s *single) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := s.keeping.Connect(ctx)
	if err != nil {
		return nil, err
	}
	k := conn.(*keeper)
	s.conn = &counted{connection: k.connection}
	k.connection = s.conn
	return k, nil
}

// openCounted is a database of one connection with a table of numbers.
func openCounted(t *testing.T) (*sql.DB, *single) {
	t.Helper()
	connector, err := Connector(DSN(filepath.Join(t.TempDir(), "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	s := &single{keeping: connector.(keeping)}
	db := sql.OpenDB(s)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	exec(t, db, `CREATE TABLE n (n INTEGER) STRICT`)
	for n := range 3 {
		exec(t, db, `INSERT INTO n VALUES ($1)`, n)
	}
	return db, s
}

func exec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(query, err)
	}
}

func sum(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(query, err)
	}
	return n
}

func TestStatementsAreKept(t *testing.T) {
	t.Parallel()
	db, s := openCounted(t)
	before := s.conn.prepared
	for n := range 10 {
		if got := sum(t, db, `SELECT sum(n) + $1 FROM n`, n); got != 3+n {
			t.Errorf("the sum with %d is %d", n, got)
		}
		exec(t, db, `UPDATE n SET n = n WHERE n = $1`, n)
	}
	if got := s.conn.prepared - before; got != 2 {
		t.Errorf("20 runs of two statements prepared %d", got)
	}
	for n := range 2 * mostKept {
		sum(t, db, fmt.Sprintf(`SELECT %d`, n))
	}
	if living := s.conn.prepared - s.conn.closed; living != mostKept {
		t.Errorf("%d statements are kept, want %d", living, mostKept)
	}
	before = s.conn.prepared
	sum(t, db, fmt.Sprintf(`SELECT %d`, mostKept))
	sum(t, db, `SELECT 0`)
	if got := s.conn.prepared - before; got != 1 {
		t.Errorf("of the last and the first, %d were prepared again; the first alone is gone", got)
	}
	if err := db.Close(); err != nil || s.conn.prepared != s.conn.closed {
		t.Errorf("at the end %d of %d statements are closed: %v", s.conn.closed, s.conn.prepared, err)
	}
}

// TestStatementWithinItself runs a query while its own rows are open.
func TestStatementWithinItself(t *testing.T) {
	t.Parallel()
	db, s := openCounted(t)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	const query = `SELECT n FROM n ORDER BY n`
	outer, err := tx.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = outer.Close() }()
	var seen []int
	for outer.Next() {
		var n, first int
		if err := errors.Join(outer.Scan(&n), tx.QueryRowContext(t.Context(), query).Scan(&first)); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, n, first)
	}
	if got := fmt.Sprint(seen, outer.Err()); got != "[0 0 1 0 2 0] <nil>" {
		t.Error(got)
	}
	if err := outer.Close(); err != nil {
		t.Fatal(err)
	}
	if living := s.conn.prepared - s.conn.closed; living != 2 { // this one, and the INSERT
		t.Errorf("%d statements are kept", living)
	}
}

// TestKeptStatementsSeeTheSchema changes the tables under a kept statement.
func TestKeptStatementsSeeTheSchema(t *testing.T) {
	t.Parallel()
	db, _ := openCounted(t)
	const query = `SELECT * FROM n LIMIT 1`
	columns := func() int {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		names, err := rows.Columns()
		for rows.Next() {
		}
		if err := errors.Join(err, rows.Err()); err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	if got := columns(); got != 1 {
		t.Fatal(got)
	}
	exec(t, db, `ALTER TABLE n ADD COLUMN more TEXT`)
	if got := columns(); got != 2 {
		t.Errorf("after a column more there are %d", got)
	}
	exec(t, db, `DROP TABLE n`)
	if _, err := db.ExecContext(t.Context(), `INSERT INTO n VALUES ($1)`, 1); err == nil {
		t.Error("a kept statement writes to a table that is gone")
	}
}

// TestKeptStatementAfterAFailure runs statements again that failed, and that were
// given up.
func TestKeptStatementAfterAFailure(t *testing.T) {
	t.Parallel()
	db, s := openCounted(t)
	exec(t, db, `CREATE UNIQUE INDEX one ON n (n)`)
	const insert = `INSERT INTO n VALUES ($1)`
	for range 3 {
		if _, err := db.ExecContext(t.Context(), insert, 1); err == nil {
			t.Fatal("a second 1 was taken")
		}
	}
	exec(t, db, insert, 7)
	const long = `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < $1) SELECT count(*) FROM c`
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var n int
	if err := db.QueryRowContext(short, long, 1_000_000_000).Scan(&n); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a query that was given up: %d, %v", n, err)
	}
	if got := sum(t, db, long, 1000); got != 1000 {
		t.Errorf("after that it counts %d", got)
	}
	if err := db.QueryRowContext(t.Context(), `SELECT abs($1)`, int64(math.MinInt64)).Scan(&n); err == nil {
		t.Error("the absolute value of the least number is", n)
	}
	if err := db.Close(); err != nil || s.conn.prepared != s.conn.closed {
		t.Errorf("at the end %d of %d statements are closed: %v", s.conn.closed, s.conn.prepared, err)
	}
}

func TestKeepable(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"SELECT 1": true, "\n\tSELECT\n1": true, "INSERT INTO n VALUES (1)": true, "WITH c AS (SELECT 1) SELECT * FROM c": true,
		"PRAGMA foreign_keys = ON": false, "BEGIN IMMEDIATE": false, "CREATE TABLE m (m TEXT)": false, "VACUUM INTO 'x'": false,
	} {
		if keepable(query) != want {
			t.Errorf("keepable(%q) = %v", query, !want)
		}
	}
}

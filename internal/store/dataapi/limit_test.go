package dataapi_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"alex"
	"alex/internal/store/dataapi/dataapitest"
)

// Rows over 64 KiB and answers over 1 MiB come whole, and nothing is cut short.
func TestLargeAnswers(t *testing.T) {
	t.Parallel()
	db := raw(t, server.Empty(t))
	for _, c := range []struct {
		name       string
		rows, size int
	}{
		{"a row at the limit", 1, dataapitest.MaxRow - 8},
		{"a row over it", 1, dataapitest.MaxRow + 1},
		{"a row of 3 MiB", 1, 3 << 20},
		{"many rows", 50_000, 40},
		{"many large rows", 40, 70_000},
		{"no rows", 0, 1},
	} {
		query := fmt.Sprintf(`SELECT n, repeat('é', %d / 2), n::text AS n, '%s' FROM generate_series(1, %d) AS s (n) ORDER BY s.n DESC`, c.size, c.name, c.rows)
		for range 2 { // the second time it is known
			wantRows(t, db, query, c.name, c.rows, c.size)
		}
	}
}

func wantRows(t *testing.T, db *sql.DB, query, want string, n, size int) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	defer func() { _ = rows.Close() }()
	for ; rows.Next(); n-- {
		var number int
		var text, figures, name string
		if err := rows.Scan(&number, &text, &figures, &name); err != nil {
			t.Fatal(err)
		}
		if number != n || text != strings.Repeat("é", size/2) || figures != fmt.Sprint(n) || name != want {
			t.Fatalf("%s: row %d is number %d with %d bytes", want, n, number, len(text))
		}
	}
	if err := rows.Err(); err != nil || n != 0 {
		t.Errorf("%s: %d rows are missing: %v", want, n, err)
	}
}

// What a write answers is not read twice: too much of it is an error that says so.
func TestTooMuchIsSaid(t *testing.T) {
	t.Parallel()
	db := raw(t, server.Empty(t))
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE n (n TEXT)`); err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	err = tx.QueryRowContext(t.Context(), `INSERT INTO n VALUES (repeat('x', 70000)) RETURNING n`).Scan(new(string))
	if alex.CodeOf(err) != alex.CodeTooLarge || !strings.Contains(err.Error(), "64 KiB") {
		t.Errorf("a row over the limit = %v", err)
	}
	if _, err := tx.ExecContext(t.Context(), `SELECT 1`); err == nil {
		t.Error("the transaction, which the service has ended, goes on")
	}
	_, err = db.ExecContext(t.Context(), `INSERT INTO n VALUES ($1)`, strings.Repeat("x", dataapitest.MaxRequest))
	if alex.CodeOf(err) != alex.CodeTooLarge || !strings.Contains(err.Error(), "4 MiB") {
		t.Errorf("a request over the limit = %v", err)
	}
}

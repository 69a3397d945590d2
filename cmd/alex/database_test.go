package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/store/sqlite"

	_ "modernc.org/sqlite"
)

// openRows opens the database of a command's folder beside the store, to see
// and to damage what the store would not let anyone touch.
func openRows(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", sqlite.DSN(filepath.Join(dir, "data", "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func column(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// rowsHash is over every row of every table, but for ids and times.
func rowsHash(t *testing.T, dir string) (hash string, rows int) {
	t.Helper()
	db := openRows(t, dir)
	var all []string
	for _, table := range column(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose%' AND name <> 'audit_log' ORDER BY name`) {
		var kept []string
		for _, name := range column(t, db, `SELECT name FROM pragma_table_info($1) ORDER BY name`, table) {
			if name != "id" && name != "account_id" && name != "tstamp" && !strings.HasSuffix(name, "_at") {
				kept = append(kept, "quote("+name+")")
			}
		}
		lines := column(t, db, "SELECT "+strings.Join(kept, "||','||")+" FROM "+table)
		rows += len(lines)
		slices.Sort(lines)
		all = append(all, table)
		all = append(all, lines...)
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(all, "\n")))), rows
}

func TestResetIsIdempotent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		rows int // at least
	}{
		{"the reference", []string{"reset"}, 600},
		{"over again", []string{"reset", "--drop-all", "--confirm"}, 600},
		{"with test data", []string{"reset", "--with-test-data"}, 605},
		{"over again with test data", []string{"reset", "--drop-all", "--confirm", "--with-test-data"}, 605},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var hashes []string
			for range 3 {
				done(t, dir, c.args...)
				hash, rows := rowsHash(t, dir)
				if rows < c.rows {
					t.Errorf("%d rows, want %d or more", rows, c.rows)
				}
				hashes = append(hashes, hash)
			}
			if hashes[0] != hashes[1] || hashes[1] != hashes[2] {
				t.Errorf("the rows differ from run to run: %v", hashes)
			}
			if got := done(t, dir, "verify"); got != "The database is in order.\n" {
				t.Errorf("verify says %q", got)
			}
		})
	}
}

// TestResetKeeps looks that a plain reset keeps what people have entered, and
// that dropping erases it.
func TestResetKeeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "reset", "--with-test-data")
	people := func() int {
		db := openRows(t, dir)
		return len(column(t, db, `SELECT clerk_user_id FROM users`))
	}
	if done(t, dir, "reset"); people() != 1 {
		t.Errorf("%d people after a reset, want the one", people())
	}
	refused := invoke(t, dir, "", "reset", "--drop-all")
	if refused.code != exitUsage || people() != 1 {
		t.Errorf("a drop without confirmation: exit code %d, %d people left", refused.code, people())
	}
	if done(t, dir, "reset", "--drop-all", "--confirm"); people() != 0 {
		t.Errorf("%d people after everything was dropped", people())
	}
}

// TestVerifyNamesDamage damages one row past the checks of its columns, and
// wants verify to name it and to fail.
func TestVerifyNamesDamage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, damage string
		want         []string
	}{
		{
			"weights that do not sum to 100", `UPDATE instruments SET allocation_asset_class = '{"equity":99}' WHERE symbol = 'VTI'`,
			[]string{"instruments VTI", "sum to 99"},
		},
		{
			"a price that is no number", `UPDATE instruments SET current_price = 'dear' WHERE symbol = 'BND'`,
			[]string{"instruments BND", "current_price"},
		},
		{"a row that is gone", `DELETE FROM instruments WHERE symbol = 'VTI'`, []string{"reference: instruments", "where 674 belong"}},
		{"a quantity of nothing", `UPDATE positions SET quantity = '0' WHERE symbol = (SELECT min(symbol) FROM positions)`, []string{"positions ", "above zero"}},
		{"cash that is no amount", `UPDATE accounts SET cash_balance = '1.2.3'`, []string{"accounts ", "cash_balance"}},
		{"a profile that cannot be", `UPDATE users SET profile = '{"horizonAge":3}'`, []string{"users user_test_123", "horizonAge"}},
		{"a column too many", `ALTER TABLE accounts ADD COLUMN colour TEXT`, []string{"schema: accounts"}},
		{"a table too many", `CREATE TABLE stray (id TEXT)`, []string{"schema: stray", "unknown"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			done(t, dir, "reset", "--with-test-data")
			damage(t, dir, c.damage)
			got := invoke(t, dir, "", "verify")
			if got.code != exitFailed || got.err != "alex: the database has problems\n" {
				t.Errorf("exit code %d, standard error %q", got.code, got.err)
			}
			for _, want := range c.want {
				if !strings.Contains(got.out, want) {
					t.Errorf("verify does not say %q but: %s", want, got.out)
				}
			}
		})
	}
}

// damage runs one statement with every guard of the database off.
func damage(t *testing.T, dir, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := openRows(t, dir).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	statements := []string{"PRAGMA ignore_check_constraints = 1", "PRAGMA foreign_keys = 0"}
	for _, trigger := range column(t, openRows(t, dir), `SELECT name FROM sqlite_schema WHERE type = 'trigger'`) {
		if strings.HasPrefix(statement, "UPDATE instruments") {
			statements = append(statements, "DROP TRIGGER "+trigger)
		}
	}
	for _, s := range append(statements, statement) {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// TestDatabaseOfOthers looks that a file which is no database, and a database
// elsewhere, are refused with words.
func TestDatabaseOfOthers(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"data": "a file where the folder belongs"})
	if got := invoke(t, dir, "", "reset"); got.code != exitFailed || !strings.Contains(got.err, filepath.Join(dir, "data")) {
		t.Errorf("exit code %d: %s", got.code, got.err)
	}
	var out strings.Builder
	code := run(context.Background(), []string{"verify"}, console{
		out: &out, err: &out, environ: []string{"ALEX_DATA=" + t.TempDir(), "ALEX_DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/alex"},
	})
	if code != exitFailed || strings.Contains(out.String(), "hunter2") {
		t.Errorf("exit code %d: %s", code, out.String())
	}
	if diff := cmp.Diff(true, strings.Contains(out.String(), "ALEX_DATABASE_URL")); diff != "" {
		t.Errorf("the variable is not named: %s", out.String())
	}
}

// TestHouseholdIsLoaded reads the test household back, row by row.
func TestHouseholdIsLoaded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "reset", "--with-test-data")
	got := column(t, openRows(t, dir), `SELECT u.clerk_user_id || ' ' || u.years_until_retirement || ' ' || a.account_name || ' ' ||
		a.account_type || ' ' || a.cash_balance || ' ' || a.cash_interest || ' ' || p.symbol || ' ' || p.quantity || ' ' || i.current_price
		FROM users u JOIN accounts a USING (clerk_user_id) JOIN positions p ON p.account_id = a.id JOIN instruments i USING (symbol)
		ORDER BY a.ordinal, p.symbol`)
	want := []string{
		"user_test_123 30 401k tax_deferred 0.00 0 BND 200 73.63",
		"user_test_123 30 401k tax_deferred 0.00 0 SPY 100 617.85",
		"user_test_123 30 Roth IRA tax_free 0.00 0 VXUS 50 69.09",
		"user_test_123 30 Taxable taxable 5000.00 0.045 VTI 40 303.93",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

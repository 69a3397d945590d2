package dataapi_test

import (
	"database/sql"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/store"
)

// raw is a door past the store.
func raw(t testing.TB, url string) *sql.DB {
	t.Helper()
	return connected(t, standIn(t, url))
}

func connected(t testing.TB, s http.Handler) *sql.DB {
	t.Helper()
	db := sql.OpenDB(connector(t, options(s, nil)))
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// What is written comes back as it was, whether its row comes at once or in
// pieces.
func TestValues(t *testing.T) {
	t.Parallel()
	db := raw(t, server.Empty(t))
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE v (id UUID, whole BIGINT, small SMALLINT, truth BOOLEAN, half DOUBLE PRECISION,
		money NUMERIC(20,8), free NUMERIC, day DATE, data JSONB, words TEXT, bytes BYTEA, at TIMESTAMP)`); err != nil {
		t.Fatal(err)
	}
	money, free := alex.MustDecimal("123456789012.12345678"), alex.MustDecimal("-0.000000000000000000000000000001")
	at := time.Date(2026, 3, 9, 23, 59, 59, 123456000, time.UTC)
	for name, c := range map[string]struct{ args, want []any }{
		"nothing": {
			[]any{nil, nil, nil, nil, nil, (*alex.Decimal)(nil), nil, nil, store.JSON{}, nil, nil, nil},
			[]any{nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil},
		},
		"the largest": {
			[]any{
				alex.ID("FFFFFFFF-ffff-ffff-ffff-ffffffffffff"), int64(math.MaxInt64), 7, true, math.MaxFloat64, money, free,
				alex.Date("9999-12-31"),
				store.JSON{To: map[string]any{"a": []any{1, "é\u2028", nil}}},
				"日本 \U0001F642 ' \" \\ : :p1 $1 <&>",
				[]byte{0, 1, 0xff},
				at,
			},
			[]any{
				"ffffffff-ffff-ffff-ffff-ffffffffffff", int64(math.MaxInt64), int64(7), true, math.MaxFloat64, "123456789012.12345678",
				"-0.000000000000000000000000000001", "9999-12-31", "{\"a\": [1, \"é\u2028\", null]}", "日本 \U0001F642 ' \" \\ : :p1 $1 <&>",
				[]byte{0, 1, 0xff},
				at,
			},
		},
		"the smallest": {
			[]any{
				alex.ID("00000000-0000-0000-0000-000000000000"), int64(math.MinInt64), -7, false, math.Copysign(0, -1), alex.MustDecimal("0"), alex.MustMoney("-12.30"),
				alex.Date("0001-01-01"),
				store.JSON{To: "text"},
				"",
				[]byte{},
				at,
			},
			[]any{
				"00000000-0000-0000-0000-000000000000", int64(math.MinInt64), int64(-7), false, math.Copysign(0, -1), "0.00000000", "-12.30",
				"0001-01-01", `"text"`, "",
				[]byte{},
				at,
			},
		},
	} {
		if _, err := db.ExecContext(t.Context(), `DELETE FROM v`); err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), `INSERT INTO v VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, c.args...); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, query := range []string{`SELECT * FROM v`, `SELECT v.* FROM v, (SELECT count(*) FROM v) AS many`, `SELECT v.*, repeat('x', 70000) FROM v`} {
			got := one(t, db, query)
			if diff := cmp.Diff(c.want, got[:len(c.want)], cmp.Comparer(func(a, b float64) bool {
				return a == b && math.Signbit(a) == math.Signbit(b)
			})); diff != "" {
				t.Errorf("%s by %s (-want +got):\n%s", name, query, diff)
			}
		}
	}
}

func one(t testing.TB, db *sql.DB, query string, args ...any) []any {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil || !rows.Next() {
		t.Fatalf("%s answers nothing: %v, %v", query, err, rows.Err())
	}
	cells, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range cells {
		dest[i] = &cells[i]
	}
	if err := rows.Scan(dest...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if rows.Next() || rows.Err() != nil {
		t.Fatalf("%s answers more than one row: %v", query, rows.Err())
	}
	return cells
}

// A parameter may stand anywhere, any number of times, beside what only looks like
// one.
func TestParameters(t *testing.T) {
	t.Parallel()
	db := raw(t, server.Empty(t))
	for query, c := range map[string]struct {
		args []any
		want []any
	}{
		`SELECT ARRAY['a', 'b c'], ARRAY[1, 2]::int8[], 'x', '(a,"b")', E'\\ "', '', NULL, 'null'::jsonb, $1, repeat('x', 70000)`: {
			[]any{""}, []any{`{a,"b c"}`, "{1,2}", "x", `(a,"b")`, `\ "`, "", nil, "null", "", strings.Repeat("x", 70000)},
		},
		`SELECT 'x' AS q, repeat('x', 70000) AS j`:                          {nil, []any{"x", strings.Repeat("x", 70000)}},
		`SELECT $2::text || $1, $1`:                                         {[]any{"a", "b"}, []any{"ba", "a"}},
		`SELECT '$1 it''s :x', "a$1".b FROM (SELECT $1::int8) AS "a$1" (b)`: {[]any{1}, []any{"$1 it's :x", int64(1)}},
		"SELECT $1 -- $2 it's\n , 1 /* $3 /* nested */ ' */":                {[]any{true}, []any{true, int64(1)}},
		`SELECT $$ $1 ' $$, $tag$ $$ $2 $tag$, $1`:                          {[]any{"x"}, []any{" $1 ' ", " $$ $2 ", "x"}},
		`SELECT E'\' $2', $1::int4::text`:                                   {[]any{3}, []any{"' $2", "3"}},
		`SELECT coalesce($1, 5), $1 IS NULL`:                                {[]any{nil}, []any{int64(5), true}},
		`SELECT ARRAY['a', 'b c', NULL, '{"'], ARRAY[1, 2]::int8[], $1`:     {[]any{"z"}, []any{`{a,"b c",NULL,"{\""}`, "{1,2}", "z"}},
		`SELECT $1::uuid = $2, $3 < DATE '2026-01-02', $4 + 1`: {
			[]any{alex.ID("0a0b0c0d-0000-4000-8000-000000000101"), alex.ID("0A0B0C0D-0000-4000-8000-000000000101"), alex.Date("2026-01-01"), alex.MustDecimal("0.5")},
			[]any{true, true, "1.5"},
		},
	} {
		if diff := cmp.Diff(c.want, one(t, db, query, c.args...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

// A text is a text: without its kind it is no UUID, as with the service.
func TestTextIsNoUUID(t *testing.T) {
	t.Parallel()
	db := raw(t, server.Database(t))
	const id = "0a0b0c0d-0000-4000-8000-000000000101"
	_, err := db.ExecContext(t.Context(), `SELECT id FROM accounts WHERE id = $1`, id)
	if err == nil || !strings.Contains(err.Error(), "operator does not exist: uuid = character varying") {
		t.Errorf("a UUID compared with a text = %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `SELECT id FROM accounts WHERE id = $1`, alex.ID(id)); err != nil {
		t.Errorf("a UUID compared with an id = %v", err)
	}
}

// A text longer than a request is written in pieces, within a transaction.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	url := server.Empty(t)
	db := raw(t, url)
	text := strings.Repeat("é\x01\"", 1_000_000)
	const query = `SELECT length($1), md5($1), length($2)`
	if err := db.QueryRowContext(t.Context(), query, text, "x").Scan(new(any), new(any), new(any)); alex.CodeOf(err) != alex.CodeTooLarge {
		t.Errorf("outside a transaction = %v", err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	var length, other int64
	var sum, want string
	if err := tx.QueryRowContext(t.Context(), query, text, "x").Scan(&length, &sum, &other); err != nil {
		t.Fatal(err)
	}
	if err := raw(t, url).QueryRowContext(t.Context(), `SELECT md5(repeat(E'é\x01"', 1000000))`).Scan(&want); err != nil {
		t.Fatal(err)
	}
	if length != 3_000_000 || other != 1 || sum != want {
		t.Errorf("the database has %d characters with sum %s, want 3000000 with %s", length, sum, want)
	}
}

package sqlite

import (
	"embed"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"alex/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed schema.json
var golden []byte

//go:embed baseline.sql
var baseline string

// Engine is SQLite: STRICT tables, exact decimals as canonical text whose form
// the columns check, sums and the life of jobs guarded by triggers.
type Engine struct{}

// Name is "sqlite".
func (Engine) Name() string { return "sqlite" }

// Dialect is the migration tool's name of SQLite.
func (Engine) Dialect() string { return "sqlite3" }

// OneWriter says that SQLite locks the whole database for a write.
func (Engine) OneWriter() {}

// Golden is the structure that the migrations make.
func (Engine) Golden() []byte { return golden }

// Baseline is the schema that the migrations make.
func (Engine) Baseline() string { return baseline }

// EmptyQuery counts what SQLite itself has in its schema.
func (Engine) EmptyQuery() string { return `SELECT count(*) = 0 FROM sqlite_schema` }

// Migrations are the triggers.
func (Engine) Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return migrations
	}
	return sub
}

// Words are SQLite's column types. NUMERIC would lose digits, so every exact
// number is text in one canonical form, which the column checks.
func (Engine) Words() store.Words {
	return store.Words{
		UUID: "TEXT", JSON: "TEXT", Bool: "INTEGER", Time: "INTEGER", Date: "TEXT", Integer: "INTEGER",
		Strict:   "STRICT",
		Varchar:  func(int) string { return "TEXT" },
		Money:    func(column string) string { return check(column, cents+" AND "+below(10, 2)) },
		Amount:   func(column string) string { return check(column, cents) },
		Quantity: func(column string) string { return check(column, plain+" AND % <> '0' AND "+below(12, 8)) },
		Rate:     func(column string) string { return check(column, plain+" AND "+below(1, 4)) },
		Price:    func(column string) string { return check(column, plain+" AND % <> '0'") },
		Number:   func(column string) string { return check(column, plain) },
	}
}

// The two canonical forms, with % for the column: cents is a sign, digits, a
// point and two digits; plain is digits, and a point and digits that do not
// end in zero. Neither has leading zeros, nor a negative zero.
const (
	cents = `(ltrim(%, '-') GLOB '[0-9]*.[0-9][0-9]' AND substr(%, 2) NOT GLOB '*[^0-9.]*'` +
		` AND length(%) - length(replace(%, '.', '')) = 1 AND ltrim(%, '-') NOT GLOB '0[0-9]*' AND % <> '-0.00')`
	plain = `(% GLOB '[0-9]*' AND % NOT GLOB '*[^0-9.]*' AND length(%) - length(replace(%, '.', '')) <= 1` +
		` AND % NOT GLOB '0[0-9]*' AND % NOT GLOB '*.' AND NOT (instr(%, '.') > 0 AND % GLOB '*0'))`
)

// below limits the digits before and after the point.
func below(whole, fraction int) string {
	return `(instr(ltrim(%, '-') || '.', '.') <= ` + strconv.Itoa(whole+1) +
		` AND (instr(%, '.') = 0 OR length(%) - instr(%, '.') <= ` + strconv.Itoa(fraction) + `))`
}

func check(column, condition string) string {
	return "TEXT CHECK (" + strings.ReplaceAll(condition, "%", column) + ")"
}

// Classify reads SQLite's result codes.
func (Engine) Classify(err error) store.Fault {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return store.FaultUnknown
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return store.FaultConflict
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return store.FaultReference
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_TRIGGER,
		sqlite3.SQLITE_CONSTRAINT_NOTNULL, sqlite3.SQLITE_CONSTRAINT_DATATYPE:
		return store.FaultRefused
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return store.FaultFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
		sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PROTOCOL:
		return store.FaultUnavailable
	default:
		return store.FaultUnknown
	}
}

func isCorrupt(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqlite3.SQLITE_NOTADB || e.Code()&0xff == sqlite3.SQLITE_CORRUPT)
}

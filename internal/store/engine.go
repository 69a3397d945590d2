package store

import (
	"context"
	"database/sql"
	"io/fs"

	"alex"
)

// Engine is what differs between databases: the words of the table
// definitions, the error table, and how the database describes itself.
type Engine interface {
	// Name is "sqlite", "postgres" or "dataapi"; Dialect is the migration
	// tool's name of the SQL dialect ("sqlite3", "postgres").
	Name() string
	Dialect() string

	// Migrations are the engine's own migration files: a file here stands
	// before the common file of the same name. Words fill the templates.
	Migrations() fs.FS
	Words() Words

	// Classify says what kind of failure a driver's error is.
	Classify(err error) Fault

	// Describe reads the structure of the database as it is; Golden is what
	// it has to be, as the JSON of a Schema.
	Describe(ctx context.Context, q Querier) (Schema, error)
	Golden() []byte

	// Inspect runs the database's own checks of its integrity.
	Inspect(ctx context.Context, q Querier) ([]Problem, error)
}

// Role is on whose behalf a transaction runs: it decides which rows of which
// tables an engine that guards rows lets it see.
type Role int

const (
	RolePerson Role = iota // one person's own rows
	RoleSystem             // the life of jobs, sign-in and reference data
	RoleKeeper             // everything: verify, backup, restore, reset
)

// Scoper is an engine that guards rows itself: Scope begins every transaction
// by taking a role. person is whose rows they are; it is empty for the other
// roles.
type Scoper interface {
	Scope(ctx context.Context, q Querier, role Role, person alex.PersonID) error
}

// Presenter is an engine that guards rows itself and shows an invitation to
// whoever presents its code: Present says the code's hash for the rest of the
// transaction.
type Presenter interface {
	Present(ctx context.Context, q Querier, codeHash string) error
}

// Notifier is an engine that can wake the workers of other processes: Notify
// runs in the transaction that stores a job, so that the row and the wake-up
// are one.
type Notifier interface {
	Notify(ctx context.Context, q Querier, job alex.ID) error
}

// ClaimLocker is an engine in which several transactions can write at once.
// ClaimLock ends the choice of the job to claim, so that workers pass over the
// rows that others are about to take.
type ClaimLocker interface {
	ClaimLock() string
}

// Timekeeper is an engine on a machine of its own: TimeQuery selects what its clock
// shows, in microseconds since 1970.
type Timekeeper interface {
	TimeQuery() string
}

// Sleeper is an engine whose database sleeps while nobody asks, and takes a while to
// wake.
type Sleeper interface {
	Sleeps()
}

// Baseliner is an engine that makes the whole schema of an empty database at once,
// which is quicker than one migration after the other. Baseline is what all migrations
// make, below BaselineHead; EmptyQuery selects whether a database has no table.
type Baseliner interface {
	Baseline() string
	EmptyQuery() string
}

// OneWriter is an engine that can write only one transaction at a time: writers
// of one process then queue in the store, in order, instead of polling the
// database's lock.
type OneWriter interface {
	OneWriter()
}

// Words are an engine's column types. The functions take the column's name, so
// that an engine without exact decimals can add a check to the column.
type Words struct {
	UUID, JSON, Bool, Time, Date, Integer string

	Strict   string                     // closes CREATE TABLE
	Varchar  func(limit int) string     // text of at most limit characters
	Money    func(column string) string // DECIMAL(12,2)
	Amount   func(column string) string // whole cents of any size
	Quantity func(column string) string // DECIMAL(20,8), above zero
	Rate     func(column string) string // DECIMAL(5,4), not below zero
	Price    func(column string) string // an exact number above zero
	Number   func(column string) string // an exact number, not below zero
}

// Fault is the kind of a driver's error.
type Fault int

const (
	FaultUnknown     Fault = iota
	FaultConflict          // a unique value exists already
	FaultReference         // a foreign key points at nothing
	FaultRefused           // a check or a trigger refuses the value
	FaultUnavailable       // busy, unreachable, or resuming
	FaultContended         // lost a race with another transaction; again it may win
	FaultFull              // no space is left
)

// Querier is a database, a connection or a transaction.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

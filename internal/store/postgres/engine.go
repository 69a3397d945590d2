package postgres

import (
	"context"
	"embed"
	"io/fs"
	"strconv"

	"alex"
	"alex/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed schema.json
var golden []byte

// Engine is PostgreSQL, of version 15 or later: exact numeric types, JSONB,
// row-level security on every table. Text compares by its bytes, whatever the
// database's language, as on the other engines.
type Engine struct{}

// Name is "postgres".
func (Engine) Name() string { return "postgres" }

// Dialect is the migration tool's name of PostgreSQL.
func (Engine) Dialect() string { return "postgres" }

// Golden is the structure that the migrations make.
func (Engine) Golden() []byte { return golden }

// Migrations are the guards of values, then the roles and policies.
func (Engine) Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return migrations
	}
	return sub
}

// Words are PostgreSQL's column types. A NUMERIC may be NaN, which is more than
// every number, and without a size also infinite: the checks leave both out.
func (Engine) Words() store.Words {
	return store.Words{
		UUID: "UUID", JSON: "JSONB", Bool: "BOOLEAN", Time: "BIGINT", Date: "DATE", Integer: "BIGINT",
		Varchar:  func(limit int) string { return "VARCHAR(" + strconv.Itoa(limit) + `) COLLATE "C"` },
		Money:    func(column string) string { return check("NUMERIC(12,2)", column+" < 'NaN'") },
		Amount:   func(column string) string { return check("NUMERIC", finite(column)+" AND scale("+column+") <= 2") },
		Quantity: func(column string) string { return check("NUMERIC(20,8)", column+" > 0 AND "+column+" < 'NaN'") },
		Rate:     func(column string) string { return check("NUMERIC(5,4)", column+" >= 0 AND "+column+" < 'NaN'") },
		Price:    func(column string) string { return check("NUMERIC", column+" > 0 AND "+finite(column)) },
		Number:   func(column string) string { return check("NUMERIC", column+" >= 0 AND "+finite(column)) },
	}
}

func check(kind, condition string) string { return kind + " CHECK (" + condition + ")" }

func finite(column string) string {
	return column + " > '-Infinity' AND " + column + " < 'Infinity'"
}

// One statement takes the role and says whose rows are meant, for the length
// of the transaction. A person's writers then pass one at a time: what one
// reads before it writes, no other changes meanwhile.
const scope = `SELECT set_config('role', $1, true), set_config('app.user_id', $2, true),
	(SELECT count(pg_advisory_xact_lock(hashtextextended($2, 0)))
	WHERE $2 <> '' AND current_setting('transaction_read_only') = 'off')`

// Scope takes a role for the transaction.
func (Engine) Scope(ctx context.Context, q store.Querier, role store.Role, person alex.PersonID) error {
	name := "alex_person"
	switch role {
	case store.RoleSystem:
		name, person = "alex_system", ""
	case store.RoleKeeper:
		name, person = "alex_keeper", ""
	}
	_, err := q.ExecContext(ctx, scope, name, string(person))
	return err
}

// Present says the hash of a code, which the policies of invitations ask for.
func (Engine) Present(ctx context.Context, q store.Querier, codeHash string) error {
	_, err := q.ExecContext(ctx, `SELECT set_config('app.code_hash', $1, true)`, codeHash)
	return err
}

// ClaimLock passes over jobs that another worker is about to claim.
func (Engine) ClaimLock() string { return "FOR UPDATE SKIP LOCKED" }

// TimeQuery asks for the server's clock.
func (Engine) TimeQuery() string {
	return `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)`
}

// channel is where the ids of new jobs are announced.
const channel = "alex_jobs"

// Notify announces a job when the transaction ends.
func (Engine) Notify(ctx context.Context, q store.Querier, job alex.ID) error {
	_, err := q.ExecContext(ctx, `SELECT pg_notify($1, $2)`, channel, string(job))
	return err
}

package dataapi

import (
	"context"
	"errors"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres"
)

// Engine is PostgreSQL behind the Data API: its dialect, its migrations and its
// guards, but errors that come as text, and no notifications.
type Engine struct{ postgres.Engine }

// Name is "dataapi".
func (Engine) Name() string { return "dataapi" }

// Notify does nothing: nobody can listen over the Data API, and queues wake the
// workers.
func (Engine) Notify(context.Context, store.Querier, alex.ID) error { return nil }

// Sleeps says that a cluster without a question for a while is paused.
func (Engine) Sleeps() {}

// One statement takes the role, says whose rows are meant, and makes the
// transaction one that only reads, which spares a call of its own. A transaction
// whose client is gone holds up its person no longer than on a connection, where
// the service itself would wait for three minutes. A person's writers pass one at
// a time.
const scope = `SELECT set_config('transaction_read_only', $3, true), set_config('role', $1, true), set_config('app.user_id', $2, true),
	set_config('idle_in_transaction_session_timeout', '15000', true),
	(SELECT count(pg_advisory_xact_lock(hashtextextended($2, 0))) WHERE $2 <> '' AND $3 = 'off')`

// Scope takes a role for the transaction.
func (Engine) Scope(ctx context.Context, q store.Querier, role store.Role, person alex.PersonID) error {
	name := "alex_person"
	switch role {
	case store.RoleSystem:
		name, person = "alex_system", ""
	case store.RoleKeeper:
		name, person = "alex_keeper", ""
	}
	_, err := q.ExecContext(ctx, scope, name, string(person), readOnly{})
	return err
}

// Classify reads the SQLSTATE in an answer, and what the service says of itself.
func (e Engine) Classify(err error) store.Fault {
	f, ok := errors.AsType[*Error](err)
	switch {
	case !ok:
		return e.Engine.Classify(err)
	case f.kind == tooLarge:
		return store.FaultContended // again, it is read in pieces
	case f.kind != refused:
		return store.FaultUnavailable
	case f.State != "":
		return postgres.ClassifyState(f.State)
	default:
		return store.FaultUnknown
	}
}

package postgres

import (
	"context"

	"alex/internal/store"
)

const (
	asOwner      = `SELECT set_config('role', 'none', true)`
	asKeeper     = `SELECT set_config('role', 'alex_keeper', true)`
	liftGuards   = `ALTER TABLE analysis_jobs DISABLE TRIGGER USER`
	returnGuards = `ALTER TABLE analysis_jobs ENABLE TRIGGER USER`
)

// BeforeRestore lifts the guards of the life of jobs, which let no job begin
// but pending. Only the table's owner may, and the change locks the table until
// the transaction ends, so nobody else is without them for a moment.
func (Engine) BeforeRestore(ctx context.Context, q store.Querier) (after func(context.Context) error, err error) {
	owned := func(ctx context.Context, statement string) error {
		for _, query := range []string{asOwner, statement, asKeeper} {
			if _, err := q.ExecContext(ctx, query); err != nil {
				return err
			}
		}
		return nil
	}
	return func(ctx context.Context) error { return owned(ctx, returnGuards) }, owned(ctx, liftGuards)
}

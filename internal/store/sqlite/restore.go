package sqlite

import (
	"context"
	"database/sql"

	"alex/internal/store"
)

const selectGuards = `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('analysis_jobs', 'audit_log') ORDER BY name`

// BeforeRestore lifts the guards of the life of jobs, which let no job begin
// but pending, and of the log of acts, which makes room for that of the backup. The transaction holds the whole database, so nobody else is
// without them for a moment.
func (Engine) BeforeRestore(ctx context.Context, q store.Querier) (after func(context.Context) error, err error) {
	guards, err := store.All(ctx, q, scanGuard, selectGuards)
	if err != nil {
		return nil, err
	}
	for _, g := range guards {
		if _, err := q.ExecContext(ctx, `DROP TRIGGER "`+g.name+`"`); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		for _, g := range guards {
			if _, err := q.ExecContext(ctx, g.sql); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

type guard struct{ name, sql string }

func scanGuard(rows *sql.Rows) (g guard, err error) { return g, rows.Scan(&g.name, &g.sql) }

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alex"
)

// Grant lets the login of the serving URL take the roles of a person and of
// the system, and nothing else: before it has taken one it reads only which
// migrations are applied, and it cannot become the keeper. The owner's URL is
// the one that migrated, and its login may change the other (CREATEROLE). Where
// both are one login, or the other is a superuser, there is nothing to do. It may
// run at every start.
func Grant(ctx context.Context, owner, serving string) error {
	from, err := configure(owner)
	if err != nil {
		return err
	}
	to, err := configure(serving)
	if err != nil {
		return err
	}
	if from.User == to.User {
		return nil
	}
	conn, err := pgx.ConnectConfig(ctx, from)
	if err != nil {
		return unreachable(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return grant(ctx, tx, to.User) }); err != nil {
		return &alex.Error{
			Code: alex.CodeInvalid, Err: err,
			Message: "the owner's login cannot grant alex_person and alex_system to the serving login",
		}
	}
	return nil
}

// selectGranted is whether a login has all that it needs, and not by
// inheritance: then it would read tables as it is.
const selectGranted = `SELECT l.rolsuper OR bool_and(pg_has_role(l.oid, r.oid, 'MEMBER') AND NOT pg_has_role(l.oid, r.oid, 'USAGE'))
	FROM pg_roles l CROSS JOIN pg_roles r
	WHERE l.rolname = $1 AND r.rolname IN ('alex_person', 'alex_system') GROUP BY l.rolsuper`

// selectReads is whether a login can see which migrations are applied.
const selectReads = `SELECT has_table_privilege($1, 'schema_checksums', 'SELECT')`

// firstOwnInherit is the version from which a membership says itself whether it
// is inherited; before, the login does.
const firstOwnInherit = 160000

func grant(ctx context.Context, tx pgx.Tx, login string) error {
	// Processes that start together take turns.
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('alex grant', 0))`); err != nil {
		return err
	}
	name := pgx.Identifier{login}.Sanitize()
	var reads, granted bool
	if err := tx.QueryRow(ctx, selectReads, login).Scan(&reads); err != nil {
		return err
	}
	if !reads {
		if _, err := tx.Exec(ctx, "GRANT SELECT ON schema_checksums TO "+name); err != nil {
			return err
		}
	}
	if err := tx.QueryRow(ctx, selectGranted, login).Scan(&granted); err != nil || granted {
		return err
	}
	var version int
	if err := tx.QueryRow(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version); err != nil {
		return err
	}
	statements := []string{"GRANT alex_person, alex_system TO " + name + " WITH INHERIT FALSE, SET TRUE"}
	if version < firstOwnInherit {
		statements = []string{"GRANT alex_person, alex_system TO " + name, "ALTER ROLE " + name + " NOINHERIT"}
	}
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

package api_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite/sqlitetest"
)

// databases are what the matrix runs over.
func databases() map[string]func(testing.TB) *store.Store {
	all := map[string]func(testing.TB) *store.Store{
		"SQLite": sqlitetest.Seeded,
		"PostgreSQL": func(t testing.TB) *store.Store {
			return postgrestest.Start(t, postgrestest.Options{}).Open(t)
		},
		"PostgreSQL without the first wall": withoutFirstWall,
	}
	if racing {
		return map[string]func(testing.TB) *store.Store{"SQLite": all["SQLite"]}
	}
	return all
}

// withoutFirstWall is a store whose statements for a person have lost every
// condition on whose the rows are. Row-level security stands alone.
func withoutFirstWall(t testing.TB) *store.Store {
	t.Helper()
	cfg, err := pgx.ParseConfig(postgrestest.Start(t, postgrestest.Options{}).Database(t))
	if err != nil {
		t.Fatal(err)
	}
	c := &careless{Connector: stdlib.GetConnector(*cfg)}
	t.Cleanup(func() {
		if c.forgot.Load() < 1000 {
			t.Errorf("%d statements have lost a condition", c.forgot.Load())
		}
	})
	return store.New(sql.OpenDB(c), postgres.Engine{})
}

// careless is a connector that forgets whose rows a statement is about.
type careless struct {
	driver.Connector
	forgot atomic.Int64
}

func (c *careless) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &carelessConn{Conn: conn.(*stdlib.Conn), of: c}, nil
}

type carelessConn struct {
	*stdlib.Conn
	of   *careless
	role string // of the transaction
}

var whose = regexp.MustCompile(`(\w+\.)?(?:clerk_user_id|owner|grantee) = (\$\d+)`)

// forgetful is the statement as it is sent; the roles stay as they are.
func (c *carelessConn) forgetful(query string, args []driver.NamedValue) string {
	if strings.Contains(query, "set_config('role'") {
		c.role, _ = args[0].Value.(string)
		return query
	}
	if c.role != "alex_person" || !whose.MatchString(query) {
		return query
	}
	c.of.forgot.Add(1)
	return whose.ReplaceAllString(query, "$2::text IS NOT NULL")
}

func (c *carelessConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.ExecContext(ctx, c.forgetful(query, args), args)
}

func (c *carelessConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.Conn.QueryContext(ctx, c.forgetful(query, args), args)
}

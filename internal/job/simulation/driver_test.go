package simulation

import (
	"context"
	"database/sql/driver"
	"errors"
	"runtime"
	"strings"
)

var (
	errBroken   = errors.New("the cable was pulled")
	errVanished = errors.New("this process is gone")
)

// database is the one connection to SQLite: no two calls of a world are carried
// out at once. Statements are prepared once: half of a run would go into it.
type database struct {
	driver.Conn
	kept map[string]driver.Stmt
}

func (d *database) close() {
	for _, stmt := range d.kept {
		_ = stmt.Close()
	}
	_ = d.Conn.Close()
}

// connector is what a process connects by: every transaction, and every read
// outside one, waits until the world lets it go on, and ends as the world
// decides.
type connector struct{ world *world }

func (c *connector) Connect(context.Context) (driver.Conn, error) { return &conn{world: c.world}, nil }

func (c *connector) Driver() driver.Driver { return nil }

// conn is one connection of a process; call is the transaction under way, if
// there is one.
type conn struct {
	world *world
	call  *call
}

func (c *conn) Begin() (driver.Tx, error)           { return nil, driver.ErrSkip }
func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, driver.ErrSkip }
func (c *conn) Close() error                        { return nil }

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	call, err := c.world.admit(ctx, operation(), false)
	if err != nil {
		return nil, err
	}
	c.call = call
	if c.world.mutation.torn {
		return &tx{nothing{}, c, call}, nil
	}
	inner, err := c.world.database.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &tx{inner, c, call}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	stmt, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	stmt, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
}

// PrepareContext hands out a statement that stays prepared when it is closed.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := c.prepared(ctx, query)
	return kept{stmt}, err
}

type kept struct{ driver.Stmt }

func (kept) Close() error { return nil }

func (k kept) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return k.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (k kept) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return k.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
}

// statement is a prepared one, unless the call's fate is to break here.
func (c *conn) statement(ctx context.Context, query string) (driver.Stmt, error) {
	if c.call == nil {
		if _, err := c.world.admit(ctx, operation(), true); err != nil {
			return nil, err
		}
	} else if c.call.statements++; c.call.fate == broken && c.call.statements == c.call.breakAt {
		return nil, errBroken
	}
	return c.prepared(ctx, query)
}

func (c *conn) prepared(ctx context.Context, query string) (driver.Stmt, error) {
	d := c.world.database
	if stmt, ok := d.kept[query]; ok {
		return stmt, nil
	}
	stmt, err := d.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, c.world.rewritten(query))
	if err == nil {
		d.kept[query] = stmt
	}
	return stmt, err
}

// CheckNamedValue leaves every value to SQLite's connection.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.world.database.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// nothing is the transaction of a database that has none.
type nothing struct{}

func (nothing) Commit() error   { return nil }
func (nothing) Rollback() error { return nil }

type tx struct {
	driver.Tx
	conn *conn
	call *call
}

// Commit is carried out or not, and answered or not.
func (t *tx) Commit() error {
	t.conn.call = nil
	switch t.call.fate {
	case undone:
		if t.conn.world.mutation.sticky {
			return errors.Join(errBroken, t.Tx.Commit())
		}
		return errors.Join(errBroken, t.Tx.Rollback())
	case diesBefore:
		t.call.process.die()
		return errors.Join(errVanished, t.Tx.Rollback())
	}
	if err := t.Tx.Commit(); err != nil {
		return err
	}
	t.call.committed = true
	switch t.call.fate {
	case unanswered:
		return errBroken
	case diesAfter:
		t.call.process.die()
		return errVanished
	}
	return nil
}

func (t *tx) Rollback() error {
	t.conn.call = nil
	return t.Tx.Rollback()
}

// operation is the method of the store that asks, such as "Claim".
func operation() string {
	var at [32]uintptr
	frames := runtime.CallersFrames(at[:runtime.Callers(3, at[:])])
	for {
		frame, more := frames.Next()
		for _, door := range []string{"alex/internal/store.(*System).", "alex/internal/store.(*Personal)."} {
			name, ok := strings.CutPrefix(frame.Function, door)
			if ok && name[0] >= 'A' && name[0] <= 'Z' && !strings.Contains(name, ".") {
				return name
			}
		}
		if !more {
			return "?"
		}
	}
}

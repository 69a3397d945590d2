package storetest

import (
	"context"
	"database/sql/driver"
	"sync"
)

// Op is one kind of call to a database.
type Op string

// The calls that a Driver sees; each is a round trip on a remote engine.
const (
	Begin    Op = "begin"
	Exec     Op = "exec"
	Query    Op = "query"
	Commit   Op = "commit"
	Rollback Op = "rollback"
)

// Call is one call with its statement, where it has one.
type Call struct {
	Op  Op
	SQL string
}

// Driver stands before another driver: it counts its calls, and breaks those
// that Before or After say. Before keeps the call from the database; After
// loses the answer of a call that the database has carried out.
type Driver struct {
	inner driver.Connector

	mu            sync.Mutex
	calls         []Call
	before, after func(Call) error
}

// Wrap puts a Driver before a connector.
func Wrap(inner driver.Connector) *Driver { return &Driver{inner: inner} }

// Break sets what breaks calls; nil breaks none.
func (d *Driver) Break(before, after func(Call) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before, d.after = before, after
}

// Count forgets the calls so far, runs f, and answers those that f made.
func (d *Driver) Count(f func()) []Call {
	d.mu.Lock()
	d.calls = nil
	d.mu.Unlock()
	f()
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Call(nil), d.calls...)
}

// FailAt breaks the n-th call from now on, counted from 1, with err.
func (d *Driver) FailAt(n int, err error) {
	var seen int
	var mu sync.Mutex
	d.Break(func(Call) error {
		mu.Lock()
		defer mu.Unlock()
		if seen++; seen == n {
			return err
		}
		return nil
	}, nil)
}

func (d *Driver) around(c Call, do func() error) error {
	d.mu.Lock()
	d.calls = append(d.calls, c)
	before, after := d.before, d.after
	d.mu.Unlock()
	if before != nil {
		if err := before(c); err != nil {
			return err
		}
	}
	if err := do(); err != nil {
		return err
	}
	if after != nil {
		return after(c)
	}
	return nil
}

// Connect opens a connection that is watched.
func (d *Driver) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := d.inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, d: d}, nil
}

// Driver is the driver behind.
func (d *Driver) Driver() driver.Driver { return d.inner.Driver() }

type conn struct {
	driver.Conn
	d *Driver
}

// Unwrap is the connection behind.
func (c *conn) Unwrap() driver.Conn { return c.Conn }

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (t driver.Tx, err error) {
	err = c.d.around(Call{Op: Begin}, func() error {
		t, err = c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
		return err
	})
	return &tx{t, c.d}, err
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (r driver.Result, err error) {
	err = c.d.around(Call{Exec, query}, func() error {
		r, err = c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
		return err
	})
	return r, err
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (r driver.Rows, err error) {
	err = c.d.around(Call{Query, query}, func() error {
		r, err = c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
		return err
	})
	return r, err
}

func (c *conn) Ping(ctx context.Context) error {
	if p, ok := c.Conn.(driver.Pinger); ok {
		return p.Ping(ctx)
	}
	return nil
}

func (c *conn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

func (c *conn) IsValid() bool {
	if v, ok := c.Conn.(driver.Validator); ok {
		return v.IsValid()
	}
	return true
}

func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

type tx struct {
	driver.Tx
	d *Driver
}

// A broken commit still ends the transaction, as a lost connection would.
func (t *tx) Commit() error {
	begun := false
	err := t.d.around(Call{Op: Commit}, func() error {
		begun = true
		return t.Tx.Commit()
	})
	if !begun {
		_ = t.Tx.Rollback()
	}
	return err
}

func (t *tx) Rollback() error {
	return t.d.around(Call{Op: Rollback}, t.Tx.Rollback)
}

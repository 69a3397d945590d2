package dataapi

import (
	"context"
	"database/sql/driver"
	"errors"
)

// prepared is a query for later.
type prepared struct {
	*conn
	query string
}

// Close keeps the connection.
func (prepared) Close() error { return nil }

// NumInput leaves the number of parameters to the database.
func (prepared) NumInput() int { return -1 }

// Exec is not used by database/sql, which has ExecContext.
func (prepared) Exec([]driver.Value) (driver.Result, error) { return nil, errors.ErrUnsupported }

// Query is not used by database/sql, which has QueryContext.
func (prepared) Query([]driver.Value) (driver.Rows, error) { return nil, errors.ErrUnsupported }

// ExecContext runs the query.
func (p prepared) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return p.conn.ExecContext(ctx, p.query, args)
}

// QueryContext runs the query, which answers rows.
func (p prepared) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return p.conn.QueryContext(ctx, p.query, args)
}

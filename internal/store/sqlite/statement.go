package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"

	"modernc.org/sqlite"
)

// Connector opens connections that keep the statements they prepared: SQLite
// otherwise parses and plans each one anew, which takes longer than most of them run.
func Connector(dsn string) (driver.Connector, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return keeping{connector}, nil
}

type keeping struct{ driver.Connector }

// Connect opens a connection that keeps its statements.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := conn.(connection)
	if !ok {
		return nil, errors.Join(errors.New("the driver's connection lacks a method"), conn.Close())
	}
	return &keeper{connection: whole, idle: map[string]kept{}}, nil
}

// connection is all that database/sql asks of one.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// statement is all that database/sql asks of a prepared one.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// mostKept is how many statements a connection keeps: those of a busy day. Each has a
// few kilobytes.
const mostKept = 128

// keeper is a connection with the statements that nobody runs just now, by their
// text. Like every connection it is used by one goroutine at a time.
type keeper struct {
	connection
	idle map[string]kept
	runs int // of all statements that may be kept
}

type kept struct {
	statement
	query string
	run   int // the last one
}

// keepable are statements that a later run may take up again: those that read or
// write rows. A PRAGMA may already act while it is prepared.
func keepable(query string) bool {
	text := strings.TrimSpace(query)
	return slices.ContainsFunc([]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}, func(verb string) bool { return strings.HasPrefix(text, verb) })
}

// Unwrap is the driver's own connection.
func (k *keeper) Unwrap() driver.Conn { return k.connection }

// ExecContext runs a statement by the one that is kept.
func (k *keeper) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !keepable(query) {
		return k.connection.ExecContext(ctx, query, args)
	}
	s, err := k.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	if back := k.giveBack(s); err == nil {
		err = back
	}
	return result, err
}

// QueryContext runs a query by the one that is kept, which others may have again
// when the rows are closed.
func (k *keeper) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !keepable(query) {
		return k.connection.QueryContext(ctx, query, args)
	}
	s, err := k.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		_ = k.giveBack(s) // what failed is told
		return nil, err
	}
	return &keptRows{Rows: rows, end: func() error { return k.giveBack(s) }}, nil
}

// take is the kept statement, which is then nobody else's, or a new one.
func (k *keeper) take(ctx context.Context, query string) (kept, error) {
	k.runs++
	if s, found := k.idle[query]; found {
		delete(k.idle, query)
		s.run = k.runs
		return s, nil
	}
	prepared, err := k.PrepareContext(ctx, query)
	if err != nil {
		return kept{}, err
	}
	s, ok := prepared.(statement)
	if !ok {
		return kept{}, errors.Join(errors.New("the driver's statement lacks a method"), prepared.Close())
	}
	return kept{s, query, k.runs}, nil
}

// giveBack keeps a statement that has run, in the place of the one that was run
// longest ago where there are too many.
func (k *keeper) giveBack(s kept) error {
	if _, there := k.idle[s.query]; there { // it ran within itself
		return s.Close()
	}
	k.idle[s.query] = s
	if len(k.idle) <= mostKept {
		return nil
	}
	oldest := s
	for _, other := range k.idle {
		if other.run < oldest.run {
			oldest = other
		}
	}
	delete(k.idle, oldest.query)
	return oldest.Close()
}

// Close ends the statements, and then the connection.
func (k *keeper) Close() error {
	var errs []error
	for _, s := range k.idle {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, k.connection.Close())...)
}

// keptRows give their statement back when they are closed.
type keptRows struct {
	driver.Rows
	end func() error
}

// Close gives the statement back; a second time it does nothing.
func (r *keptRows) Close() error {
	if r.end == nil {
		return nil
	}
	end := r.end
	r.end = nil
	err := r.Rows.Close()
	if back := end(); err == nil {
		err = back
	}
	return err
}

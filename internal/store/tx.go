package store

import (
	"context"
	"database/sql"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"alex"
)

// actor is on whose behalf a transaction runs.
type actor struct {
	role   Role
	person alex.PersonID // of RolePerson
}

// read runs fn, which is a single statement and so sees one state of the database,
// for an actor; engines that guard rows get a transaction. Like write it runs fn
// again where the database could not carry it out.
func (s *Store) read(ctx context.Context, by actor, fn func(Querier) error) error {
	if _, guards := s.engine.(Scoper); !guards {
		return s.observed(operationRead, func() error { return s.explain(fn(checked{s.db})) })
	}
	return s.untied(ctx, func() error { return s.transact(ctx, by, &sql.TxOptions{ReadOnly: true}, fn) })
}

// view is read of several statements that see one state of the database. It
// waits for no writer.
func (s *Store) view(ctx context.Context, by actor, fn func(Querier) error) error {
	return s.untied(ctx, func() error { return s.transact(ctx, by, frozen(), fn) })
}

// frozen is a transaction that reads the database as it was when it began.
func frozen() *sql.TxOptions {
	return &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
}

// write runs fn in one transaction: all of it is stored, or nothing. Where the
// database breaks a tie with another transaction, such as a deadlock, fn runs
// again from the beginning, so it must not build on what it left outside.
func (s *Store) write(ctx context.Context, by actor, fn func(Querier) error) error {
	if s.writer != nil {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return s.explain(ctx.Err())
		}
	}
	return s.inTurn(ctx, by.person, func() error { return s.untied(ctx, func() error { return s.transact(ctx, by, nil, fn) }) })
}

// untied runs do again where the database stopped it for another's sake, each
// time after a longer pause, so that the other gets through.
func (s *Store) untied(ctx context.Context, do func() error) error {
	const tries = 6
	for try, pause := 1, 20*time.Millisecond; ; try, pause = try+1, 2*pause {
		err := do()
		if err == nil || try == tries || s.engine.Classify(err) != FaultContended {
			return err
		}
		select {
		case <-ctx.Done():
			return s.explain(ctx.Err())
		case <-time.After(pause):
		}
	}
}

func (s *Store) transact(ctx context.Context, by actor, opts *sql.TxOptions, fn func(Querier) error) error {
	operation := operationWrite
	if opts != nil && opts.ReadOnly {
		operation = operationRead
	}
	return s.observed(operation, func() error { return s.scoped(ctx, by, opts, fn) })
}

const (
	operationRead  = "read"
	operationWrite = "write"
)

// observed runs do and tells Observe how long it took, and what came of it.
func (s *Store) observed(operation string, do func() error) error {
	if s.Observe == nil {
		return do()
	}
	begun := time.Now()
	err := do()
	s.Observe(operation, time.Since(begun), err)
	return err
}

func (s *Store) scoped(ctx context.Context, by actor, opts *sql.TxOptions, fn func(Querier) error) error {
	return s.inTx(ctx, opts, func(q Querier) error {
		if scoper, guards := s.engine.(Scoper); guards {
			if err := scoper.Scope(ctx, q, by.role, by.person); err != nil {
				return err
			}
		}
		return fn(q)
	})
}

// unscoped runs fn in a transaction of the login's own: what keeps the schema
// itself, before there are roles.
func (s *Store) unscoped(ctx context.Context, fn func(Querier) error) error {
	return s.inTx(ctx, nil, fn)
}

func (s *Store) inTx(ctx context.Context, opts *sql.TxOptions, fn func(Querier) error) error {
	tx, end, err := s.begin(ctx, opts)
	if err != nil {
		return s.explain(err)
	}
	defer end()
	// After a commit this is a no-op; on an error or a panic it undoes all.
	defer func() { _ = tx.Rollback() }()
	if err := fn(checked{tx}); err != nil {
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}

func (p *Personal) actor() actor { return actor{RolePerson, p.person} }

func (p *Personal) read(ctx context.Context, fn func(Querier) error) error {
	return p.store.read(ctx, p.actor(), fn)
}

func (p *Personal) view(ctx context.Context, fn func(Querier) error) error {
	return p.store.view(ctx, p.actor(), fn)
}

func (p *Personal) write(ctx context.Context, fn func(Querier) error) error {
	return p.store.write(ctx, p.actor(), func(q Querier) error {
		if err := fn(q); err != nil {
			return err
		}
		return p.noteChange(ctx, q)
	})
}

func (y *System) read(ctx context.Context, fn func(Querier) error) error {
	return y.store.read(ctx, actor{role: RoleSystem}, fn)
}

func (y *System) view(ctx context.Context, fn func(Querier) error) error {
	return y.store.view(ctx, actor{role: RoleSystem}, fn)
}

func (y *System) write(ctx context.Context, fn func(Querier) error) error {
	return y.store.write(ctx, actor{role: RoleSystem}, fn)
}

// checked refuses text that an engine would cut short or reject: NUL, and
// bytes that are not UTF-8. It is the one place that every parameter passes.
type checked struct{ to Querier }

func (c checked) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := checkText(args); err != nil {
		return nil, err
	}
	return c.to.ExecContext(ctx, query, args...)
}

func (c checked) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := checkText(args); err != nil {
		return nil, err
	}
	return c.to.QueryContext(ctx, query, args...)
}

// QueryRowContext cannot return an error of its own, so a refused parameter
// makes all of them ones that the driver's conversion refuses.
func (c checked) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := checkText(args); err != nil {
		args = slices.Repeat([]any{refusal{err}}, len(args))
	}
	return c.to.QueryRowContext(ctx, query, args...)
}

func checkText(args []any) error {
	for _, arg := range args {
		if v := reflect.ValueOf(arg); v.Kind() == reflect.String {
			if text := v.String(); strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
				return alex.Errorf(alex.CodeInvalid, "text with NUL or with bytes that are not UTF-8 cannot be stored")
			}
		}
	}
	return nil
}

// all reads every row of a query with scan, which stands beside the query.
func all[T any](ctx context.Context, q Querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	list := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// All is what an engine's own query answers, as all.
func All[T any](ctx context.Context, q Querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	return all(ctx, q, scan, query, args...)
}

// changed runs a write and says how many rows it touched.
func changed(ctx context.Context, q Querier, query string, args ...any) (int64, error) {
	result, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// own runs a write that must touch exactly one row of the person's own;
// otherwise the answer is alex.ErrForbidden.
func own(ctx context.Context, q Querier, query string, args ...any) error {
	n, err := changed(ctx, q, query, args...)
	if err == nil && n == 0 {
		return alex.ErrForbidden
	}
	return err
}

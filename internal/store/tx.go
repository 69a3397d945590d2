package store

import (
	"context"
	"database/sql"
	"reflect"
	"strings"
	"unicode/utf8"

	"alex"
)

// read runs fn for person (empty: the system). A single statement sees one
// state of the database; engines that guard rows get a transaction.
func (s *Store) read(ctx context.Context, person alex.PersonID, fn func(Querier) error) error {
	if _, guards := s.engine.(Scoper); !guards {
		return s.explain(fn(checked{s.db}))
	}
	return s.transact(ctx, person, &sql.TxOptions{ReadOnly: true}, fn)
}

// write runs fn in one transaction: all of it is stored, or nothing.
func (s *Store) write(ctx context.Context, person alex.PersonID, fn func(Querier) error) error {
	if s.writer != nil {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return s.explain(ctx.Err())
		}
	}
	return s.transact(ctx, person, nil, fn)
}

func (s *Store) transact(ctx context.Context, person alex.PersonID, opts *sql.TxOptions, fn func(Querier) error) error {
	tx, err := s.db.BeginTx(ctx, opts)
	if err != nil {
		return s.explain(err)
	}
	// After a commit this is a no-op; on an error or a panic it undoes all.
	defer func() { _ = tx.Rollback() }()
	q := checked{newStatements(tx)}
	if scoper, guards := s.engine.(Scoper); guards {
		if err := scoper.Scope(ctx, q, person); err != nil {
			return s.explain(err)
		}
	}
	if err := fn(q); err != nil {
		return s.explain(err)
	}
	return s.explain(tx.Commit())
}

func (p *Personal) read(ctx context.Context, fn func(Querier) error) error {
	return p.store.read(ctx, p.person, fn)
}

func (p *Personal) write(ctx context.Context, fn func(Querier) error) error {
	return p.store.write(ctx, p.person, fn)
}

func (y *System) read(ctx context.Context, fn func(Querier) error) error {
	return y.store.read(ctx, "", fn)
}

func (y *System) write(ctx context.Context, fn func(Querier) error) error {
	return y.store.write(ctx, "", fn)
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
// is handed on as one that the driver's conversion refuses.
func (c checked) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := checkText(args); err != nil {
		args = []any{refusal{err}}
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

package store

import (
	"context"
	"database/sql"
)

// statements runs a transaction's statements, and prepares one when it comes a
// second time: an import runs the same few thousands of times.
type statements struct {
	*sql.Tx
	seen     map[string]bool
	prepared map[string]*sql.Stmt
}

// statements prepares, unless the driver does so by itself.
func (s *Store) statements(tx *sql.Tx) Querier {
	if _, keeps := s.engine.(StatementKeeper); keeps {
		return tx
	}
	return &statements{Tx: tx, seen: map[string]bool{}, prepared: map[string]*sql.Stmt{}}
}

// ExecContext is for one goroutine, as a transaction is. The statements it
// prepares end with the transaction.
func (s *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt, ok := s.prepared[query]; ok {
		return stmt.ExecContext(ctx, args...)
	}
	if !s.seen[query] {
		s.seen[query] = true
		return s.Tx.ExecContext(ctx, query, args...)
	}
	stmt, err := s.PrepareContext(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	if err != nil {
		return nil, err
	}
	s.prepared[query] = stmt
	return stmt.ExecContext(ctx, args...)
}

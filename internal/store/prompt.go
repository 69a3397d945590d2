package store

import (
	"context"
	"database/sql"
	"time"
)

type promptKey struct{}

// patience is how long a prompt call waits for its transaction to begin.
const patience = 1500 * time.Millisecond

// Promptly makes calls with the context prompt: where a database server has no
// connection to give, or begins no transaction, for a second and a half, they
// fail as alex.CodeUnavailable. Someone waits for the answer, who may as well
// come again. It changes nothing where there is one writer, whose turn comes, nor
// where the database sleeps between calls: who comes again would find it no sooner.
func Promptly(ctx context.Context) context.Context {
	return context.WithValue(ctx, promptKey{}, true)
}

// begin begins a transaction, which end ends in any case.
func (s *Store) begin(ctx context.Context, opts *sql.TxOptions) (tx *sql.Tx, end func(), err error) {
	_, sleeps := s.engine.(Sleeper)
	if prompt, _ := ctx.Value(promptKey{}).(bool); !prompt || sleeps || s.writer != nil {
		tx, err = s.db.BeginTx(ctx, opts)
		return tx, func() {}, err
	}
	ctx, end = context.WithCancel(ctx)
	timer := time.AfterFunc(patience, end)
	defer timer.Stop()
	if tx, err = s.db.BeginTx(ctx, opts); err != nil {
		end()
	}
	return tx, end, err
}

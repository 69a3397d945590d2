package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Chore is something that one process does for all of them, when its time has
// come. SucceededAt is nil before its first success; Failures are those since.
type Chore struct {
	Name        string
	RunAfter    time.Time
	SucceededAt *time.Time
	Failures    int
}

const (
	insertChore = `INSERT INTO chores (chore, run_after, failures) VALUES ($1, $2, 0) ON CONFLICT (chore) DO NOTHING`
	selectChore = `SELECT chore, run_after, succeeded_at, failures FROM chores WHERE chore = $1`
	takeChore   = `UPDATE chores SET run_after = $3 WHERE chore = $1 AND (run_after <= $2 OR run_after > $4)`
)

// Taking asks for a chore at a time. Then is until when it is put off for who
// is told yes; First is when one is due that nobody knows yet, and Latest the
// latest for which one may be planned: one that was put off further is due now.
type Taking struct {
	Name                     string
	Now, First, Then, Latest time.Time
}

// TakeChore says whether a chore is due: of several processes that ask, one is
// told yes.
func (y *System) TakeChore(ctx context.Context, t Taking) (due bool, err error) {
	err = y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, insertChore, t.Name, t.First.UnixMicro()); err != nil {
			return err
		}
		n, err := changed(ctx, q, takeChore, t.Name, t.Now.UnixMicro(), t.Then.UnixMicro(), t.Latest.UnixMicro())
		due = n == 1
		return err
	})
	return due, err
}

const (
	choreDone = `INSERT INTO chores (chore, run_after, succeeded_at, failures) VALUES ($1, $2, $3, 0)
	ON CONFLICT (chore) DO UPDATE SET run_after = excluded.run_after, succeeded_at = excluded.succeeded_at, failures = 0`
	choreFailed = `INSERT INTO chores (chore, run_after, failures) VALUES ($1, $2, 1)
	ON CONFLICT (chore) DO UPDATE SET run_after = excluded.run_after, failures = chores.failures + 1`
)

// ChoreDone says that a chore was done at a time, and when it is due next.
func (y *System) ChoreDone(ctx context.Context, name string, at, next time.Time) error {
	return y.write(ctx, func(q Querier) error {
		_, err := q.ExecContext(ctx, choreDone, name, next.UnixMicro(), at.UnixMicro())
		return err
	})
}

// ChoreFailed says that a chore failed, and when it is tried again.
func (y *System) ChoreFailed(ctx context.Context, name string, again time.Time) error {
	return y.write(ctx, func(q Querier) error {
		_, err := q.ExecContext(ctx, choreFailed, name, again.UnixMicro())
		return err
	})
}

// Chore is where a chore stands; alex.CodeNotFound before anybody asked for it.
func (y *System) Chore(ctx context.Context, name string) (c Chore, err error) {
	err = y.read(ctx, func(q Querier) error {
		return q.QueryRowContext(ctx, selectChore, name).Scan(&c.Name, instant{&c.RunAfter}, maybe{&c.SucceededAt}, &c.Failures)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = alex.Errorf(alex.CodeNotFound, "this chore was not planned yet")
	}
	return c, err
}

package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
)

// ErrDiskFull lies in the chain of an error that a full disk caused; its code
// is alex.CodeUnavailable.
var ErrDiskFull = errors.New("the disk is full")

// explain gives a driver's error its domain code; the driver's text stays
// inside.
func (s *Store) explain(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*alex.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*Replayed](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &alex.Error{Code: alex.CodeUnavailable, Message: "the request ended before the database answered", Err: err}
	}
	if s.closed.Load() || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) {
		return &alex.Error{Code: alex.CodeUnavailable, Message: "the database is closing", Err: err}
	}
	return explained(s.engine.Classify(err), err)
}

func explained(fault Fault, err error) *alex.Error {
	switch fault {
	case FaultConflict:
		return &alex.Error{Code: alex.CodeConflict, Message: "this exists already", Err: err}
	case FaultReference:
		return &alex.Error{Code: alex.CodeConflict, Message: "this refers to something that does not exist", Err: err}
	case FaultRefused:
		return &alex.Error{Code: alex.CodeInvalid, Message: "the database refuses this value", Err: err}
	case FaultUnavailable, FaultContended:
		return &alex.Error{Code: alex.CodeUnavailable, Message: "the database is not available; try again", Err: err}
	case FaultFull:
		return &alex.Error{
			Code: alex.CodeUnavailable, Message: "no space is left to store this",
			Err: errors.Join(ErrDiskFull, err),
		}
	default:
		return &alex.Error{Code: alex.CodeInternal, Message: "the database failed", Err: err}
	}
}

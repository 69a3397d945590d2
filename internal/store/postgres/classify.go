package postgres

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"alex/internal/store"
)

// Classify reads PostgreSQL's SQLSTATE codes, and the driver's errors of
// connections that are lost or were never made.
func (Engine) Classify(err error) store.Fault {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return ClassifyState(e.Code)
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	lost := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, driver.ErrBadConn)
	if connecting || network || lost || pgconn.SafeToRetry(err) || pgconn.Timeout(err) {
		return store.FaultUnavailable
	}
	return store.FaultUnknown
}

// ClassifyState reads a SQLSTATE: it knows single codes first, then their classes (Appendix A of
// PostgreSQL's manual).
func ClassifyState(state string) store.Fault {
	switch state {
	case "23505", "23P01": // unique_violation, exclusion_violation
		return store.FaultConflict
	case "23503": // foreign_key_violation
		return store.FaultReference
	case "53100": // disk_full
		return store.FaultFull
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return store.FaultContended
	case "57014", "55P03", "25006", "25P03", "58030": // query_canceled (too slow), lock_not_available, a standby, idle for too long, io_error
		return store.FaultUnavailable
	}
	if len(state) < 2 {
		return store.FaultUnknown
	}
	switch state[:2] {
	case "22", "23": // data exceptions, other constraints
		return store.FaultRefused
	case "08", "53", "57": // connection exceptions, no resources, the operator's intervention
		return store.FaultUnavailable
	default:
		return store.FaultUnknown
	}
}

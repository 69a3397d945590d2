package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Standing says since when a person is disabled and when a demo person ends;
// nil for neither.
type Standing struct {
	DisabledAt *time.Time `json:"disabledAt,omitempty"`
	ExpiresAt  *time.Time `json:"expiresAt,omitempty"`
}

// Check refuses, with alex.CodeUnauthorized, who is disabled or has ended.
func (s Standing) Check(now time.Time) error {
	switch {
	case s.DisabledAt != nil:
		return alex.Errorf(alex.CodeUnauthorized, "this account is disabled")
	case s.ExpiresAt != nil && !now.Before(*s.ExpiresAt):
		return alex.Errorf(alex.CodeUnauthorized, "this demo has ended; start another, or sign up")
	default:
		return nil
	}
}

const selectStanding = `SELECT disabled_at, expires_at FROM users WHERE clerk_user_id = $1`

func loadStanding(ctx context.Context, q Querier, id alex.PersonID) (s Standing, err error) {
	err = q.QueryRowContext(ctx, selectStanding, id).Scan(maybe{&s.DisabledAt}, maybe{&s.ExpiresAt})
	if errors.Is(err, sql.ErrNoRows) {
		err = alex.Errorf(alex.CodeNotFound, "this person has no record")
	}
	return s, err
}

// The person stands twice, and so does nothing else.
const selectLive = `SELECT disabled_at, expires_at,
	(SELECT count(*) FROM sessions WHERE id = $2 AND clerk_user_id = $3 AND expires_at > $4)
	FROM users WHERE clerk_user_id = $1`

// Live asks, in one query, whether the bearer of a verified token may still
// come in: alex.CodeNotFound where the person has no record (deleted, or new
// to Alex where another issuer signs people in), alex.CodeUnauthorized where
// the person is disabled, the demo has ended, or the session has. An empty
// session is not asked about: other issuers keep their own.
func (y *System) Live(ctx context.Context, person alex.PersonID, session alex.ID, now time.Time) error {
	if session != "" {
		if err := checkID(session); err != nil {
			return sessionEnded(err)
		}
	}
	var s Standing
	var sessions int
	err := y.read(ctx, func(q Querier) error {
		return q.QueryRowContext(ctx, selectLive, person, opt(&session), person, now.UnixMicro()).
			Scan(maybe{&s.DisabledAt}, maybe{&s.ExpiresAt}, &sessions)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return alex.Errorf(alex.CodeNotFound, "this person has no record")
	case err != nil:
		return err
	}
	if err := s.Check(now); err != nil {
		return err
	}
	if session != "" && sessions == 0 {
		return sessionEnded(nil)
	}
	return nil
}

func sessionEnded(err error) *alex.Error {
	return &alex.Error{Code: alex.CodeUnauthorized, Message: "this session has ended; sign in again", Err: err}
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Rotation exchanges a refresh token for the next. Presented and Next are
// hashes. For Grace after a rotation the token before it is still good for an
// access token: two tabs may have sent it at the same time. Issued says that the
// presented token is known to have been made for this session: anyone who has
// seen the session's id can make up one that was not.
type Rotation struct {
	Session         alex.ID
	Presented, Next string
	Now, Expires    time.Time
	Grace           time.Duration
	Issued          bool
}

// Rotated is what a rotation did. Where Replaced is false the session keeps
// the token that it has, which another answer carries.
type Rotated struct {
	Person   alex.PersonID
	Expires  time.Time
	Replaced bool
}

// ErrTokenReused lies in the chain of an error that an old refresh token of a
// living session caused: it was stolen, or its owner's copy was, so the
// session is over.
var ErrTokenReused = errors.New("a refresh token was used again")

// RotateSession makes Next the session's token, once. Every refusal is
// alex.CodeUnauthorized; an issued token from before the last rotation also
// ends the session, for good.
func (y *System) RotateSession(ctx context.Context, r Rotation) (done Rotated, err error) {
	if err := checkID(r.Session); err != nil {
		return Rotated{}, sessionEnded(err)
	}
	var refused error // the theft is refused and its session deleted in one commit
	err = y.write(ctx, func(q Querier) error {
		done, refused = Rotated{}, nil
		const tries = 2 // another process may rotate between the look and the change
		for range tries {
			s, err := loadRotatable(ctx, q, r.Session)
			if err != nil {
				return err
			}
			if done, refused = s.judge(r); refused != nil || !done.Replaced {
				return y.settle(ctx, q, s, r, refused)
			}
			n, err := changed(ctx, q, rotateSession, r.Session, r.Presented, r.Presented, r.Next, r.Now.UnixMicro(), done.Expires.UnixMicro())
			if err != nil || n > 0 {
				return err
			}
		}
		return alex.Errorf(alex.CodeUnavailable, "this session is in use; try again")
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Rotated{}, err
	}
	return done, nil
}

const selectRotatable = `SELECT s.clerk_user_id, s.token_hash, coalesce(s.previous_hash, ''), s.created_at, s.rotated_at, s.expires_at,
	u.disabled_at, u.expires_at FROM sessions s JOIN users u ON u.clerk_user_id = s.clerk_user_id WHERE s.id = $1`

const rotateSession = `UPDATE sessions SET token_hash = $4, previous_hash = $3, rotated_at = $5, expires_at = $6
	WHERE id = $1 AND token_hash = $2`

const deleteAnySession = `DELETE FROM sessions WHERE id = $1`

// rotatable is a session as its rotation sees it.
type rotatable struct {
	person            alex.PersonID
	current, previous string
	created           time.Time
	rotated, expires  time.Time
	standing          Standing
}

func loadRotatable(ctx context.Context, q Querier, id alex.ID) (s rotatable, err error) {
	err = q.QueryRowContext(ctx, selectRotatable, id).Scan(&s.person, &s.current, &s.previous, instant{&s.created}, instant{&s.rotated},
		instant{&s.expires}, maybe{&s.standing.DisabledAt}, maybe{&s.standing.ExpiresAt})
	if errors.Is(err, sql.ErrNoRows) {
		err = sessionEnded(err)
	}
	return s, err
}

// judge says what a rotation would do, or why it is refused. Hashes of secrets
// may be compared in any time.
func (s rotatable) judge(r Rotation) (Rotated, error) {
	if err := s.standing.Check(r.Now); err != nil {
		return Rotated{}, err
	}
	switch {
	case !r.Now.Before(s.expires), !r.Now.Before(s.created.Add(longestSession)):
		return Rotated{}, sessionEnded(nil)
	case r.Presented == s.current:
		return Rotated{Person: s.person, Expires: s.until(r.Expires), Replaced: true}, nil
	case r.Presented == s.previous && r.Now.Sub(s.rotated) <= r.Grace:
		return Rotated{Person: s.person, Expires: s.expires}, nil
	case !r.Issued:
		return Rotated{}, sessionEnded(nil)
	default:
		return Rotated{}, sessionEnded(ErrTokenReused)
	}
}

// until keeps a demo's session inside the demo, and every session to the
// longest that there is.
func (s rotatable) until(wanted time.Time) time.Time {
	if last := s.created.Add(longestSession); last.Before(wanted) {
		wanted = last
	}
	if end := s.standing.ExpiresAt; end != nil && end.Before(wanted) {
		return *end
	}
	return wanted
}

func (y *System) settle(ctx context.Context, q Querier, s rotatable, r Rotation, refused error) error {
	if !errors.Is(refused, ErrTokenReused) {
		return nil
	}
	if _, err := changed(ctx, q, deleteAnySession, r.Session); err != nil {
		return err
	}
	return y.note(ctx, q, s.person, alex.ActRefreshReuse, nil)
}

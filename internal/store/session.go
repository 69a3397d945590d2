package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Session is one place where a person is signed in. UsedAt is when its refresh
// token was last exchanged.
type Session struct {
	ID        alex.ID       `json:"id"`
	Person    alex.PersonID `json:"-"`
	UserAgent string        `json:"userAgent"`
	CreatedAt time.Time     `json:"createdAt"`
	UsedAt    time.Time     `json:"usedAt"`
	ExpiresAt time.Time     `json:"expiresAt"`
}

// NewSession begins at Now. TokenHash is the hash of its first refresh token;
// PasswordHash, where a password was asked for, is the one that was right.
type NewSession struct {
	ID           alex.ID
	Person       alex.PersonID
	TokenHash    string
	PasswordHash string
	UserAgent    string
	Now, Expires time.Time
}

// A person keeps so many sessions, the newest, and each for so long, however
// often it is used.
const (
	mostSessions   = 50
	longestSession = 180 * 24 * time.Hour
)

const deleteOldSessions = `DELETE FROM sessions WHERE clerk_user_id = $1 AND id NOT IN (
	SELECT id FROM sessions WHERE clerk_user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)`

const insertSession = `INSERT INTO sessions (id, clerk_user_id, token_hash, user_agent, created_at, rotated_at, expires_at)
	VALUES ($1, $2, $3, $4, $5, $5, $6)`

// addSession writes down where it ends another: whoever signs in over and over must
// not put somebody out without a word.
func (y *System) addSession(ctx context.Context, q Querier, s NewSession) error {
	if err := checkID(s.ID); err != nil {
		return err
	}
	var problems alex.Problems
	alex.CheckText(&problems, "userAgent", s.UserAgent, 255)
	if err := problems.Err(); err != nil {
		return err
	}
	expires := s.Expires
	if last := s.Now.Add(longestSession); last.Before(expires) {
		expires = last
	}
	if _, err := q.ExecContext(ctx, insertSession, s.ID, s.Person, s.TokenHash, s.UserAgent, s.Now.UnixMicro(), expires.UnixMicro()); err != nil {
		return err
	}
	n, err := changed(ctx, q, deleteOldSessions, s.Person, mostSessions)
	if err != nil || n == 0 {
		return err
	}
	return y.note(ctx, q, s.Person, alex.ActSessionEnded, map[string]string{"why": "too_many"})
}

// StartSession signs a person in, and ends the oldest of more than 50 sessions: alex.CodeNotFound where there is no record,
// alex.CodeUnauthorized where the person is disabled or has ended, and where the
// password was changed since it was checked.
func (y *System) StartSession(ctx context.Context, s NewSession) error {
	return y.write(ctx, func(q Querier) error {
		standing, err := loadStanding(ctx, q, s.Person)
		if err != nil {
			return err
		}
		if err := standing.Check(s.Now); err != nil {
			return err
		}
		if s.PasswordHash != "" {
			n, err := changed(ctx, q, lockPassword, s.Person, s.PasswordHash)
			if err == nil && n == 0 {
				err = alex.Errorf(alex.CodeUnauthorized, "the password was changed meanwhile; sign in again")
			}
			if err != nil {
				return err
			}
		}
		if err := y.addSession(ctx, q, s); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, s.Person, alex.ActSignIn)
	})
}

const (
	deleteSessions      = `DELETE FROM sessions WHERE clerk_user_id = $1`
	deleteOtherSessions = `DELETE FROM sessions WHERE clerk_user_id = $1 AND id <> $2`
)

// endSessionsBut ends a person's sessions, all of them where keep is empty.
func endSessionsBut(ctx context.Context, q Querier, person alex.PersonID, keep alex.ID) (err error) {
	if keep == "" {
		_, err = changed(ctx, q, deleteSessions, person)
		return err
	}
	if err := checkID(keep); err != nil {
		return err
	}
	_, err = changed(ctx, q, deleteOtherSessions, person, keep)
	return err
}

const signOut = `DELETE FROM sessions WHERE id = $1 AND (token_hash = $2 OR previous_hash = $3) RETURNING clerk_user_id`

// SignOut ends the session that a refresh token, or the one before it, belongs
// to. Ending what has ended is no error.
func (y *System) SignOut(ctx context.Context, id alex.ID, tokenHash string) error {
	if err := checkID(id); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		var person alex.PersonID
		err := q.QueryRowContext(ctx, signOut, id, tokenHash, tokenHash).Scan(&person)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return y.noteOwn(ctx, q, person, alex.ActSignOut)
	})
}

// sessionLimit is far above what a person uses.
const sessionLimit = 200

const selectSessions = `SELECT id, clerk_user_id, user_agent, created_at, rotated_at, expires_at FROM sessions
	WHERE clerk_user_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT $3`

// Sessions are the places where the person is signed in, the newest first, 200
// at most.
func (p *Personal) Sessions(ctx context.Context) (list []Session, err error) {
	err = p.read(ctx, func(q Querier) error {
		list, err = all(ctx, q, func(rows *sql.Rows) (s Session, err error) {
			return s, rows.Scan(&s.ID, &s.Person, &s.UserAgent, instant{&s.CreatedAt}, instant{&s.UsedAt}, instant{&s.ExpiresAt})
		}, selectSessions, p.person, p.store.micros(), sessionLimit)
		return err
	})
	return list, err
}

const deleteSession = `DELETE FROM sessions WHERE id = $1 AND clerk_user_id = $2`

// EndSession ends one of the person's own sessions.
func (p *Personal) EndSession(ctx context.Context, id alex.ID) error {
	if err := checkID(id); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		if err := own(ctx, q, deleteSession, id, p.person); err != nil {
			return err
		}
		return p.note(ctx, q, alex.ActSessionEnded, nil)
	})
}

// EndOtherSessions ends all the person's access keys, and sessions but one.
func (p *Personal) EndOtherSessions(ctx context.Context, keep alex.ID) error {
	if err := checkID(keep); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		if err := endSessionsBut(ctx, q, p.person, keep); err != nil {
			return err
		}
		if err := p.endAccessKeys(ctx, q, alex.ActSessionEnded); err != nil {
			return err
		}
		return p.note(ctx, q, alex.ActSessionEnded, nil)
	})
}

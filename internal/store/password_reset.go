package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// NewReset lets whoever brings the token of TokenHash give the person another
// password, once, before Expires. EmailKey is where it is sent to.
type NewReset struct {
	Person       alex.PersonID
	EmailKey     string
	TokenHash    string
	Now, Expires time.Time
}

const insertReset = `INSERT INTO password_resets (clerk_user_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)
	ON CONFLICT (clerk_user_id) DO UPDATE SET
	token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at`

const lockLogin = `UPDATE credentials SET updated_at = updated_at WHERE clerk_user_id = $1 AND email_key = $2`

// AddReset keeps a reset in place of the person's last, which it answers, nil
// where none is good any more; alex.CodeNotFound where they sign in with another
// address by now.
func (y *System) AddReset(ctx context.Context, r NewReset) (before *NewReset, err error) {
	err = y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, lockLogin, r.Person, r.EmailKey)
		if err == nil && n == 0 {
			err = alex.Errorf(alex.CodeNotFound, "nobody signs in with this e-mail address")
		}
		if err != nil {
			return err
		}
		if before, err = loadLink(ctx, q, r); err != nil {
			return err
		}
		_, err = changed(ctx, q, insertReset, r.Person, r.TokenHash, r.Now.UnixMicro(), r.Expires.UnixMicro())
		return err
	})
	return before, err
}

const selectLink = `SELECT token_hash, created_at, expires_at FROM password_resets WHERE clerk_user_id = $1 AND expires_at > $2`

// loadLink is the reset that another takes the place of.
func loadLink(ctx context.Context, q Querier, by NewReset) (*NewReset, error) {
	before := NewReset{Person: by.Person, EmailKey: by.EmailKey}
	err := q.QueryRowContext(ctx, selectLink, by.Person, by.Now.UnixMicro()).
		Scan(&before.TokenHash, instant{&before.Now}, instant{&before.Expires})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // none is no error
	}
	return &before, err
}

const putBackReset = `UPDATE password_resets SET token_hash = $3, created_at = $4, expires_at = $5
	WHERE clerk_user_id = $1 AND token_hash = $2`

// PutBackReset keeps the reset of before again, in place of one whose letter was
// not sent. It does nothing where that is not the person's last any more.
func (y *System) PutBackReset(ctx context.Context, failed, before NewReset) error {
	return y.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, putBackReset, failed.Person, failed.TokenHash, before.TokenHash, before.Now.UnixMicro(), before.Expires.UnixMicro())
		return err
	})
}

const selectReset = `SELECT clerk_user_id FROM password_resets WHERE token_hash = $1 AND expires_at > $2`

func errReset() error {
	return alex.Errorf(alex.CodeUnauthorized, "this link is used or too old: ask for another")
}

// Reset is whose password a token may replace, without using it up;
// alex.CodeUnauthorized where the token is unknown, used or over.
func (y *System) Reset(ctx context.Context, tokenHash string, now time.Time) (person alex.PersonID, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectReset, tokenHash, now.UnixMicro()).Scan(&person)
		if errors.Is(err, sql.ErrNoRows) {
			err = errReset()
		}
		return err
	})
	return person, err
}

const (
	takeReset   = `DELETE FROM password_resets WHERE clerk_user_id = $1 AND token_hash = $2 AND expires_at > $3`
	deleteReset = `DELETE FROM password_resets WHERE clerk_user_id = $1`
)

// UseReset gives the person another password and ends all their sessions and access keys, once
// for each token: alex.CodeUnauthorized for one that is unknown, used or over.
// Where nobody had confirmed the address, somebody else may have signed up with
// it: what they share, and what is shared with them, ends.
func (y *System) UseReset(ctx context.Context, person alex.PersonID, tokenHash, hash string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, takeReset, person, tokenHash, now.UnixMicro())
		if err == nil && n == 0 {
			err = errReset()
		}
		if err != nil {
			return err
		}
		if err := setPassword(ctx, q, person, hash, "", now); err != nil {
			return err
		}
		if err := y.endAccessKeys(ctx, q, person, alex.ActPasswordReset); err != nil {
			return err
		}
		first, err := changed(ctx, q, verifyEmail, person, now.UnixMicro()) // they read what was sent there
		if err == nil && first > 0 {
			err = y.unshare(ctx, q, person)
		}
		if err != nil {
			return err
		}
		return y.noteOwn(ctx, q, person, alex.ActPasswordReset)
	})
}

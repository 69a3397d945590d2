package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// NewConfirmation lets whoever brings the token of TokenHash show, once, before
// Expires, that an address is the person's. Where its key is another than the
// one that the person signs in with, it takes the place of that one then.
// PasswordHash is of the password that they signed in with or gave.
type NewConfirmation struct {
	Person          alex.PersonID
	PasswordHash    string
	TokenHash       string
	Email, EmailKey string
	Now, Expires    time.Time
}

const insertConfirmation = `INSERT INTO email_confirmations (clerk_user_id, token_hash, email, email_key, created_at, expires_at)
	VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (clerk_user_id) DO UPDATE SET
	token_hash = excluded.token_hash, email = excluded.email, email_key = excluded.email_key,
	created_at = excluded.created_at, expires_at = excluded.expires_at`

// AddConfirmation keeps a confirmation in place of the person's last;
// alex.CodeConflict where the password was changed meanwhile.
func (y *System) AddConfirmation(ctx context.Context, c NewConfirmation) error {
	return y.write(ctx, func(q Querier) error {
		if err := samePassword(ctx, q, c.Person, c.PasswordHash); err != nil {
			return err
		}
		_, err := changed(ctx, q, insertConfirmation, c.Person, c.TokenHash, c.Email, c.EmailKey, c.Now.UnixMicro(), c.Expires.UnixMicro())
		return err
	})
}

const selectWaiting = `SELECT email, email_key FROM email_confirmations WHERE clerk_user_id = $1 AND expires_at > $2`

// Waiting is the address that a person's newest letter went to, and its key,
// while its link is good; alex.CodeNotFound where there is none.
func (y *System) Waiting(ctx context.Context, person alex.PersonID, now time.Time) (email, key string, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectWaiting, person, now.UnixMicro()).Scan(&email, &key)
		if errors.Is(err, sql.ErrNoRows) {
			err = alex.Errorf(alex.CodeNotFound, "no address waits to be confirmed")
		}
		return err
	})
	return email, key, err
}

// Confirmed is what the link of a letter has done: Old is the address that the
// person had before, the same as New unless it was Changed, and OldVerified says
// that it was known to be theirs.
type Confirmed struct {
	Person      alex.PersonID
	Old, New    string
	OldVerified bool
	Changed     bool
}

const (
	selectConfirmation = `SELECT e.clerk_user_id, e.email, e.email_key, u.email, c.email_key, u.email_verified_at IS NOT NULL, u.disabled_at, u.expires_at
	FROM email_confirmations e JOIN users u ON u.clerk_user_id = e.clerk_user_id
	JOIN credentials c ON c.clerk_user_id = e.clerk_user_id WHERE e.token_hash = $1 AND e.expires_at > $2`

	takeConfirmation = `DELETE FROM email_confirmations WHERE clerk_user_id = $1 AND token_hash = $2`

	// The key of before makes it the lock as well, as lockLogin is.
	replaceKey = `UPDATE credentials SET email_key = $3, updated_at = $4 WHERE clerk_user_id = $1 AND email_key = $2`

	confirmEmail = `UPDATE users SET email = $2, email_verified_at = coalesce(email_verified_at, $3) WHERE clerk_user_id = $1`
	replaceEmail = `UPDATE users SET email = $2, email_verified_at = $3, updated_at = $4 WHERE clerk_user_id = $1`

	// Who chose another password stops what was asked for before.
	deleteChange = `DELETE FROM email_confirmations WHERE clerk_user_id = $1 AND email_key <>
	(SELECT email_key FROM credentials WHERE clerk_user_id = $2)`
)

// confirmation is what a token confirms, as it stands now.
type confirmation struct {
	Confirmed

	oldKey, newKey string
	Standing
}

func loadConfirmation(ctx context.Context, q Querier, tokenHash string, now time.Time) (c confirmation, err error) {
	err = q.QueryRowContext(ctx, selectConfirmation, tokenHash, now.UnixMicro()).Scan(&c.Person, &c.New, &c.newKey, &c.Old, &c.oldKey, &c.OldVerified,
		maybe{&c.DisabledAt}, maybe{&c.ExpiresAt})
	if errors.Is(err, sql.ErrNoRows) {
		return c, errReset()
	}
	c.Changed = c.newKey != c.oldKey
	return c, err
}

// Confirm does what a letter's link is for, once: alex.CodeUnauthorized for a
// token that is unknown, used or over, and for who is disabled;
// alex.CodeConflict, with the token as good as before, where another signs in
// with that address by now. Links for a new password that were sent to the
// address of before are void.
func (y *System) Confirm(ctx context.Context, tokenHash string, now time.Time) (done Confirmed, err error) {
	err = y.write(ctx, func(q Querier) error {
		c, err := loadConfirmation(ctx, q, tokenHash, now)
		if err != nil {
			return err
		}
		if err := c.Check(now); err != nil {
			return err
		}
		done = c.Confirmed
		return y.confirm(ctx, q, c, tokenHash, now)
	})
	return done, err
}

func (y *System) confirm(ctx context.Context, q Querier, c confirmation, tokenHash string, now time.Time) error {
	if err := y.takeKey(ctx, q, c, now); err != nil {
		return err
	}
	n, err := changed(ctx, q, takeConfirmation, c.Person, tokenHash)
	if err == nil && n == 0 {
		err = errReset()
	}
	if err != nil {
		return err
	}
	if c.Changed {
		return y.moved(ctx, q, c, &now, now)
	}
	if _, err := q.ExecContext(ctx, confirmEmail, c.Person, c.New, now.UnixMicro()); err != nil {
		return err
	}
	return y.noteOwn(ctx, q, c.Person, alex.ActEmailConfirmed)
}

// takeKey comes first, so that all who change a login wait for one another at
// one row. That an address is taken is for the database to say.
func (y *System) takeKey(ctx context.Context, q Querier, c confirmation, now time.Time) error {
	n, err := changed(ctx, q, replaceKey, c.Person, c.oldKey, c.newKey, now.UnixMicro())
	switch {
	case err != nil && y.store.engine.Classify(err) == FaultConflict:
		return &alex.Error{Code: alex.CodeConflict, Message: "this e-mail address has an account already", Err: err}
	case err == nil && n == 0:
		return errReset()
	}
	return err
}

// moved is the rest of another address: verified is nil where nobody knows
// that it is theirs.
func (y *System) moved(ctx context.Context, q Querier, c confirmation, verified *time.Time, now time.Time) error {
	if _, err := q.ExecContext(ctx, replaceEmail, c.Person, c.New, microsOrNull(verified), now.UnixMicro()); err != nil {
		return err
	}
	for _, void := range []struct {
		query string
		key   any
	}{{deleteReset, c.Person}, {forgetFailures, AccountSubject(c.oldKey)}} {
		if _, err := changed(ctx, q, void.query, void.key); err != nil {
			return err
		}
	}
	return y.noteOwn(ctx, q, c.Person, alex.ActEmailChanged)
}

// ChangeEmail gives the person of a login another address at once, which
// nobody has confirmed; alex.CodeConflict where another signs in with it, or
// where the password was changed meanwhile.
func (y *System) ChangeEmail(ctx context.Context, login Login, email, key string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		if err := samePassword(ctx, q, login.Person, login.PasswordHash); err != nil {
			return err
		}
		c := confirmation{Confirmed: Confirmed{Person: login.Person, Old: login.Email, New: email}, oldKey: login.EmailKey, newKey: key}
		if err := y.takeKey(ctx, q, c, now); err != nil {
			return err
		}
		if _, err := changed(ctx, q, deleteConfirmation, login.Person); err != nil {
			return err
		}
		return y.moved(ctx, q, c, nil, now)
	})
}

const deleteConfirmation = `DELETE FROM email_confirmations WHERE clerk_user_id = $1`

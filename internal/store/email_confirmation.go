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
// PasswordHash is of the password that they signed in with or gave, and
// SecondFactor whether a code was asked for beside it. Again is another token for
// an address that waits, for as long as that does: Expires then counts nothing.
type NewConfirmation struct {
	Person          alex.PersonID
	PasswordHash    string
	SecondFactor    bool
	Again           bool
	TokenHash       string
	Email, EmailKey string
	Now, Expires    time.Time
}

const insertConfirmation = `INSERT INTO email_confirmations (clerk_user_id, token_hash, email, email_key, created_at, expires_at)
	VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (clerk_user_id) DO UPDATE SET
	token_hash = excluded.token_hash, email = excluded.email, email_key = excluded.email_key,
	created_at = excluded.created_at, expires_at = excluded.expires_at`

const renewConfirmation = `UPDATE email_confirmations SET token_hash = $2, created_at = $4
	WHERE clerk_user_id = $1 AND email = $3 AND expires_at > $4`

const isSecondFactorOn = `SELECT count(*) FROM second_factors WHERE clerk_user_id = $1 AND enabled_at IS NOT NULL`

// AddConfirmation keeps a confirmation in place of the person's last, which it
// answers, nil where none is good any more; alex.CodeConflict where the password
// or the second factor was changed meanwhile, and where nothing waits any more
// that is to be sent again.
func (y *System) AddConfirmation(ctx context.Context, c NewConfirmation) (before *NewConfirmation, err error) {
	err = y.write(ctx, func(q Querier) error {
		if err := unchanged(ctx, q, c); err != nil {
			return err
		}
		before, err = loadLetter(ctx, q, c)
		if err != nil {
			return err
		}
		return keepConfirmation(ctx, q, c)
	})
	return before, err
}

// unchanged holds the login as it is, and refuses one that was changed meanwhile.
func unchanged(ctx context.Context, q Querier, c NewConfirmation) error {
	if err := samePassword(ctx, q, c.Person, c.PasswordHash); err != nil {
		return err
	}
	return sameFactors(ctx, q, c.Person, c.SecondFactor)
}

func keepConfirmation(ctx context.Context, q Querier, c NewConfirmation) error {
	if !c.Again {
		_, err := changed(ctx, q, insertConfirmation, c.Person, c.TokenHash, c.Email, c.EmailKey, c.Now.UnixMicro(), c.Expires.UnixMicro())
		return err
	}
	n, err := changed(ctx, q, renewConfirmation, c.Person, c.TokenHash, c.Email, c.Now.UnixMicro())
	if err == nil && n == 0 {
		err = alex.Errorf(alex.CodeConflict, "this address does not wait to be confirmed any more")
	}
	return err
}

const selectLetter = `SELECT token_hash, email, email_key, created_at, expires_at FROM email_confirmations
	WHERE clerk_user_id = $1 AND expires_at > $2`

// loadLetter is the confirmation that another takes the place of.
func loadLetter(ctx context.Context, q Querier, by NewConfirmation) (*NewConfirmation, error) {
	before := NewConfirmation{Person: by.Person, PasswordHash: by.PasswordHash, SecondFactor: by.SecondFactor}
	err := q.QueryRowContext(ctx, selectLetter, by.Person, by.Now.UnixMicro()).
		Scan(&before.TokenHash, &before.Email, &before.EmailKey, instant{&before.Now}, instant{&before.Expires})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // none is no error
	}
	return &before, err
}

const selectStands = `SELECT count(*) FROM email_confirmations WHERE clerk_user_id = $1 AND token_hash = $2`

// PutBackConfirmation keeps the confirmation of before again, in place of one
// whose letter was not sent. It does nothing where that is not the person's last
// any more, or where their login was changed since.
func (y *System) PutBackConfirmation(ctx context.Context, failed, before NewConfirmation) error {
	return y.write(ctx, func(q Querier) error {
		err := unchanged(ctx, q, failed)
		if alex.CodeOf(err) == alex.CodeConflict {
			return nil
		}
		if err != nil {
			return err
		}
		var stands int
		if err := q.QueryRowContext(ctx, selectStands, failed.Person, failed.TokenHash).Scan(&stands); err != nil || stands == 0 {
			return err
		}
		return keepConfirmation(ctx, q, before)
	})
}

// sameFactors refuses a login whose second factor was turned on or off meanwhile.
func sameFactors(ctx context.Context, q Querier, person alex.PersonID, asked bool) error {
	var on int
	err := q.QueryRowContext(ctx, isSecondFactorOn, person).Scan(&on)
	if err == nil && (on > 0) != asked {
		err = alex.Errorf(alex.CodeConflict, "the second factor was changed meanwhile; try again")
	}
	return err
}

// Waiting is an address that a letter went to, and its key, until its link is
// over.
type Waiting struct {
	Email, EmailKey string
	Expires         time.Time
}

const selectWaiting = `SELECT email, email_key, expires_at FROM email_confirmations WHERE clerk_user_id = $1 AND expires_at > $2`

// Waiting is the address that a person's newest letter went to; alex.CodeNotFound
// where there is none whose link is good.
func (y *System) Waiting(ctx context.Context, person alex.PersonID, now time.Time) (w Waiting, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectWaiting, person, now.UnixMicro()).Scan(&w.Email, &w.EmailKey, instant{&w.Expires})
		if errors.Is(err, sql.ErrNoRows) {
			err = alex.Errorf(alex.CodeNotFound, "no address waits to be confirmed")
		}
		return err
	})
	return w, err
}

// StopChange makes an address that waits to take the place of the person's wait
// no more. Where there is none that is no error.
func (y *System) StopChange(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error { return stopChange(ctx, q, person) })
}

// stopChange holds the login first, so that nothing that was begun before comes
// after it.
func stopChange(ctx context.Context, q Querier, person alex.PersonID) error {
	for _, query := range []string{lockCredentials, deleteChange} {
		if _, err := changed(ctx, q, query, person); err != nil {
			return err
		}
	}
	return nil
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

	lockCredentials = `UPDATE credentials SET updated_at = updated_at WHERE clerk_user_id = $1`

	// What only confirms the address that is there stays.
	deleteChange = `DELETE FROM email_confirmations WHERE clerk_user_id = $1 AND email <>
	(SELECT email FROM users WHERE clerk_user_id = $1)`
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
	if err := tellAddress(ctx, q, c.Person, c.Old, c.New); err != nil {
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
	if err := tellAddress(ctx, q, c.Person, c.Old, c.New); err != nil {
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
// where the password or the second factor was changed meanwhile.
func (y *System) ChangeEmail(ctx context.Context, login Login, email, key string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		if err := samePassword(ctx, q, login.Person, login.PasswordHash); err != nil {
			return err
		}
		if err := sameFactors(ctx, q, login.Person, login.SecondFactor); err != nil {
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

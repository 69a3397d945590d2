package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Login is what a person signs in with, and whether they may. Email is the
// address as they wrote it, EmailKey the form that is compared; SecondFactor
// says that a code is asked for beside the password, Verified that the address is
// known to be theirs.
type Login struct {
	Person          alex.PersonID
	DisplayName     string
	Email, EmailKey string
	PasswordHash    string
	SecondFactor    bool
	Verified        bool
	Standing
}

const selectLogin = `SELECT c.clerk_user_id, u.display_name, u.email, c.email_key, c.password_hash, f.enabled_at IS NOT NULL,
	u.email_verified_at IS NOT NULL, u.disabled_at, u.expires_at
	FROM credentials c JOIN users u ON u.clerk_user_id = c.clerk_user_id
	LEFT JOIN second_factors f ON f.clerk_user_id = c.clerk_user_id WHERE c.email_key = $1`

const selectLoginOf = `SELECT c.clerk_user_id, u.display_name, u.email, c.email_key, c.password_hash, f.enabled_at IS NOT NULL,
	u.email_verified_at IS NOT NULL, u.disabled_at, u.expires_at
	FROM credentials c JOIN users u ON u.clerk_user_id = c.clerk_user_id
	LEFT JOIN second_factors f ON f.clerk_user_id = c.clerk_user_id WHERE c.clerk_user_id = $1`

// Login is what the person with an e-mail address signs in with;
// alex.CodeNotFound where there is none.
func (y *System) Login(ctx context.Context, emailKey string) (Login, error) {
	return y.login(ctx, "nobody signs in with this e-mail address", selectLogin, emailKey)
}

// LoginOf is what a person signs in with; alex.CodeNotFound where that is no
// password.
func (y *System) LoginOf(ctx context.Context, person alex.PersonID) (Login, error) {
	return y.login(ctx, "this person does not sign in with a password", selectLoginOf, string(person))
}

func (y *System) login(ctx context.Context, missing, query, key string) (login Login, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, query, key).Scan(&login.Person, &login.DisplayName, &login.Email, &login.EmailKey, &login.PasswordHash,
			&login.SecondFactor, &login.Verified, maybe{&login.DisabledAt}, maybe{&login.ExpiresAt})
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "%s", missing)
		}
		return err
	})
	return login, err
}

// NewLogin is a person who signs up. EmailKey is the address in the one form
// that is compared; Invite, where it is not empty, is the hash of the invite
// that is used up.
type NewLogin struct {
	Person                 alex.PersonID
	DisplayName, Email     string
	EmailKey, PasswordHash string
	Invite                 string
}

const insertPerson = `INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at, expires_at)
	VALUES ($1, $2, $3, $4, $4, $5)`

const verifyEmail = `UPDATE users SET email_verified_at = $2 WHERE clerk_user_id = $1 AND email_verified_at IS NULL`

const insertCredentials = `INSERT INTO credentials (clerk_user_id, email_key, password_hash, updated_at)
	VALUES ($1, $2, $3, $4)`

// SignUp makes the person's record, what they sign in with and their first
// session, all or nothing. alex.CodeConflict where the e-mail address has a
// login already, alex.CodeInvalid at "invite" where the invite is not good.
func (y *System) SignUp(ctx context.Context, login NewLogin, first NewSession) error {
	if err := (alex.Person{DisplayName: login.DisplayName, Email: login.Email}).Validate(); err != nil {
		return err
	}
	now := first.Now.UnixMicro()
	return y.write(ctx, func(q Querier) error {
		if login.Invite != "" {
			if err := useInvite(ctx, q, login.Invite, login.EmailKey, first.Now); err != nil {
				return err
			}
		}
		if _, err := q.ExecContext(ctx, insertPerson, login.Person, login.DisplayName, login.Email, now, nil); err != nil {
			return err
		}
		if login.Invite != "" { // whoever invited them knows the address
			if _, err := q.ExecContext(ctx, verifyEmail, login.Person, now); err != nil {
				return err
			}
		}
		if _, err := q.ExecContext(ctx, insertCredentials, login.Person, login.EmailKey, login.PasswordHash, now); err != nil {
			return err
		}
		if err := y.addSession(ctx, q, first); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, login.Person, alex.ActSignUp)
	})
}

const upgradePassword = `UPDATE credentials SET password_hash = $3, updated_at = $4
	WHERE clerk_user_id = $1 AND password_hash = $2`

// UpgradePassword replaces a hash by a stronger one of the same password,
// unless the password was changed meanwhile.
func (y *System) UpgradePassword(ctx context.Context, login Login, hash string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, upgradePassword, login.Person, login.PasswordHash, hash, now.UnixMicro())
		return err
	})
}

const replacePassword = `UPDATE credentials SET password_hash = $2, updated_at = $3 WHERE clerk_user_id = $1`

// ReplacePassword gives the person another password and ends all their
// sessions and access keys; alex.CodeNotFound where they have none.
func (y *System) ReplacePassword(ctx context.Context, person alex.PersonID, hash string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		if err := setPassword(ctx, q, person, hash, "", now); err != nil {
			return err
		}
		if err := y.endAccessKeys(ctx, q, person, alex.ActPasswordReset); err != nil {
			return err
		}
		return y.note(ctx, q, person, alex.ActPasswordReset, nil)
	})
}

const lockPassword = `UPDATE credentials SET updated_at = updated_at WHERE clerk_user_id = $1 AND password_hash = $2`

// ChangePassword gives the person of a login another password and ends their access keys
// and their sessions but one; alex.CodeConflict where the password was changed meanwhile.
func (y *System) ChangePassword(ctx context.Context, login Login, hash string, keep alex.ID, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		if err := samePassword(ctx, q, login.Person, login.PasswordHash); err != nil {
			return err
		}
		if err := setPassword(ctx, q, login.Person, hash, keep, now); err != nil {
			return err
		}
		if err := y.store.endAccessKeys(ctx, q, alex.ActorSelf, login.Person, alex.ActPasswordChanged); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, login.Person, alex.ActPasswordChanged)
	})
}

// samePassword holds the login as it is until the end of the transaction, and
// refuses one whose password was changed meanwhile.
func samePassword(ctx context.Context, q Querier, person alex.PersonID, hash string) error {
	n, err := changed(ctx, q, lockPassword, person, hash)
	if err == nil && n == 0 {
		err = alex.Errorf(alex.CodeConflict, "the password was changed meanwhile; sign in again")
	}
	return err
}

// setPassword ends all sessions but one, and what was sent to choose another
// password or another address with.
func setPassword(ctx context.Context, q Querier, person alex.PersonID, hash string, keep alex.ID, now time.Time) error {
	n, err := changed(ctx, q, replacePassword, person, hash, now.UnixMicro())
	if err != nil {
		return err
	}
	if n == 0 {
		return alex.Errorf(alex.CodeNotFound, "this person does not sign in with a password")
	}
	if _, err := changed(ctx, q, deleteReset, person); err != nil {
		return err
	}
	if err := stopChange(ctx, q, person); err != nil {
		return err
	}
	return endSessionsBut(ctx, q, person, keep)
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// SecondFactor is what a person's device makes codes of. Sealed is the secret
// as the issuer has sealed it; until EnabledAt it is only offered. CodesLeft is
// how many recovery codes are unused.
type SecondFactor struct {
	Sealed    string
	CreatedAt time.Time
	EnabledAt *time.Time
	CodesLeft int
}

const selectSecondFactor = `SELECT sealed_secret, created_at, enabled_at,
	(SELECT count(*) FROM recovery_codes WHERE clerk_user_id = $2) FROM second_factors WHERE clerk_user_id = $1`

// SecondFactor is the person's; alex.CodeNotFound where there is none, not even
// one that is offered.
func (y *System) SecondFactor(ctx context.Context, person alex.PersonID) (f SecondFactor, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectSecondFactor, person, person).
			Scan(&f.Sealed, instant{&f.CreatedAt}, maybe{&f.EnabledAt}, &f.CodesLeft)
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "there is no second factor")
		}
		return err
	})
	return f, err
}

const selectSealed = `SELECT clerk_user_id, sealed_secret FROM second_factors WHERE enabled_at IS NOT NULL ORDER BY clerk_user_id`

// Sealed is the secret of a person's second factor as the issuer has sealed it.
type Sealed struct {
	Person alex.PersonID
	Secret string
}

// Sealed are the secrets of everybody whose second factor is on.
func (y *System) Sealed(ctx context.Context) (list []Sealed, err error) {
	err = y.read(ctx, func(q Querier) error {
		list, err = all(ctx, q, func(rows *sql.Rows) (s Sealed, err error) {
			return s, rows.Scan(&s.Person, &s.Secret)
		}, selectSealed)
		return err
	})
	return list, err
}

const offerSecondFactor = `INSERT INTO second_factors (clerk_user_id, sealed_secret, last_step, created_at)
	VALUES ($1, $2, 0, $3) ON CONFLICT (clerk_user_id) DO UPDATE SET
	sealed_secret = excluded.sealed_secret, created_at = excluded.created_at WHERE second_factors.enabled_at IS NULL`

// OfferSecondFactor keeps a secret that is not asked for yet, in place of the
// one before; alex.CodeConflict where the second factor is on.
func (y *System) OfferSecondFactor(ctx context.Context, person alex.PersonID, sealed string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, offerSecondFactor, person, sealed, now.UnixMicro())
		if err == nil && n == 0 {
			err = alex.Errorf(alex.CodeConflict, "the second factor is on already; turn it off first")
		}
		return err
	})
}

const enableSecondFactor = `UPDATE second_factors SET enabled_at = $3, last_step = $4
	WHERE clerk_user_id = $1 AND sealed_secret = $2 AND enabled_at IS NULL`

// EnableSecondFactor turns on the secret that was offered, with the hashes of
// its recovery codes; step is that of the code that showed it. Another address
// that was asked for without a code waits no more. The answer is
// alex.CodeConflict where the offer is gone, replaced or on already.
func (y *System) EnableSecondFactor(ctx context.Context, person alex.PersonID, sealed string, step int64, codes []string, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		if err := stopChange(ctx, q, person); err != nil {
			return err
		}
		n, err := changed(ctx, q, enableSecondFactor, person, sealed, now.UnixMicro(), step)
		if err == nil && n == 0 {
			err = alex.Errorf(alex.CodeConflict, "this was begun anew or confirmed meanwhile; begin again")
		}
		if err != nil {
			return err
		}
		if err := replaceCodes(ctx, q, person, codes); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, person, alex.ActSecondFactorOn)
	})
}

const useStep = `UPDATE second_factors SET last_step = $3
	WHERE clerk_user_id = $1 AND sealed_secret = $2 AND enabled_at IS NOT NULL AND last_step < $4`

// UseStep notes that the code of a step was used, once: of two at the same time
// one is told false, and so is whoever comes with an older one.
func (y *System) UseStep(ctx context.Context, person alex.PersonID, sealed string, step int64) (first bool, err error) {
	err = y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, useStep, person, sealed, step, step)
		first = n > 0
		return err
	})
	return first && err == nil, err
}

const useRecoveryCode = `DELETE FROM recovery_codes WHERE clerk_user_id = $1 AND code_hash = $2`

// UseRecoveryCode takes a code away; false where it is none of the person's, or
// was used.
func (y *System) UseRecoveryCode(ctx context.Context, person alex.PersonID, hash string) (good bool, err error) {
	err = y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, useRecoveryCode, person, hash)
		if good = n > 0; err != nil || !good {
			return err
		}
		return y.noteOwn(ctx, q, person, alex.ActRecoveryCodeUsed)
	})
	return good && err == nil, err
}

const (
	deleteRecoveryCodes = `DELETE FROM recovery_codes WHERE clerk_user_id = $1`
	insertRecoveryCode  = `INSERT INTO recovery_codes (clerk_user_id, code_hash) VALUES ($1, $2)`
	lockSecondFactor    = `UPDATE second_factors SET last_step = last_step WHERE clerk_user_id = $1 AND enabled_at IS NOT NULL`
	deleteSecondFactor  = `DELETE FROM second_factors WHERE clerk_user_id = $1`
)

func replaceCodes(ctx context.Context, q Querier, person alex.PersonID, hashes []string) error {
	if _, err := changed(ctx, q, deleteRecoveryCodes, person); err != nil {
		return err
	}
	for _, hash := range hashes {
		if _, err := q.ExecContext(ctx, insertRecoveryCode, person, hash); err != nil {
			return err
		}
	}
	return nil
}

// ReplaceRecoveryCodes makes those of the hashes the only ones;
// alex.CodeConflict where the second factor is not on.
func (y *System) ReplaceRecoveryCodes(ctx context.Context, person alex.PersonID, hashes []string) error {
	return y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, lockSecondFactor, person) // two at once leave the codes of one
		if err == nil && n == 0 {
			err = alex.Errorf(alex.CodeConflict, "the second factor is off")
		}
		if err != nil {
			return err
		}
		if err := replaceCodes(ctx, q, person, hashes); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, person, alex.ActRecoveryCodesNew)
	})
}

// EndSecondFactor takes the second factor and its codes away. Where there is
// none that is no error.
func (y *System) EndSecondFactor(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error {
		if err := endSecondFactor(ctx, q, person); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, person, alex.ActSecondFactorOff)
	})
}

func endSecondFactor(ctx context.Context, q Querier, person alex.PersonID) error {
	for _, query := range []string{deleteRecoveryCodes, deleteSecondFactor} {
		if _, err := changed(ctx, q, query, person); err != nil {
			return err
		}
	}
	return nil
}

// ResetSecondFactor is EndSecondFactor that also ends the person's sessions and access keys, and
// a change of address that waits:
// whoever lost the device may not be the only one who has it.
func (y *System) ResetSecondFactor(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error {
		if err := stopChange(ctx, q, person); err != nil {
			return err
		}
		if err := endSecondFactor(ctx, q, person); err != nil {
			return err
		}
		if _, err := changed(ctx, q, deleteSessions, person); err != nil {
			return err
		}
		if err := y.endAccessKeys(ctx, q, person, alex.ActSecondFactorOff); err != nil {
			return err
		}
		return y.note(ctx, q, person, alex.ActSecondFactorOff, nil)
	})
}

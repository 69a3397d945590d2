package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"alex"
)

// AccountSubject is the subject under which failures to sign in with an e-mail
// address are counted. It does not hold the address in the clear: most of those
// that are tried belong to nobody.
func AccountSubject(emailKey string) string {
	sum := sha256.Sum256([]byte(emailKey))
	return "account:" + hex.EncodeToString(sum[:])
}

// ResetSubject is the subject under which requests for a new password of an
// e-mail address are counted.
func ResetSubject(emailKey string) string { return AccountSubject("reset " + emailKey) }

// LettersOf is the subject under which the letters that a person asks for are
// counted.
func LettersOf(person alex.PersonID) string { return AccountSubject("letters of " + string(person)) }

// Failure is one more failed attempt of a subject: an account or an address.
// After a silence as long as Forget the count begins again. Delay is how long
// a subject is blocked after so many failures in a row.
type Failure struct {
	Subject string
	Now     time.Time
	Forget  time.Duration
	Delay   func(failures int) time.Duration

	// Person is whose account was tried, where there is one: the failure is
	// then written down with them.
	Person alex.PersonID
}

const selectBlocked = `SELECT coalesce(max(blocked_until), 0) FROM throttles WHERE subject IN ($1, $2)`

// BlockedUntil is the later of the times until which two subjects are blocked,
// in the past where neither is.
func (y *System) BlockedUntil(ctx context.Context, account, address string) (until time.Time, err error) {
	err = y.read(ctx, func(q Querier) error {
		return q.QueryRowContext(ctx, selectBlocked, account, address).Scan(instant{&until})
	})
	return until, err
}

const countFailure = `INSERT INTO throttles (subject, failures, blocked_until, updated_at) VALUES ($1, 1, $2, $2)
	ON CONFLICT (subject) DO UPDATE SET
	failures = CASE WHEN throttles.updated_at <= $3 THEN 1 ELSE throttles.failures + 1 END,
	updated_at = excluded.updated_at RETURNING failures`

const blockSubject = `UPDATE throttles SET blocked_until = $2 WHERE subject = $1`

// CountFailure adds a failure and blocks its subject for as long as it says.
func (y *System) CountFailure(ctx context.Context, f Failure) error {
	return y.write(ctx, func(q Querier) error {
		var failures int
		err := q.QueryRowContext(ctx, countFailure, f.Subject, f.Now.UnixMicro(), f.Now.Add(-f.Forget).UnixMicro()).Scan(&failures)
		if err != nil {
			return err
		}
		_, err = changed(ctx, q, blockSubject, f.Subject, f.Now.Add(f.Delay(failures)).UnixMicro())
		if err != nil || f.Person == "" {
			return err
		}
		return y.note(ctx, q, f.Person, alex.ActSignInFailed, nil)
	})
}

const forgetFailures = `DELETE FROM throttles WHERE subject = $1`

// ForgetFailures clears a subject's count.
func (y *System) ForgetFailures(ctx context.Context, subject string) error {
	return y.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, forgetFailures, subject)
		return err
	})
}

// Ration is what a subject may have of something: Free of them, then one each
// Pause. After a silence as long as Forget the count begins again.
type Ration struct {
	Subject       string
	Free          int
	Pause, Forget time.Duration
}

// The row is locked before it is looked at: of many at once no more than Free
// have one.
const takeRation = `INSERT INTO throttles (subject, failures, blocked_until, updated_at) VALUES ($1, 1, $2, $2)
	ON CONFLICT (subject) DO UPDATE SET
	failures = CASE WHEN throttles.updated_at <= $3 THEN 1 ELSE throttles.failures + 1 END,
	updated_at = excluded.updated_at WHERE throttles.blocked_until <= excluded.updated_at RETURNING failures`

// Take counts one more of each ration, or none of them: alex.CodeThrottled, with
// how long to wait, where one is used up. A ration without a subject is not
// counted.
func (y *System) Take(ctx context.Context, now time.Time, rations ...Ration) error {
	inOrder := slices.Clone(rations) // so that two who take the same ones wait for one another at the first
	slices.SortFunc(inOrder, func(a, b Ration) int { return cmp.Compare(a.Subject, b.Subject) })
	return y.write(ctx, func(q Querier) error {
		for _, r := range inOrder {
			if r.Subject == "" {
				continue
			}
			if err := take(ctx, q, now, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func take(ctx context.Context, q Querier, now time.Time, r Ration) error {
	var taken int
	err := q.QueryRowContext(ctx, takeRation, r.Subject, now.UnixMicro(), now.Add(-r.Forget).UnixMicro()).Scan(&taken)
	if errors.Is(err, sql.ErrNoRows) {
		return usedUp(ctx, q, now, r)
	}
	if err != nil || taken < r.Free {
		return err
	}
	_, err = changed(ctx, q, blockSubject, r.Subject, now.Add(r.Pause).UnixMicro())
	return err
}

func usedUp(ctx context.Context, q Querier, now time.Time, r Ration) error {
	var until time.Time
	if err := q.QueryRowContext(ctx, selectBlocked, r.Subject, r.Subject).Scan(instant{&until}); err != nil {
		return err
	}
	seconds := (until.Sub(now) + time.Second - 1) / time.Second
	return &alex.Error{
		Code: alex.CodeThrottled, RetryAfter: seconds * time.Second,
		Message: fmt.Sprintf("there were enough; try again in %d seconds", seconds),
	}
}

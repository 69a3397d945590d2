package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Review is a person's monthly letter of Month, "2026-12". Standing is trying,
// sending, sent, quiet where there was nothing to say, or failed. Checks are
// how the person's checks stood then, by id; nil where nobody looked.
type Review struct {
	Month     string                 `json:"month"`
	Standing  string                 `json:"standing"`
	Checks    map[string]alex.Status `json:"checks,omitempty"`
	UpdatedAt time.Time              `json:"updatedAt"`
}

// How a letter may stand.
const (
	ReviewTrying  = "trying"  // somebody is about to write it, or it is to be tried again
	ReviewSending = "sending" // it was handed over; nobody tries again who does not know that it failed
	ReviewSent    = "sent"
	ReviewQuiet   = "quiet" // there was nothing to say
	ReviewFailed  = "failed"
)

// ClaimedReview is a letter that one worker holds; Try tells its claim from
// others.
type ClaimedReview struct {
	Person alex.PersonID
	Month  string
	Try    int
}

const (
	// Who asks for it, may come in, stays, and owns the address.
	selectReviewDue = `SELECT u.clerk_user_id FROM users u
		LEFT JOIN reviews r ON r.clerk_user_id = u.clerk_user_id AND r.month = $1
		WHERE u.monthly_review_at IS NOT NULL AND u.email_verified_at IS NOT NULL AND u.email <> ''
		AND u.disabled_at IS NULL AND u.expires_at IS NULL
		AND (r.month IS NULL OR (r.standing = 'trying' AND r.due_at <= $2))
		ORDER BY u.clerk_user_id LIMIT 1`

	claimReview = `INSERT INTO reviews (clerk_user_id, month, standing, tries, due_at, updated_at)
		VALUES ($1, $2, 'trying', 1, $4, $3)
		ON CONFLICT (clerk_user_id, month) DO UPDATE SET tries = reviews.tries + 1, due_at = excluded.due_at, updated_at = excluded.updated_at
		WHERE reviews.standing = 'trying' AND reviews.due_at <= $3 RETURNING tries`
)

// ClaimReview takes one letter of a month that is due, and holds it until now +
// lease. ok is false where none is, or where another was faster.
func (y *System) ClaimReview(ctx context.Context, month string, now time.Time, lease time.Duration) (c ClaimedReview, ok bool, err error) {
	err = y.write(ctx, func(q Querier) error {
		c, ok = ClaimedReview{Month: month}, false
		err := q.QueryRowContext(ctx, selectReviewDue, month, now.UnixMicro()).Scan(&c.Person)
		if err == nil {
			err = q.QueryRowContext(ctx, claimReview, c.Person, month, now.UnixMicro(), now.Add(lease).UnixMicro()).Scan(&c.Try)
		}
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		ok = err == nil
		return err
	})
	return c, ok && err == nil, err
}

const (
	sendReview = `UPDATE reviews SET standing = 'sending', due_at = NULL, checks = $4, updated_at = $5
		WHERE clerk_user_id = $1 AND month = $2 AND tries = $3 AND standing = 'trying'`

	endReview = `UPDATE reviews SET standing = $4, due_at = NULL, checks = $5, updated_at = $6
		WHERE clerk_user_id = $1 AND month = $2 AND tries = $3 AND standing IN ('trying', 'sending')`

	retryReview = `UPDATE reviews SET standing = 'trying', due_at = $4, checks = NULL, updated_at = $5
		WHERE clerk_user_id = $1 AND month = $2 AND tries = $3 AND standing = 'sending'`

	giveUpReviews = `UPDATE reviews SET standing = 'failed', due_at = NULL, updated_at = $2
		WHERE standing = 'trying' AND month <= $1`
)

// SendingReview says that a letter is about to be handed over: from here on
// nobody else does it. alex.ErrFenced where another has claimed it meanwhile, or
// the person wants none any more.
func (y *System) SendingReview(ctx context.Context, c ClaimedReview, checks map[string]alex.Status, now time.Time) error {
	return y.heldReview(ctx, sendReview, c.Person, c.Month, c.Try, JSON{checks}, now.UnixMicro())
}

// EndReview says how a letter came out: ReviewSent, ReviewQuiet or ReviewFailed.
func (y *System) EndReview(ctx context.Context, c ClaimedReview, standing string, checks map[string]alex.Status, now time.Time) error {
	return y.heldReview(ctx, endReview, c.Person, c.Month, c.Try, standing, JSON{checks}, now.UnixMicro())
}

// RetryReview says that a letter was refused, and when it may be tried again.
func (y *System) RetryReview(ctx context.Context, c ClaimedReview, due, now time.Time) error {
	return y.heldReview(ctx, retryReview, c.Person, c.Month, c.Try, due.UnixMicro(), now.UnixMicro())
}

func (y *System) heldReview(ctx context.Context, query string, args ...any) error {
	return y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, query, args...)
		if err == nil && n == 0 {
			return alex.ErrFenced
		}
		return err
	})
}

// GiveUpReviews ends the letters of a month, and of those before it, that were
// not sent by now, and says how many.
func (y *System) GiveUpReviews(ctx context.Context, month string, now time.Time) (given int64, err error) {
	err = y.write(ctx, func(q Querier) error {
		given, err = changed(ctx, q, giveUpReviews, month, now.UnixMicro())
		return err
	})
	return given, err
}

const selectReviews = `SELECT month, standing, checks, updated_at FROM reviews WHERE clerk_user_id = $1 ORDER BY month DESC LIMIT $2`

// Reviews are the person's last letters, at most MaxLimit, the newest first.
func (p *Personal) Reviews(ctx context.Context) (list []Review, err error) {
	err = p.read(ctx, func(q Querier) error {
		list, err = all(ctx, q, func(rows *sql.Rows) (r Review, err error) {
			return r, rows.Scan(&r.Month, &r.Standing, JSON{&r.Checks}, instant{&r.UpdatedAt})
		}, selectReviews, p.person, MaxLimit)
		return err
	})
	return list, err
}

const stopReviews = `UPDATE users SET monthly_review_at = NULL WHERE clerk_user_id = $1`

// StopReviews ends the monthly letters; for who is gone, or has none, it does
// nothing.
func (p *Personal) StopReviews(ctx context.Context) error {
	return p.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, stopReviews, p.person)
		return err
	})
}

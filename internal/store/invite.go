package store

import (
	"context"
	"time"

	"alex"
)

// NewInvite lets one person with one e-mail address sign up, once.
type NewInvite struct {
	TokenHash, EmailKey string
	Now, Expires        time.Time
}

const insertInvite = `INSERT INTO invites (token_hash, email_key, created_at, expires_at) VALUES ($1, $2, $3, $4)`

// AddInvite stores an invite.
func (y *System) AddInvite(ctx context.Context, i NewInvite) error {
	return y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, insertInvite, i.TokenHash, i.EmailKey, i.Now.UnixMicro(), i.Expires.UnixMicro()); err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActUserInvited, nil)
	})
}

const takeInvite = `UPDATE invites SET used_at = $3
	WHERE token_hash = $1 AND email_key = $2 AND used_at IS NULL AND expires_at > $4`

func useInvite(ctx context.Context, q Querier, hash, emailKey string, now time.Time) error {
	n, err := changed(ctx, q, takeInvite, hash, emailKey, now.UnixMicro(), now.UnixMicro())
	if err == nil && n == 0 {
		return alex.Invalid("invite", "is not good: it is used or expired, or was made for another e-mail address")
	}
	return err
}

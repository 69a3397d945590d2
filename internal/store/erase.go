package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"alex"
	"alex/internal/telemetry"
)

// Delete erases the person and everything that is theirs, as System.Erase does.
func (p *Personal) Delete(ctx context.Context) error {
	if _, said := ctx.Value(actorKey).(alex.Actor); !said {
		ctx = ActingAs(ctx, alex.ActorSelf)
	}
	return p.store.System().Erase(ctx, p.person)
}

const selectAddress = `SELECT u.email, c.email_key FROM users u
	LEFT JOIN credentials c ON c.clerk_user_id = u.clerk_user_id WHERE u.clerk_user_id = $1`

const (
	deleteInvites = `DELETE FROM invites WHERE email_key = $1`
	deletePerson  = `DELETE FROM users WHERE clerk_user_id = $1`
)

// noteErasure keeps that somebody was erased, by the hash that stands for them
// in logs, and nothing else.
func (y *System) noteErasure(ctx context.Context, q Querier, person alex.PersonID) error {
	return y.note(ctx, q, "", alex.ActErased, map[string]string{"person": telemetry.PersonHash(person)})
}

// Erase deletes a person's record, everything that hangs on it, and what names
// their e-mail address without hanging on it: the invite that they came with,
// and failures to sign in. Erasing who is gone is no error.
func (y *System) Erase(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error {
		var email string
		var key *string
		err := q.QueryRowContext(ctx, selectAddress, person).Scan(&email, &key)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if key == nil { // who signs in elsewhere
			lower := strings.ToLower(email)
			key = &lower
		}
		if _, err := changed(ctx, q, deleteInvites, *key); err != nil {
			return err
		}
		if _, err := changed(ctx, q, forgetFailures, AccountSubject(*key)); err != nil {
			return err
		}
		if _, err = changed(ctx, q, deletePerson, person); err != nil {
			return err
		}
		return y.noteErasure(ctx, q, person)
	})
}

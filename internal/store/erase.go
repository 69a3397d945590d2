package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

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

const selectAddress = `SELECT u.email, c.email_key, u.expires_at,
	EXISTS (SELECT 1 FROM identities i WHERE i.clerk_user_id = u.clerk_user_id) FROM users u
	LEFT JOIN credentials c ON c.clerk_user_id = u.clerk_user_id WHERE u.clerk_user_id = $1`

const (
	deleteInvites = `DELETE FROM invites WHERE email_key = $1`
	deletePerson  = `DELETE FROM users WHERE clerk_user_id = $1`
)

// noteErasure keeps that somebody was erased, by the hash that stands for them
// in logs, and nothing else. Demos that erase themselves are written down under a
// name of their own, so that however many they are, nobody else's is left out.
func (y *System) noteErasure(ctx context.Context, q Querier, person alex.PersonID, demo bool) error {
	if actor, _ := ctx.Value(actorKey).(alex.Actor); demo && actor == alex.ActorSelf {
		ctx = ActingAs(ctx, alex.ActorDemo)
	}
	return y.note(ctx, q, "", alex.ActErased, map[string]string{"person": telemetry.PersonHash(person)})
}

// Erase deletes a person's record, everything that hangs on it, and what names
// their e-mail address without hanging on it: the invite that they came with,
// and what was counted of failures to sign in and of links for a new password. How
// many letters the address got stays for a day, under a hash: erasing oneself and
// coming again would send it letters without an end.
// Erasing who is gone is no error. Who has the id and the
// tokens of another issuer leaves a hash, by which a token that is still good is
// known: see Admit. Who has a session of Alex's own, however it began, does not:
// their tokens end with it, and who signs in again elsewhere is somebody new.
func (y *System) Erase(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error {
		found, err := loadAddress(ctx, q, person)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		case found.elsewhere():
			return y.depart(ctx, q, person, nil)
		default:
			return y.erase(ctx, q, person, found)
		}
	})
}

// addressed is how a person is known by address; key is nil for who signs in
// elsewhere, and for a demo. signsOn says that another issuer only recognises
// them: id and sessions are Alex's own.
type addressed struct {
	email   string
	key     *string
	expires *time.Time
	signsOn bool
}

func (a addressed) elsewhere() bool { return a.key == nil && a.expires == nil && !a.signsOn }

func (a addressed) demo() bool { return a.key == nil && a.expires != nil && !a.signsOn }

func loadAddress(ctx context.Context, q Querier, person alex.PersonID) (a addressed, err error) {
	err = q.QueryRowContext(ctx, selectAddress, person).Scan(&a.email, &a.key, maybe{&a.expires}, &a.signsOn)
	return a, err
}

func (y *System) erase(ctx context.Context, q Querier, person alex.PersonID, a addressed) error {
	key := strings.ToLower(a.email)
	if a.key != nil {
		key = *a.key
	}
	if _, err := changed(ctx, q, deleteInvites, key); err != nil {
		return err
	}
	for _, subject := range []string{AccountSubject(key), ResetSubject(key), LettersOf(person)} {
		if _, err := changed(ctx, q, forgetFailures, subject); err != nil {
			return err
		}
	}
	if _, err := q.ExecContext(ctx, forgetDocuments, person); err != nil {
		return err
	}
	if _, err := changed(ctx, q, deletePerson, person); err != nil {
		return err
	}
	return y.noteErasure(ctx, q, person, a.demo())
}

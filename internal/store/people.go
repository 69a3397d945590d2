package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strconv"
	"time"

	"alex"
)

// Member is a person as operators see them: who and whether, never what they
// own. HasPassword is false for who signs in elsewhere, and for a demo;
// SingleSignOn is true for whom another issuer's sign-in brought here.
type Member struct {
	ID          alex.PersonID `json:"id"`
	Email       string        `json:"email"`
	DisplayName string        `json:"displayName"`
	HasPassword bool          `json:"hasPassword"`

	SingleSignOn bool `json:"singleSignOn"`
	SecondFactor bool `json:"secondFactor"`

	CreatedAt time.Time `json:"createdAt"`
	Standing
}

const selectPeople = `SELECT u.clerk_user_id, u.email, u.display_name, c.email_key IS NOT NULL,
	EXISTS (SELECT 1 FROM identities i WHERE i.clerk_user_id = u.clerk_user_id),
	EXISTS (SELECT 1 FROM second_factors f WHERE f.clerk_user_id = u.clerk_user_id AND f.enabled_at IS NOT NULL), u.created_at, u.disabled_at, u.expires_at
	FROM users u LEFT JOIN credentials c ON c.clerk_user_id = u.clerk_user_id
	WHERE u.created_at > $1 OR (u.created_at = $2 AND u.clerk_user_id > $3)
	ORDER BY u.created_at, u.clerk_user_id LIMIT $4`

// People is a page of all people, in the order in which they came.
func (y *System) People(ctx context.Context, page Page) (list List[Member], err error) {
	from, limit, err := page.begin(mark{Number: math.MinInt64})
	if err != nil {
		return list, err
	}
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (m Member, err error) {
			return m, rows.Scan(&m.ID, &m.Email, &m.DisplayName, &m.HasPassword, &m.SingleSignOn, &m.SecondFactor, instant{&m.CreatedAt},
				maybe{&m.DisabledAt}, maybe{&m.ExpiresAt})
		}, selectPeople, from.Number, from.Number, from.Text, limit+1)
		list = paged(rows, limit, func(m Member) mark { return mark{Number: m.CreatedAt.UnixMicro(), Text: string(m.ID)} })
		return err
	})
	return list, err
}

const findPerson = `SELECT u.clerk_user_id FROM users u LEFT JOIN credentials c ON c.clerk_user_id = u.clerk_user_id
	WHERE u.clerk_user_id = $1 OR c.email_key = $2 ORDER BY u.clerk_user_id LIMIT 1`

// FindPerson is the person with an id, or who signs in with an e-mail address;
// alex.CodeNotFound where there is none.
func (y *System) FindPerson(ctx context.Context, id alex.PersonID, emailKey string) (found alex.PersonID, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, findPerson, id, emailKey).Scan(&found)
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "there is no such person")
		}
		return err
	})
	return found, err
}

const (
	disablePerson = `UPDATE users SET disabled_at = $2 WHERE clerk_user_id = $1`
	enablePerson  = `UPDATE users SET disabled_at = NULL WHERE clerk_user_id = $1`
)

// Disable shuts a person out and ends all their sessions and access keys, and a change
// of address that waits; what they own stays.
func (y *System) Disable(ctx context.Context, person alex.PersonID, now time.Time) error {
	return y.write(ctx, func(q Querier) error {
		if err := stopChange(ctx, q, person); err != nil {
			return err
		}
		if err := known(ctx, q, disablePerson, person, now.UnixMicro()); err != nil {
			return err
		}
		if _, err := changed(ctx, q, deleteSessions, person); err != nil {
			return err
		}
		if err := y.endAccessKeys(ctx, q, person, alex.ActUserDisabled); err != nil {
			return err
		}
		return y.note(ctx, q, person, alex.ActUserDisabled, nil)
	})
}

// Enable lets a person in again.
func (y *System) Enable(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error {
		if err := known(ctx, q, enablePerson, person); err != nil {
			return err
		}
		return y.note(ctx, q, person, alex.ActUserEnabled, nil)
	})
}

// EndSessions signs a person out everywhere, and ends their access keys and a change of address that
// waits: who asked for it may not be they.
func (y *System) EndSessions(ctx context.Context, person alex.PersonID) error {
	return y.write(ctx, func(q Querier) error {
		if _, err := loadStanding(ctx, q, person); err != nil {
			return err
		}
		if err := stopChange(ctx, q, person); err != nil {
			return err
		}
		n, err := changed(ctx, q, deleteSessions, person)
		if err != nil {
			return err
		}
		if err := y.endAccessKeys(ctx, q, person, alex.ActSessionEnded); err != nil {
			return err
		}
		return y.note(ctx, q, person, alex.ActSessionEnded, map[string]string{"sessions": strconv.FormatInt(n, 10)})
	})
}

// known runs a write that must touch a person.
func known(ctx context.Context, q Querier, query string, args ...any) error {
	n, err := changed(ctx, q, query, args...)
	if err == nil && n == 0 {
		return alex.Errorf(alex.CodeNotFound, "there is no such person")
	}
	return err
}

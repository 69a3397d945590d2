package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"alex"
)

// Heard is what an outside issuer says of a person in one signed event. Gone is
// that it has deleted them; else Name and Email, a verified address, are what
// they are now, empty where there is none. At is when the issuer last changed
// them, by its own clock.
type Heard struct {
	Event       string
	Person      alex.PersonID
	Gone        bool
	Name, Email string
	At          time.Time
}

// hashOfPerson names nobody: ids of outside issuers are random.
func hashOfPerson(id alex.PersonID) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

const (
	noteEvent = `INSERT INTO webhook_events (event_id, received_at) VALUES ($1, $2) ON CONFLICT (event_id) DO NOTHING`

	// The row is also the lock: who would make or erase it waits for whoever is
	// about to.
	admitPerson = `INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at, issuer_name)
		VALUES ($1, $2, $3, $4, $4, $2) ON CONFLICT (clerk_user_id) DO NOTHING`

	heardOfPerson = `UPDATE users SET
		display_name = CASE WHEN $2 <> '' AND (display_name = '' OR display_name = issuer_name) THEN $2 ELSE display_name END,
		email_verified_at = CASE WHEN $3 = '' THEN NULL WHEN email = $3 THEN coalesce(email_verified_at, $5) ELSE $5 END,
		email = $3, issuer_name = $2, issuer_updated_at = $4, updated_at = $5
		WHERE clerk_user_id = $1 AND (issuer_updated_at IS NULL OR issuer_updated_at < $4) RETURNING display_name, email`
)

// Hear does what an event says, once, however often and in whatever order
// events come: one that was heard already changes nothing, nor does one that is
// no newer than what the issuer said last. Who was erased here stays so: an
// event brings nobody back.
func (y *System) Hear(ctx context.Context, h Heard) error {
	if err := h.validate(); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		now := y.store.micros()
		news, err := changed(ctx, q, noteEvent, h.Event, now)
		if err != nil || news == 0 {
			return err
		}
		if h.Gone {
			return y.depart(ctx, q, h.Person, &now)
		}
		made, err := changed(ctx, q, admitPerson, h.Person, h.Name, h.Email, now)
		if err != nil {
			return err
		}
		if _, gone, err := loadDeparture(ctx, q, h.Person); err != nil {
			return err
		} else if gone {
			if made > 0 {
				_, err = changed(ctx, q, deletePerson, h.Person)
			}
			return err
		}
		if made > 0 {
			if err := y.note(ctx, q, h.Person, alex.ActIdentityLinked, nil); err != nil {
				return err
			}
		}
		return y.sync(ctx, q, h, now)
	})
}

const selectCalled = `SELECT display_name, email FROM users WHERE clerk_user_id = $1`

// sync takes what the issuer says, and writes down where it was news. Whoever is
// erased at this moment is gone before or after; then nothing is changed.
func (y *System) sync(ctx context.Context, q Querier, h Heard, now int64) error {
	type called struct{ name, email string }
	var before, after called
	err := q.QueryRowContext(ctx, selectCalled, h.Person).Scan(&before.name, &before.email)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	err = q.QueryRowContext(ctx, heardOfPerson, h.Person, h.Name, h.Email, h.At.UnixMicro(), now).Scan(&after.name, &after.email)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil || after == before:
		return err
	default:
		if err := tellAddress(ctx, q, h.Person, before.email, after.email); err != nil {
			return err
		}
		return y.note(ctx, q, h.Person, alex.ActIdentitySynced, nil)
	}
}

func (h Heard) validate() error {
	var problems alex.Problems
	if h.Event == "" {
		problems.Addf("event", "has no id")
	}
	alex.CheckText(&problems, "event", h.Event, 255)
	if h.Person == "" {
		problems.Addf("person", "is empty")
	}
	alex.CheckText(&problems, "person", string(h.Person), 255)
	problems.Join("", alex.Person{DisplayName: h.Name, Email: h.Email}.Validate())
	return problems.Err()
}

// departure is when a person was erased here, and whether the issuer closed
// their account.
type departure struct {
	at     time.Time
	closed *time.Time
}

const (
	selectDeparture = `SELECT departed_at, closed_at FROM departed WHERE person_hash = $1`

	noteDeparture = `INSERT INTO departed (person_hash, departed_at, closed_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_hash) DO UPDATE SET departed_at = excluded.departed_at,
		closed_at = coalesce(departed.closed_at, excluded.closed_at)`

	forgetDeparture = `DELETE FROM departed WHERE person_hash = $1 AND closed_at IS NULL`
)

func loadDeparture(ctx context.Context, q Querier, person alex.PersonID) (d departure, gone bool, err error) {
	err = q.QueryRowContext(ctx, selectDeparture, hashOfPerson(person)).Scan(instant{&d.at}, maybe{&d.closed})
	if errors.Is(err, sql.ErrNoRows) {
		return d, false, nil
	}
	return d, err == nil, err
}

// depart erases a person, whether they ever came or not, and remembers it.
// closed is when the issuer deleted them; nil where they left by themselves.
func (y *System) depart(ctx context.Context, q Querier, person alex.PersonID, closed *int64) error {
	now := y.store.micros()
	made, err := changed(ctx, q, admitPerson, person, "", "", now) // its row is the lock
	if err != nil {
		return err
	}
	found, err := loadAddress(ctx, q, person)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // another has erased them meanwhile
		return err
	}
	if _, err := q.ExecContext(ctx, noteDeparture, hashOfPerson(person), now, closed); err != nil {
		return err
	}
	if made > 0 { // nobody was here
		_, err := changed(ctx, q, deletePerson, person)
		return err
	}
	return y.erase(ctx, q, person, found)
}

// Entry is someone with a good token of an outside issuer, who has no record
// here. Issued is when the token was made; the zero time where it does not say.
type Entry struct {
	Person      alex.PersonID
	Name, Email string
	Issued      time.Time
}

// clocksDiffer is how far the issuer's clock may be ahead.
const clocksDiffer = 5 * time.Second

// Admit makes the record of someone who comes for the first time, and leaves one
// that is there as it is. alex.CodeUnauthorized where the issuer deleted them,
// and where they erased themselves after the token was made: a newer token lets
// them begin anew.
func (y *System) Admit(ctx context.Context, e Entry) error {
	if (alex.Person{DisplayName: e.Name, Email: e.Email}).Validate() != nil {
		e.Name, e.Email = "", "" // it is no reason to turn them away
	}
	return y.write(ctx, func(q Querier) error {
		made, err := changed(ctx, q, admitPerson, e.Person, e.Name, e.Email, y.store.micros())
		if err != nil {
			return err
		}
		if made > 0 {
			if err := y.noteOwn(ctx, q, e.Person, alex.ActIdentityLinked); err != nil {
				return err
			}
		}
		left, gone, err := loadDeparture(ctx, q, e.Person)
		switch {
		case err != nil || !gone:
			return err
		case left.closed != nil:
			return alex.Errorf(alex.CodeUnauthorized, "this account no longer exists")
		case !e.Issued.After(left.at.Add(clocksDiffer)):
			return alex.Errorf(alex.CodeUnauthorized, "this account was erased; sign in again to begin anew")
		}
		// The issuer may have closed the account since it was looked at.
		forgotten, err := changed(ctx, q, forgetDeparture, hashOfPerson(e.Person))
		if err == nil && forgotten == 0 {
			return alex.Errorf(alex.CodeUnauthorized, "this account no longer exists")
		}
		return err
	})
}

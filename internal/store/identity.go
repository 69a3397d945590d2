package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Identity is how another issuer calls a person: subject means something
// beside its issuer alone.
type Identity struct {
	Issuer    string    `json:"issuer"`
	Subject   string    `json:"subject"`
	CreatedAt time.Time `json:"createdAt"`
}

const selectIdentity = `SELECT clerk_user_id FROM identities WHERE issuer = $1 AND subject = $2`

// KnownAs is the person whom an issuer calls by a subject; alex.CodeNotFound
// where that is nobody.
func (y *System) KnownAs(ctx context.Context, issuer, subject string) (person alex.PersonID, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectIdentity, issuer, subject).Scan(&person)
		if errors.Is(err, sql.ErrNoRows) {
			err = alex.Errorf(alex.CodeNotFound, "nobody is known by this name there")
		}
		return err
	})
	return person, err
}

// NewIdentity is a person who comes from another issuer for the first time.
// Email and EmailKey are empty where that issuer does not answer for the
// address; Invited asks for an open invitation of the address, and uses it up.
type NewIdentity struct {
	Person             alex.PersonID
	DisplayName, Email string
	EmailKey           string
	Issuer, Subject    string
	Invited            bool
}

const (
	insertIdentity = `INSERT INTO identities (issuer, subject, clerk_user_id, created_at) VALUES ($1, $2, $3, $4)`
	countLogins    = `SELECT count(*) FROM credentials WHERE email_key = $1`
	takeInviteOf   = `UPDATE invites SET used_at = $2 WHERE email_key = $1 AND used_at IS NULL AND expires_at > $3`
)

// SignUpAs makes the person's record, how they are known, and their first
// session, all or nothing. alex.CodeConflict where somebody signs in with a
// password by that address, or is known so already; alex.CodeForbidden where an
// invitation is asked for and there is none.
func (y *System) SignUpAs(ctx context.Context, in NewIdentity, first NewSession) error {
	if err := (alex.Person{DisplayName: in.DisplayName, Email: in.Email}).Validate(); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		if err := mayComeAs(ctx, q, in, first.Now); err != nil {
			return err
		}
		now := first.Now.UnixMicro()
		if _, err := q.ExecContext(ctx, insertPerson, in.Person, in.DisplayName, in.Email, now, nil); err != nil {
			return err
		}
		if in.EmailKey != "" { // the issuer answers for the address
			if _, err := q.ExecContext(ctx, verifyEmail, in.Person, now); err != nil {
				return err
			}
		}
		if _, err := q.ExecContext(ctx, insertIdentity, in.Issuer, in.Subject, in.Person, now); err != nil {
			return err
		}
		if err := y.addSession(ctx, q, first); err != nil {
			return err
		}
		if err := y.noteOwn(ctx, q, in.Person, alex.ActSignUp); err != nil {
			return err
		}
		return y.noteOwn(ctx, q, in.Person, alex.ActIdentityLinked)
	})
}

// mayComeAs never takes an address for a person: whoever signs in by it with a
// password stays apart.
func mayComeAs(ctx context.Context, q Querier, in NewIdentity, now time.Time) error {
	if in.EmailKey != "" {
		var logins int
		if err := q.QueryRowContext(ctx, countLogins, in.EmailKey).Scan(&logins); err != nil {
			return err
		}
		if logins > 0 {
			return alex.Errorf(alex.CodeConflict, "this e-mail address has an account already: sign in with its password")
		}
	}
	if !in.Invited {
		return nil
	}
	n, err := changed(ctx, q, takeInviteOf, in.EmailKey, now.UnixMicro(), now.UnixMicro())
	if err == nil && n == 0 {
		err = alex.Errorf(alex.CodeForbidden, "signing up is by invitation, and there is none for this e-mail address")
	}
	return err
}

const selectIdentities = `SELECT issuer, subject, created_at FROM identities WHERE clerk_user_id = $1 ORDER BY issuer, subject`

// identities are where else the person signs in: few, so they are one page.
func (p *Personal) identities(ctx context.Context, _ Page) (list List[Identity], err error) {
	err = p.read(ctx, func(q Querier) error {
		list.Items, err = all(ctx, q, func(rows *sql.Rows) (i Identity, err error) {
			return i, rows.Scan(&i.Issuer, &i.Subject, instant{&i.CreatedAt})
		}, selectIdentities, p.person)
		return err
	})
	return list, err
}

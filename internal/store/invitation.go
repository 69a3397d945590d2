package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// NewInvitation offers a role over what is the person's own to whoever brings
// the code of CodeHash.
type NewInvitation struct {
	Role     alex.Role
	Label    string
	CodeHash string
}

const (
	deleteStaleInvitations = `DELETE FROM invitations WHERE owner = $1 AND expires_at <= $2`
	countToday             = `SELECT count(*) FROM audit_log WHERE clerk_user_id = $1 AND act = $2 AND at >= $3`
	countGiven             = `SELECT count(*) FROM grants WHERE owner = $1`
	countInvitations       = `SELECT count(*) FROM invitations WHERE owner = $1`
	insertInvitation       = `INSERT INTO invitations (id, owner, role, label, owner_name, owner_email, code_hash, created_at, expires_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// Invite keeps an invitation for alex.InvitationLife. At alex.MaxInvitations
// open ones the answer is alex.CodeConflict, and at alex.MostActs on a day in UTC
// alex.CodeThrottled: what others do with it is written down with the owner.
func (p *Personal) Invite(ctx context.Context, in NewInvitation) (alex.Grant, error) {
	if err := alex.ValidInvitation(in.Role, in.Label); err != nil {
		return alex.Grant{}, err
	}
	now := p.store.micros()
	made, ends := time.UnixMicro(now).UTC(), time.UnixMicro(now).Add(alex.InvitationLife).UTC()
	return create(ctx, p, func(q Querier) (alex.Grant, error) {
		g := alex.Grant{
			ID: p.store.NewID(), Direction: alex.Given, Role: in.Role, Status: alex.GrantInvited, Label: in.Label,
			CreatedAt: made, ExpiresAt: &ends,
		}
		if err := p.roomForInvitation(ctx, q, now); err != nil {
			return g, err
		}
		owner, err := loadPerson(ctx, q, p.person)
		if err != nil {
			return g, err
		}
		_, err = q.ExecContext(ctx, insertInvitation, g.ID, p.person, g.Role, g.Label, owner.DisplayName, owner.Email,
			in.CodeHash, now, ends.UnixMicro())
		if err == nil {
			err = p.note(ctx, q, alex.ActGrantInvited, map[string]string{"role": string(g.Role)})
		}
		return g, err
	})
}

// roomForInvitation forgets the person's invitations that are over, and counts
// the rest.
func (p *Personal) roomForInvitation(ctx context.Context, q Querier, now int64) error {
	if err := p.lock(ctx, q); err != nil {
		return err
	}
	if _, err := changed(ctx, q, deleteStaleInvitations, p.person, now); err != nil {
		return err
	}
	var today int
	if err := q.QueryRowContext(ctx, countToday, p.person, alex.ActGrantInvited, p.store.midnight().UnixMicro()).Scan(&today); err != nil {
		return err
	}
	if today >= alex.MostActs {
		return p.store.tomorrow("%d invitations were made today, which is the most", today)
	}
	var open int
	if err := q.QueryRowContext(ctx, countInvitations, p.person).Scan(&open); err != nil {
		return err
	}
	var given int
	if err := q.QueryRowContext(ctx, countGiven, p.person).Scan(&given); err != nil {
		return err
	}
	if given >= alex.MaxGrants {
		return alex.Errorf(alex.CodeConflict, "%d others have access, which is the most: take one back first", given)
	}
	if open >= alex.MaxInvitations {
		return alex.Errorf(alex.CodeConflict, "you have %d open invitations, which is the most: take one back first", open)
	}
	return nil
}

// invitation is one as who presents its code finds it.
type invitation struct {
	id              alex.ID
	owner           alex.PersonID
	role            alex.Role
	ownerName, mail string
	expires         time.Time
}

const selectPresented = `SELECT id, owner, role, owner_name, owner_email, expires_at FROM invitations WHERE code_hash = $1`

// errCode is the one answer to a code that opens nothing, whyever.
func errCode() error {
	return alex.Errorf(alex.CodeNotFound, "this code is wrong, used or expired; ask for another")
}

func loadPresented(ctx context.Context, q Querier, codeHash string, now time.Time) (i invitation, err error) {
	err = q.QueryRowContext(ctx, selectPresented, codeHash).
		Scan(&i.id, &i.owner, &i.role, &i.ownerName, &i.mail, instant{&i.expires})
	if errors.Is(err, sql.ErrNoRows) || err == nil && !now.Before(i.expires) {
		err = errCode()
	}
	return i, err
}

// One statement reads the invitation and makes the grant of it, so that a rival
// who takes the code comes before both or after both.
const (
	insertGrant = `INSERT INTO grants (id, owner, grantee, role, label, owner_name, owner_email, grantee_name, grantee_email, created_at)
	SELECT id, owner, $2, role, label, owner_name, owner_email, $3, $4, $5 FROM invitations WHERE code_hash = $1 ON CONFLICT DO NOTHING
	RETURNING owner_email`
	deletePresented = `DELETE FROM invitations WHERE code_hash = $1 RETURNING owner_email`
)

// errMoved is of an invitation whose owner has another address since it was read.
var errMoved = alex.Errorf(alex.CodeConflict, "whose invitation this is has just changed their address; try again")

// Accept makes the invitation of a code a grant of the same id, once: a code
// that is wrong, used or expired is alex.CodeNotFound, one's own is refused by
// field, and where there is a grant of that owner's already the answer is
// alex.CodeConflict, and the code stays good.
func (p *Personal) Accept(ctx context.Context, codeHash string) (g alex.Grant, err error) {
	const tries = 3
	for range tries {
		g, err = create(ctx, p, func(q Querier) (alex.Grant, error) { return p.accept(ctx, q, codeHash) })
		if !errors.Is(err, errMoved) {
			break
		}
	}
	return g, err
}

// accept holds the person's own record first, and the invitation before it ends:
// whoever of the two gets another address at this moment is known by it.
func (p *Personal) accept(ctx context.Context, q Querier, codeHash string) (g alex.Grant, err error) {
	if err := p.lock(ctx, q); err != nil {
		return g, err
	}
	if shows, guards := p.store.engine.(Presenter); guards {
		if err := shows.Present(ctx, q, codeHash); err != nil {
			return g, err
		}
	}
	now := p.store.micros()
	made := time.UnixMicro(now).UTC()
	i, err := loadPresented(ctx, q, codeHash, made)
	if err != nil {
		return g, err
	}
	if i.owner == p.person {
		return g, alex.Invalid("code", "is of your own invitation: give it to who shall have access")
	}
	if i.mail, err = p.takeInvitation(ctx, q, codeHash, now); err != nil {
		return g, err
	}
	return alex.Grant{
		ID: i.id, Direction: alex.Received, Role: i.role, Status: alex.GrantActive, CreatedAt: made,
		Person: &alex.GrantPerson{ID: i.owner, DisplayName: i.ownerName, Email: i.mail},
	}, p.noteToOwner(ctx, q, i.owner, alex.ActGrantAccepted, map[string]string{"role": string(i.role)})
}

// takeInvitation makes the grant, and ends the invitation, whose owner's address
// it answers. The grant comes first: the invitation is what allows it.
func (p *Personal) takeInvitation(ctx context.Context, q Querier, codeHash string, now int64) (address string, err error) {
	me, err := loadPerson(ctx, q, p.person)
	if err != nil {
		return "", err
	}
	err = q.QueryRowContext(ctx, insertGrant, codeHash, p.person, me.DisplayName, me.Email, now).Scan(&address)
	if errors.Is(err, sql.ErrNoRows) {
		err = whyNoGrant(ctx, q, codeHash, time.UnixMicro(now).UTC())
	}
	if err != nil {
		return "", err
	}
	var last string
	err = q.QueryRowContext(ctx, deletePresented, codeHash).Scan(&last)
	switch {
	case errors.Is(err, sql.ErrNoRows): // a rival was faster
		err = errCode()
	case err == nil && last != address:
		err = errMoved
	}
	return address, err
}

// whyNoGrant tells a rival's grant of the same code, with which the code went,
// from one that there was before.
func whyNoGrant(ctx context.Context, q Querier, codeHash string, now time.Time) error {
	if _, err := loadPresented(ctx, q, codeHash, now); err != nil {
		return err
	}
	return alex.Errorf(alex.CodeConflict, "you have access already; to change the role, the old grant is taken back first")
}

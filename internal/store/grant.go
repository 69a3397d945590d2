package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
	"alex/internal/telemetry"
)

// The other side of a grant is known by what stands in its own row: nobody's
// record is read for it, and another address is written there (tellAddress). An invitation has no other side, and the label is its
// writer's alone.
const selectGrants = `SELECT id, 'given' AS direction, 'invited' AS status, role, label, NULL AS person, NULL AS name,
		NULL AS email, created_at, expires_at FROM invitations
		WHERE owner = $1 AND expires_at > $2 AND (created_at < $3 OR (created_at = $3 AND id < $4))
	UNION ALL SELECT id, 'given', 'active', role, label, grantee, grantee_name, grantee_email, created_at, NULL FROM grants
		WHERE owner = $1 AND (created_at < $3 OR (created_at = $3 AND id < $4))
	UNION ALL SELECT id, 'received', 'active', role, '', owner, owner_name, owner_email, created_at, NULL FROM grants
		WHERE grantee = $1 AND (created_at < $3 OR (created_at = $3 AND id < $4))
	ORDER BY created_at DESC, id DESC LIMIT $5`

// Grants is a page of the access that the person gave, offers and has received,
// the newest first.
func (p *Personal) Grants(ctx context.Context, page Page) (list List[alex.Grant], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of grants")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanGrant, selectGrants, p.person, p.store.micros(), from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(g alex.Grant) mark { return mark{g.CreatedAt.UnixMicro(), string(g.ID)} })
		return err
	})
	return list, err
}

func scanGrant(rows *sql.Rows) (g alex.Grant, err error) {
	var other alex.GrantPerson
	err = rows.Scan(&g.ID, &g.Direction, &g.Status, &g.Role, &g.Label, opt(&other.ID), opt(&other.DisplayName), opt(&other.Email),
		instant{&g.CreatedAt}, maybe{&g.ExpiresAt})
	if g.Status == alex.GrantActive {
		g.Person = &other
	}
	return g, err
}

// tellAddress lets those with whom a person shares know them by another address.
// It comes after the person's row is written: who invites at this moment is
// waited for there.
func tellAddress(ctx context.Context, q Querier, person alex.PersonID, before, now string) error {
	if before == now {
		return nil
	}
	for _, query := range []string{
		`UPDATE invitations SET owner_email = $2 WHERE owner = $1`,
		`UPDATE grants SET owner_email = $2 WHERE owner = $1`,
		`UPDATE grants SET grantee_email = $2 WHERE grantee = $1`,
	} {
		if _, err := changed(ctx, q, query, person, now); err != nil {
			return err
		}
	}
	return nil
}

const (
	deleteInvited = `DELETE FROM invitations WHERE owner = $1`
	deleteShared  = `DELETE FROM grants WHERE owner = $1 OR grantee = $1 RETURNING owner`
)

// unshare ends all that the person gave, offers and has received, and writes it
// down as if they had. The invitations come first: who accepts one at this moment
// is waited for there, and the grant that it became is seen.
func (y *System) unshare(ctx context.Context, q Querier, person alex.PersonID) error {
	offered, err := changed(ctx, q, deleteInvited, person)
	if err != nil {
		return err
	}
	owners, err := all(ctx, q, func(rows *sql.Rows) (owner alex.PersonID, err error) { return owner, rows.Scan(&owner) }, deleteShared, person)
	if err != nil {
		return err
	}
	for range offered {
		if err := y.noteEnded(ctx, q, person, map[string]string{"was": string(alex.GrantInvited)}); err != nil {
			return err
		}
	}
	for _, owner := range owners {
		if owner != person {
			other := alex.AuditEntry{PersonID: owner, Act: alex.ActGrantEnded}
			if err := y.store.record(ctx, q, alex.PersonActor(telemetry.PersonHash(person)), other); err != nil {
				return err
			}
		}
		if err := y.noteEnded(ctx, q, person, nil); err != nil {
			return err
		}
	}
	return nil
}

func (y *System) noteEnded(ctx context.Context, q Querier, person alex.PersonID, detail map[string]string) error {
	return y.store.record(ctx, q, alex.ActorSelf, alex.AuditEntry{PersonID: person, Act: alex.ActGrantEnded, Detail: detail})
}

const (
	deleteGrant      = `DELETE FROM grants WHERE id = $1 AND (owner = $2 OR grantee = $2)`
	deleteInvitation = `DELETE FROM invitations WHERE id = $1 AND owner = $2`
)

// EndGrant takes back what the person gave or offers, or leaves what the person
// has received.
func (p *Personal) EndGrant(ctx context.Context, id alex.ID) error {
	if err := checkID(id); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		// The invitation first: who accepts it at this moment is waited for there,
		// and the grant that it became is seen.
		n, err := changed(ctx, q, deleteInvitation, id, p.person)
		if err != nil {
			return err
		}
		if n == 1 {
			return p.note(ctx, q, alex.ActGrantEnded, map[string]string{"was": string(alex.GrantInvited)})
		}
		if err := p.noteGrantEnd(ctx, q, id); err != nil {
			return err
		}
		return own(ctx, q, deleteGrant, id, p.person)
	})
}

// The pair is compared as one: half of it says nothing.
const selectRole = `SELECT role FROM grants WHERE (owner, grantee) = ($1, $2)`

// RoleOver is what caller may do with what is owner's: alex.ErrForbidden where
// there is no grant, no such owner, or the owner is shut out, and the grants
// with them. The grant is read as the caller, the owner's standing as the
// owner.
func (s *Store) RoleOver(ctx context.Context, owner, caller alex.PersonID) (role alex.Role, err error) {
	err = s.read(ctx, actor{RolePerson, caller}, func(q Querier) error {
		return q.QueryRowContext(ctx, selectRole, owner, caller).Scan(&role)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", alex.ErrForbidden
	}
	if err != nil {
		return "", err
	}
	var standing Standing
	err = s.read(ctx, actor{RolePerson, owner}, func(q Querier) error {
		standing, err = loadStanding(ctx, q, owner)
		return err
	})
	if alex.CodeOf(err) == alex.CodeNotFound || err == nil && standing.Check(s.Now()) != nil {
		return "", alex.ErrForbidden
	}
	return role, err
}

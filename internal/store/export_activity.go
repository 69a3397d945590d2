package store

import (
	"cmp"
	"context"
	"database/sql"

	"alex"
	"alex/internal/telemetry"
)

// exportedAct is an act as the person reads it. Actor is self, system, operator,
// an assistant by one of their own keys, or for another person the e-mail address by which the person let them in; where
// they do so no more it is nobody's name.
type exportedAct struct {
	alex.AuditEntry
	Actor string `json:"actor"`
}

const unnamedGrantee = "someone you shared with"

const selectGrantees = `SELECT grantee, grantee_email FROM grants WHERE owner = $1`

// acts is Activity without the names of keys and the hashes of other people.
func (p *Personal) acts(ctx context.Context, page Page) (list List[exportedAct], err error) {
	entries, err := p.Activity(ctx, page)
	if err != nil {
		return list, err
	}
	grantees, err := p.grantees(ctx)
	if err != nil {
		return list, err
	}
	list.Next, list.Items = entries.Next, make([]exportedAct, len(entries.Items))
	for i, e := range entries.Items {
		list.Items[i] = exportedAct{e, actorInWords(e.Actor, grantees)}
	}
	return list, nil
}

func actorInWords(a alex.Actor, grantees map[alex.Actor]string) string {
	if _, operator := a.Operator(); operator {
		return "operator"
	}
	if name, program := a.AccessKey(); program {
		return "assistant by the key " + name
	}
	if a == alex.ActorSelf || a == alex.ActorSystem {
		return string(a)
	}
	return cmp.Or(grantees[a], unnamedGrantee)
}

// grantees are the addresses of those who have access, by how the log of acts
// calls them.
func (p *Personal) grantees(ctx context.Context) (map[alex.Actor]string, error) {
	found := map[alex.Actor]string{}
	err := p.read(ctx, func(q Querier) error {
		_, err := all(ctx, q, func(rows *sql.Rows) (id alex.PersonID, err error) {
			var email string
			err = rows.Scan(&id, &email)
			found[alex.PersonActor(telemetry.PersonHash(id))] = email
			return id, err
		}, selectGrantees, p.person)
		return err
	})
	return found, err
}

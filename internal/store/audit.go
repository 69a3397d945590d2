package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"time"

	"github.com/google/uuid"

	"alex"
	"alex/internal/telemetry"
)

type auditKey int

const (
	actorKey auditKey = iota
	networkKey
	changeKey
)

// ActingAs says on whose behalf writes are made, for the log of acts. Without
// it a person's own door is alex.ActorSelf, and the system's alex.ActorSystem.
func ActingAs(ctx context.Context, actor alex.Actor) context.Context {
	return context.WithValue(ctx, actorKey, actor)
}

// ComingFrom says from which network a sign-in comes, as coarse as it is kept.
func ComingFrom(ctx context.Context, network string) context.Context {
	return context.WithValue(ctx, networkKey, network)
}

// ByGrantee says that what is written is another's, by which request: each
// writing transaction then leaves the same one entry with what it wrote.
func (s *Store) ByGrantee(ctx context.Context, grantee alex.PersonID, method, route string) context.Context {
	ctx = ActingAs(ctx, alex.PersonActor(telemetry.PersonHash(grantee)))
	return context.WithValue(ctx, changeKey, alex.AuditEntry{
		ID: s.NewID(), Act: alex.ActGranteeChanged, Detail: map[string]string{"method": method, "route": route},
	})
}

// An act is written down as long as there are not too many like it today, which
// the statement counts where it may read them. Alike are those of one actor, about
// one person or about nobody; of what grantees change, those at one route; of what
// assistants call, by whichever key, those of one tool that came to the same. An entry
// that may be written again is one of whom the transaction is for: for another's,
// the second would ask who may read it. The first of the day from a network is
// written down past the bound, up to twice as many: so one stranger who fails to
// sign in over and over hides nobody who comes from elsewhere.
const (
	insertAudit = `INSERT INTO audit_log (id, at, clerk_user_id, actor, act, detail, network)
	SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM audit_log
		WHERE clerk_user_id = $8 AND act = $9 AND at >= $10 AND id <> $11 AND (actor = $12 OR act = 'assistant_called')
		AND (act NOT IN ('grantee_changed', 'assistant_called') OR detail = $13)) < $14`
	insertAuditFrom = `INSERT INTO audit_log (id, at, clerk_user_id, actor, act, detail, network)
	SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM audit_log
		WHERE clerk_user_id = $8 AND act = $9 AND at >= $10 AND id <> $11 AND actor = $12) < CASE WHEN EXISTS (SELECT 1 FROM audit_log
		WHERE clerk_user_id = $13 AND act = $14 AND at >= $15 AND actor = $16 AND network = $17) THEN CAST($18 AS BIGINT) ELSE CAST($19 AS BIGINT) END`
	insertAuditOnce     = insertAudit + ` ON CONFLICT (id) DO NOTHING`
	insertAuditOfNobody = `INSERT INTO audit_log (id, at, clerk_user_id, actor, act, detail, network)
	SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM audit_log
		WHERE clerk_user_id IS NULL AND act = $8 AND at >= $9 AND actor = $10) < $11`
	insertLeftOut = `INSERT INTO audit_log (id, at, clerk_user_id, actor, act, detail)
	SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM audit_log
		WHERE clerk_user_id = $7 AND act = $8 AND at >= $9 AND id <> $10 AND (actor = $11 OR act = 'assistant_called')
		AND (act NOT IN ('grantee_changed', 'assistant_called') OR detail = $12)) >= $13
	ON CONFLICT (id) DO NOTHING`
	insertLeftOutOfNobody = `INSERT INTO audit_log (id, at, clerk_user_id, actor, act, detail)
	SELECT $1, $2, $3, $4, $5, $6 ON CONFLICT (id) DO NOTHING`
)

// record writes an act down in the transaction that does it. Past alex.MostActs
// like it in a day, or alex.MostActsOfNobody, one entry says that more were left
// out; what operators do, and who is erased that was no demo, is always written.
func (s *Store) record(ctx context.Context, q Querier, usual alex.Actor, e alex.AuditEntry) error {
	insert := insertAuditOnce
	if e.ID == "" {
		e.ID, insert = s.NewID(), insertAudit
	}
	e.At, e.Actor = s.Now(), usual
	if actor, said := ctx.Value(actorKey).(alex.Actor); said {
		e.Actor = actor
	}
	if e.Act == alex.ActSignUp || e.Act == alex.ActSignIn || e.Act == alex.ActSignInFailed || e.Act == alex.ActRefreshReuse {
		e.Network, _ = ctx.Value(networkKey).(string)
	}
	n, err := s.insertAct(ctx, q, insert, e)
	if err != nil || n > 0 {
		return err
	}
	return s.recordLeftOut(ctx, q, e)
}

func (s *Store) insertAct(ctx context.Context, q Querier, insert string, e alex.AuditEntry) (int64, error) {
	_, all := e.Actor.Operator()
	row := []any{e.ID, e.At.UnixMicro(), opt(&e.PersonID), e.Actor, e.Act, JSON{e.Detail}, opt(&e.Network)}
	if e.PersonID == "" {
		return changed(ctx, q, insertAuditOfNobody, append(row, e.Act, s.midnight().UnixMicro(), e.Actor, most(alex.MostActsOfNobody, all || e.Act == alex.ActErased && e.Actor != alex.ActorDemo))...)
	}
	if insert == insertAudit && e.Network != "" {
		alike := []any{e.PersonID, e.Act, s.midnight().UnixMicro()}
		row = append(append(append(row, alike...), e.ID, e.Actor), append(alike, e.Actor, e.Network)...)
		return changed(ctx, q, insertAuditFrom, append(row, most(alex.MostActs, all), most(mostFromNetworks, all))...)
	}
	return changed(ctx, q, insert, append(row,
		e.PersonID, e.Act, s.midnight().UnixMicro(), e.ID, e.Actor, JSON{e.Detail}, most(alex.MostActs, all))...)
}

// mostFromNetworks is alex.MostActs with what is the first of its network.
const mostFromNetworks = 2 * alex.MostActs

// most is how many are written down; of some acts, all.
func most(n int, all bool) int {
	if all {
		return math.MaxInt32
	}
	return n
}

// recordLeftOut says, once a day, that there were more acts like this one, under
// the name of who did them. Where the entry was only there already, it says nothing.
func (s *Store) recordLeftOut(ctx context.Context, q Querier, e alex.AuditEntry) error {
	detail := map[string]string{"act": string(e.Act)}
	if e.Act == alex.ActGranteeChanged || e.Act == alex.ActAssistantCalled {
		maps.Copy(detail, e.Detail)
	}
	day := s.midnight()
	name := fmt.Append(nil, e.PersonID, " ", e.Act, " ", e.Actor, " ", detail, " ", day.Unix())
	row := []any{
		alex.ID(uuid.NewHash(sha256.New(), uuid.Nil, name, 8).String()), e.At.UnixMicro(), opt(&e.PersonID), e.Actor, alex.ActLeftOut, JSON{detail},
	}
	if e.PersonID == "" {
		_, err := q.ExecContext(ctx, insertLeftOutOfNobody, row...)
		return err
	}
	_, err := q.ExecContext(ctx, insertLeftOut, append(row,
		e.PersonID, e.Act, day.UnixMicro(), e.ID, e.Actor, JSON{e.Detail}, alex.MostActs)...)
	return err
}

// midnight is when the day began, in UTC.
func (s *Store) midnight() time.Time { return s.Now().UTC().Truncate(24 * time.Hour) }

// note records an act of the person's own.
func (p *Personal) note(ctx context.Context, q Querier, act alex.Act, detail map[string]string) error {
	return p.store.record(ctx, q, alex.ActorSelf, alex.AuditEntry{PersonID: p.person, Act: act, Detail: detail})
}

// noteChange records that another than the owner writes, where one does.
func (p *Personal) noteChange(ctx context.Context, q Querier) error {
	e, acts := ctx.Value(changeKey).(alex.AuditEntry)
	if !acts {
		return nil
	}
	e.PersonID = p.person
	return p.store.record(ctx, q, alex.ActorSystem, e)
}

// Record writes down an act that is no write of the store's own.
func (p *Personal) Record(ctx context.Context, act alex.Act, detail map[string]string) error {
	return p.write(ctx, func(q Querier) error { return p.note(ctx, q, act, detail) })
}

// Record writes down an act about a person, or about nobody.
func (y *System) Record(ctx context.Context, person alex.PersonID, act alex.Act, detail map[string]string) error {
	return y.write(ctx, func(q Querier) error { return y.note(ctx, q, person, act, detail) })
}

func (y *System) note(ctx context.Context, q Querier, person alex.PersonID, act alex.Act, detail map[string]string) error {
	return y.store.record(ctx, q, alex.ActorSystem, alex.AuditEntry{PersonID: person, Act: act, Detail: detail})
}

// noteOwn is note of what a person does through the system's door, such as
// signing in.
func (y *System) noteOwn(ctx context.Context, q Querier, person alex.PersonID, act alex.Act) error {
	return y.store.record(ctx, q, alex.ActorSelf, alex.AuditEntry{PersonID: person, Act: act})
}

const selectActivity = `SELECT id, at, clerk_user_id, actor, act, detail, network FROM audit_log
	WHERE clerk_user_id = $1 AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4`

// Activity is a page of what was done to the person's account, the newest
// first.
func (p *Personal) Activity(ctx context.Context, page Page) (list List[alex.AuditEntry], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of activity")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanAudit, selectActivity, p.person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, markOfAudit)
		return err
	})
	return list, err
}

func markOfAudit(e alex.AuditEntry) mark { return mark{e.At.UnixMicro(), string(e.ID)} }

func scanAudit(rows *sql.Rows) (e alex.AuditEntry, err error) {
	e.Detail = map[string]string{}
	return e, rows.Scan(&e.ID, instant{&e.At}, opt(&e.PersonID), &e.Actor, &e.Act, JSON{&e.Detail}, opt(&e.Network))
}

// AuditFilter chooses entries of the log; what is empty chooses all.
type AuditFilter struct {
	Act    alex.Act
	Person alex.PersonID
}

const selectAudit = `SELECT id, at, clerk_user_id, actor, act, detail, network FROM audit_log
	WHERE ($1 = '' OR act = $2) AND ($3 = '' OR clerk_user_id = $4) AND (at < $5 OR (at = $5 AND id < $6))
	ORDER BY at DESC, id DESC LIMIT $7`

// Audit is a page of the whole log, the newest first.
func (y *System) Audit(ctx context.Context, f AuditFilter, page Page) (list List[alex.AuditEntry], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of the log")
	}
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanAudit, selectAudit, f.Act, f.Act, f.Person, f.Person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, markOfAudit)
		return err
	})
	return list, err
}

const auditsAtOnce = 500

const purgeAudit = `DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < $1 ORDER BY at LIMIT $2)`

// PurgeAudit forgets what was written down before a time, and says how many
// entries it was; the database keeps those of the last alex.LeastAuditDays.
func (y *System) PurgeAudit(ctx context.Context, before time.Time) (total int64, err error) {
	for {
		n, err := y.delete(ctx, purgeAudit, before.UnixMicro(), auditsAtOnce)
		total += n
		if err != nil || n < auditsAtOnce {
			return total, err
		}
	}
}

const selectGrantSides = `SELECT owner, grantee FROM grants WHERE id = $1 AND (owner = $2 OR grantee = $3)`

// noteGrantEnd records the end of a grant with its owner, before it is gone.
func (p *Personal) noteGrantEnd(ctx context.Context, q Querier, id alex.ID) error {
	var owner, grantee alex.PersonID
	err := q.QueryRowContext(ctx, selectGrantSides, id, p.person, p.person).Scan(&owner, &grantee)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	switch {
	case err != nil:
		return err
	case owner == p.person:
		return p.note(ctx, q, alex.ActGrantEnded, nil)
	default:
		return p.noteToOwner(ctx, q, owner, alex.ActGrantEnded, nil)
	}
}

// noteToOwner records what the person does with a grant, with its owner and
// with themselves.
func (p *Personal) noteToOwner(ctx context.Context, q Querier, owner alex.PersonID, act alex.Act, detail map[string]string) error {
	actor := alex.PersonActor(telemetry.PersonHash(p.person))
	if err := p.store.record(ctx, q, actor, alex.AuditEntry{PersonID: owner, Act: act, Detail: detail}); err != nil {
		return err
	}
	return p.note(ctx, q, act, detail)
}

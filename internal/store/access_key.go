package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"alex"
)

const (
	accessKeyColumns = `SELECT id, key_name, scopes, created_at, expires_at, last_used_at, revoked_at FROM access_keys `

	selectAccessKeys = accessKeyColumns + `WHERE clerk_user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`
	selectGoodKey    = accessKeyColumns + `WHERE id = $1 AND clerk_user_id = $2 AND revoked_at IS NULL AND expires_at > $3`
)

func scanAccessKey(row interface{ Scan(...any) error }) (k alex.AccessKey, err error) {
	return k, row.Scan(&k.ID, &k.Name, JSON{&k.Scopes}, instant{&k.CreatedAt}, instant{&k.ExpiresAt}, maybe{&k.LastUsedAt}, maybe{&k.RevokedAt})
}

// AccessKeys are the person's keys, the newest first: those that are good, and the
// newest of those that are over.
func (p *Personal) AccessKeys(ctx context.Context) (keys []alex.AccessKey, err error) {
	err = p.read(ctx, func(q Querier) error {
		keys, err = all(ctx, q, func(rows *sql.Rows) (alex.AccessKey, error) { return scanAccessKey(rows) },
			selectAccessKeys, p.person, alex.MaxAccessKeys+alex.KeptAccessKeys)
		return err
	})
	return keys, err
}

const (
	countGoodKeys = `SELECT count(*), coalesce(sum(CASE WHEN key_name = $3 THEN 1 ELSE 0 END), 0) FROM access_keys
	WHERE clerk_user_id = $1 AND revoked_at IS NULL AND expires_at > $2`
	dropOldKeys = `DELETE FROM access_keys WHERE clerk_user_id = $1 AND (revoked_at IS NOT NULL OR expires_at <= $2) AND id NOT IN (
	SELECT id FROM access_keys WHERE clerk_user_id = $1 AND (revoked_at IS NOT NULL OR expires_at <= $2)
	ORDER BY created_at DESC, id DESC LIMIT $3)`
	insertAccessKey = `INSERT INTO access_keys (id, clerk_user_id, key_name, scopes, key_hash, created_at, expires_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7)`
)

// AddAccessKey keeps a key of the person's by its hash, once where the door has a
// key. alex.CodeConflict where one that is good has the name, or there are
// alex.MaxAccessKeys. Of those that are over it lets the oldest go.
func (p *Personal) AddAccessKey(ctx context.Context, in alex.AccessKeyRequest, hash string) (alex.AccessKey, error) {
	in, err := in.Valid()
	if err != nil {
		return alex.AccessKey{}, err
	}
	return create(ctx, p, func(q Querier) (k alex.AccessKey, err error) {
		if err := p.lock(ctx, q); err != nil {
			return k, err
		}
		now := p.store.micros()
		if err := p.roomForKey(ctx, q, in.Name, now); err != nil {
			return k, err
		}
		made := time.UnixMicro(now).UTC()
		k = alex.AccessKey{ID: p.store.NewID(), Name: in.Name, Scopes: in.Scopes, CreatedAt: made, ExpiresAt: made.AddDate(0, 0, in.Days)}
		if _, err := q.ExecContext(ctx, insertAccessKey, k.ID, p.person, k.Name, JSON{k.Scopes}, hash, now, k.ExpiresAt.UnixMicro()); err != nil {
			return k, err
		}
		return k, p.note(ctx, q, alex.ActAccessKeyMade, keyDetail(k))
	})
}

func (p *Personal) roomForKey(ctx context.Context, q Querier, name string, now int64) error {
	var today int
	if err := q.QueryRowContext(ctx, countToday, p.person, alex.ActAccessKeyMade, p.store.midnight().UnixMicro()).Scan(&today); err != nil {
		return err
	}
	if today >= alex.MostKeysADay {
		return p.store.tomorrow("%d keys were made today, which is the most", today)
	}
	if _, err := changed(ctx, q, dropOldKeys, p.person, now, alex.KeptAccessKeys-1); err != nil {
		return err
	}
	var good, named int
	if err := q.QueryRowContext(ctx, countGoodKeys, p.person, now, name).Scan(&good, &named); err != nil {
		return err
	}
	switch {
	case named > 0:
		return alex.Errorf(alex.CodeConflict, "you have a key named %q already: end it first, or choose another name", name)
	case good >= alex.MaxAccessKeys:
		return alex.Errorf(alex.CodeConflict, "you have %d keys, which is the most: end one first", good)
	}
	return nil
}

// keyDetail leaves out the name: whoever runs Alex reads the log too.
func keyDetail(k alex.AccessKey) map[string]string {
	scopes := make([]string, len(k.Scopes))
	for i, scope := range k.Scopes {
		scopes[i] = string(scope)
	}
	return map[string]string{"key": string(k.ID), "scopes": strings.Join(scopes, ",")}
}

const (
	revokeAccessKey  = `UPDATE access_keys SET revoked_at = $3 WHERE id = $1 AND clerk_user_id = $2 AND revoked_at IS NULL`
	revokeAccessKeys = `UPDATE access_keys SET revoked_at = $2 WHERE clerk_user_id = $1 AND revoked_at IS NULL AND expires_at > $3`
)

// EndAccessKey ends one of the person's keys that is good: from then on it opens
// nothing. alex.ErrForbidden for any other.
func (p *Personal) EndAccessKey(ctx context.Context, id alex.ID) error {
	if err := checkID(id); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		now := p.store.micros()
		k, err := scanAccessKey(q.QueryRowContext(ctx, selectGoodKey, id, p.person, now))
		if errors.Is(err, sql.ErrNoRows) {
			return alex.ErrForbidden
		}
		if err != nil {
			return err
		}
		if err := own(ctx, q, revokeAccessKey, id, p.person, now); err != nil {
			return err
		}
		return p.note(ctx, q, alex.ActAccessKeyEnded, keyDetail(k))
	})
}

// endAccessKeys ends all keys of a person who may not be the one who made them, and
// says why.
func (y *System) endAccessKeys(ctx context.Context, q Querier, person alex.PersonID, why alex.Act) error {
	return y.store.endAccessKeys(ctx, q, alex.ActorSystem, person, why)
}

// endAccessKeys ends all the person's keys, which whoever they shut out may have made.
func (p *Personal) endAccessKeys(ctx context.Context, q Querier, why alex.Act) error {
	return p.store.endAccessKeys(ctx, q, alex.ActorSelf, p.person, why)
}

func (s *Store) endAccessKeys(ctx context.Context, q Querier, usual alex.Actor, person alex.PersonID, why alex.Act) error {
	now := s.micros()
	n, err := changed(ctx, q, revokeAccessKeys, person, now, now)
	if err != nil || n == 0 {
		return err
	}
	return s.record(ctx, q, usual, alex.AuditEntry{
		PersonID: person, Act: alex.ActAccessKeyEnded, Detail: map[string]string{"why": string(why), "keys": strconv.FormatInt(n, 10)},
	})
}

// Opened is a key that was brought, and whose it is.
type Opened struct {
	Key    alex.AccessKey
	Person alex.PersonID
}

const selectOpened = `SELECT k.id, k.key_name, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
	u.clerk_user_id, u.disabled_at, u.expires_at FROM access_keys k JOIN users u ON u.clerk_user_id = k.clerk_user_id WHERE k.key_hash = $1`

// ErrKeyOver is within what AccessKeyOf answers of a key that was ended or has expired.
var ErrKeyOver = errors.New("the key is over")

// AccessKeyOf is the key of a hash: alex.CodeNotFound where there is none, with
// ErrKeyOver where there is one that is over, alex.CodeUnauthorized where its person is
// disabled or a demo that is over.
func (y *System) AccessKeyOf(ctx context.Context, hash string) (o Opened, err error) {
	var s Standing
	err = y.read(ctx, func(q Querier) error {
		k := &o.Key
		return q.QueryRowContext(ctx, selectOpened, hash).Scan(&k.ID, &k.Name, JSON{&k.Scopes}, instant{&k.CreatedAt}, instant{&k.ExpiresAt},
			maybe{&k.LastUsedAt}, maybe{&k.RevokedAt}, &o.Person, maybe{&s.DisabledAt}, maybe{&s.ExpiresAt})
	})
	now := y.store.Now()
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Opened{}, alex.Errorf(alex.CodeNotFound, "there is no such key")
	case err != nil:
		return Opened{}, err
	case !o.Key.Good(now):
		return Opened{}, &alex.Error{Code: alex.CodeNotFound, Message: "there is no such key any more", Err: ErrKeyOver}
	}
	return o, s.Check(now)
}

const touchAccessKey = `UPDATE access_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`

// AccessKeyUsed notes that a key was used, once a minute at most.
func (y *System) AccessKeyUsed(ctx context.Context, k alex.AccessKey) error {
	now := y.store.Now()
	if k.LastUsedAt != nil && now.Sub(*k.LastUsedAt) < time.Minute {
		return nil
	}
	return y.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, touchAccessKey, k.ID, now.UnixMicro(), now.Add(-time.Minute).UnixMicro())
		return err
	})
}

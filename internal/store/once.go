package store

import (
	"context"

	"alex"
)

// Answer is what a creating request was answered with: a status from 200 to
// 299, a location of at most 400 characters, and text of at most PartSize
// bytes.
type Answer struct {
	Status   int
	Location string
	Body     []byte
}

// Replayed is the error of a creating call whose key has been used before with
// the same hash: nothing was created now, and this is what was answered then.
type Replayed struct{ Answer }

func (r *Replayed) Error() string {
	return "this request was answered before, under the same Idempotency-Key"
}

// once is a key under which one creating call happens.
type once struct {
	key, hash string
	render    func(created any) (Answer, error)
}

// Once is a door whose creating calls happen once for a key of this person's:
// the first stores what render answers together with what it creates; a later
// one with the same hash creates nothing and fails with *Replayed; one with
// another hash is refused as alex.Invalid("Idempotency-Key", …). An empty key
// is no key. Render sees the value that the creating call returns; its error
// undoes the call.
func (p *Personal) Once(key, hash string, render func(created any) (Answer, error)) *Personal {
	door := &Personal{store: p.store, person: p.person}
	if key != "" {
		door.once = &once{key, hash, render}
	}
	return door
}

// create is a write that happens once where the door has a key.
func create[T any](ctx context.Context, p *Personal, do func(Querier) (T, error)) (T, error) {
	var created, none T
	if err := p.once.valid(); err != nil {
		return none, err
	}
	err := p.write(ctx, func(q Querier) error {
		if err := p.reserve(ctx, q); err != nil {
			return err
		}
		var err error
		if created, err = do(q); err != nil {
			return err
		}
		return p.answer(ctx, q, created)
	})
	if err != nil {
		return none, err
	}
	return created, nil
}

// Made is the creating call of what was made by other means, such as a document
// that had to be indexed too: it keeps the answer where the door has a key. Who
// comes second with one key has made theirs all the same.
func (p *Personal) Made(ctx context.Context, made any) error {
	if p.once == nil {
		return nil
	}
	_, err := create(ctx, p, func(Querier) (any, error) { return made, nil })
	return err
}

func (o *once) valid() error {
	if o == nil {
		return nil
	}
	var problems alex.Problems
	alex.CheckText(&problems, "Idempotency-Key", o.key, 255)
	alex.CheckText(&problems, "hash", o.hash, 128)
	return problems.Err()
}

// The key is taken before anything is done, so that a rival with the same key
// waits here for this transaction's end.
const reserveKey = `INSERT INTO idempotency (clerk_user_id, idempotency_key, request_hash, status, location, body, created_at)
	VALUES ($1, $2, $3, 200, '', '', $4) ON CONFLICT (clerk_user_id, idempotency_key) DO NOTHING`

const selectAnswer = `SELECT request_hash, status, location, body FROM idempotency
	WHERE clerk_user_id = $1 AND idempotency_key = $2`

func (p *Personal) reserve(ctx context.Context, q Querier) error {
	if p.once == nil {
		return nil
	}
	n, err := changed(ctx, q, reserveKey, p.person, p.once.key, p.once.hash, p.store.micros())
	if err != nil || n == 1 {
		return err
	}
	return p.replay(ctx, q)
}

// replay fails with what was answered under the key.
func (p *Personal) replay(ctx context.Context, q Querier) error {
	var hash, body string
	var r Replayed
	err := q.QueryRowContext(ctx, selectAnswer, p.person, p.once.key).Scan(&hash, &r.Status, &r.Location, &body)
	if err != nil {
		return err
	}
	if hash != p.once.hash {
		return alex.Invalid("Idempotency-Key", "was used before with another request")
	}
	r.Body = []byte(body)
	return &r
}

const storeAnswer = `UPDATE idempotency SET status = $3, location = $4, body = $5
	WHERE clerk_user_id = $1 AND idempotency_key = $2`

func (p *Personal) answer(ctx context.Context, q Querier, created any) error {
	if p.once == nil {
		return nil
	}
	a, err := p.once.render(created)
	if err != nil {
		return err
	}
	if len(a.Body) > PartSize {
		return alex.Errorf(alex.CodeTooLarge,
			"the answer has %d bytes, too many to be kept under an Idempotency-Key: send the request without one", len(a.Body))
	}
	return own(ctx, q, storeAnswer, p.person, p.once.key, a.Status, a.Location, string(a.Body))
}

package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"

	"alex/internal/store"
)

// Keyed is a creating request that a client may repeat.
type Keyed struct {
	Key string `header:"Idempotency-Key" maxLength:"255" doc:"the same key with the same body creates once"`
}

// created is the answer to a creating request.
type created[T any] struct {
	Status   int
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Replayed string `header:"Idempotency-Replayed"`
	Body     T
}

// creation is a creating request: what makes it the same request again, what
// it does, and how its result is shown.
type creation[R, T any] struct {
	Keyed
	Route  string
	Asked  any
	Status int // 201 unless said
	// Checks says that Do checks what may change meanwhile: then the key is
	// looked up before it, which costs a query.
	Checks   bool
	Do       func(*store.Personal) (R, error)
	View     func(R) T
	Location func(R) string
}

// create runs c once for a key; the answer is stored with what it creates.
func create[R, T any](ctx context.Context, s *Server, c creation[R, T]) (*created[T], error) {
	asked, err := json.Marshal(c.Asked)
	if err != nil {
		return nil, err
	}
	if c.Status == 0 {
		c.Status = http.StatusCreated
	}
	sum := sha256.Sum256(append([]byte(c.Route+"\n"), asked...))
	door := s.mine(ctx).Once(keyOf(ctx, c.Key), hex.EncodeToString(sum[:]), func(result any) (store.Answer, error) {
		shown, err := json.Marshal(c.View(result.(R)))
		return store.Answer{Status: c.Status, Location: c.Location(result.(R)), Body: shown}, err
	})
	result, err := c.do(ctx, door)
	if replayed, again := errors.AsType[*store.Replayed](err); again {
		return replay[T](replayed.Answer)
	}
	if err != nil {
		return nil, err
	}
	shown := c.View(result)
	return &created[T]{Status: c.Status, Location: c.Location(result), ETag: etag(shown), Body: shown}, nil
}

// do answers a repeated request as it was answered: what was right when it was
// first asked may not be so any more.
func (c creation[R, T]) do(ctx context.Context, door *store.Personal) (result R, err error) {
	if c.Checks {
		err = door.Answered(ctx)
	}
	if err != nil {
		return result, err
	}
	return c.Do(door)
}

func replay[T any](stored store.Answer) (*created[T], error) {
	out := &created[T]{Status: stored.Status, Location: stored.Location, Replayed: "true"}
	if err := json.Unmarshal(stored.Body, &out.Body); err != nil {
		return nil, err
	}
	out.ETag = etag(out.Body)
	return out, nil
}

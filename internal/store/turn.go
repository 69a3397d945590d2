package store

import (
	"context"
	"sync"

	"alex"
)

// turns lets each person's writers of this process pass one at a time before
// they take a connection. The database makes them wait for one another anyway;
// there, each would hold a connection while it waits, and one person's would
// leave none for anybody else.
type turns struct {
	mu     sync.Mutex
	queues map[alex.PersonID]*queue
}

// queue is the writers of one person; it lives as long as there are any.
type queue struct {
	turn    chan struct{}
	writers int
}

// inTurn runs do when the person's earlier writers are done; nobody waits where
// there is no person. A wait ends with ctx.
func (s *Store) inTurn(ctx context.Context, person alex.PersonID, do func() error) error {
	if person == "" {
		return do()
	}
	q := s.turns.join(person)
	defer s.turns.leave(person, q)
	select {
	case q.turn <- struct{}{}:
		defer func() { <-q.turn }()
		return do()
	case <-ctx.Done():
		return s.explain(ctx.Err())
	}
}

func (t *turns) join(person alex.PersonID) *queue {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.queues[person]
	if q == nil {
		if t.queues == nil {
			t.queues = map[alex.PersonID]*queue{}
		}
		q = &queue{turn: make(chan struct{}, 1)}
		t.queues[person] = q
	}
	q.writers++
	return q
}

func (t *turns) leave(person alex.PersonID, q *queue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if q.writers--; q.writers == 0 {
		delete(t.queues, person)
	}
}

package simulation

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"alex"
	"alex/internal/queue"
)

// mail is a queue that loses, repeats, delays and reorders.
type mail struct {
	world  *world
	chance *rand.Rand

	mu      sync.Mutex
	letters []letter
	waiting []*receiver
}

type letter struct {
	message queue.Message
	due     time.Time
}

type receiver struct {
	process *process
	got     chan queue.Message
}

func message(id alex.ID) queue.Message { return queue.Message{Job: id} }

// Send may answer an error though the message was taken, as a queue may.
func (q *mail) Send(ctx context.Context, m queue.Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &q.world.weather
	copies := 1
	if q.world.hit(q.chance, w.lost) {
		copies = 0
	} else if q.world.hit(q.chance, w.twice) {
		copies = 2
	}
	for range copies {
		late := time.Duration(q.chance.Int64N(int64(20 * time.Millisecond)))
		if q.world.hit(q.chance, w.late) {
			late = time.Duration(q.chance.Int64N(int64(30 * time.Second)))
		}
		q.letters = append(q.letters, letter{m, time.Now().Add(late)})
	}
	if q.world.hit(q.chance, w.lost) {
		return errBroken
	}
	return nil
}

func (q *mail) Receive(ctx context.Context) (queue.Message, error) {
	r := &receiver{processOf(ctx), make(chan queue.Message, 1)}
	q.mu.Lock()
	q.waiting = append(q.waiting, r)
	q.mu.Unlock()
	q.world.knock()
	select {
	case m := <-r.got:
		return m, nil
	case <-ctx.Done():
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.DeleteFunc(q.waiting, func(w *receiver) bool { return w == r })
	return queue.Message{}, ctx.Err()
}

// deliver hands what is due to those who wait, each to one of them.
func (q *mail) deliver(chance *rand.Rand) {
	q.mu.Lock()
	defer q.mu.Unlock()
	slices.SortFunc(q.waiting, func(a, b *receiver) int { return strings.Compare(a.process.name, b.process.name) })
	for n := 0; n < len(q.letters); {
		ready := slices.DeleteFunc(slices.Clone(q.waiting), func(r *receiver) bool { return r.process.stalled })
		if q.letters[n].due.After(time.Now()) || len(ready) == 0 {
			n++
			continue
		}
		r := ready[chance.IntN(len(ready))]
		r.got <- q.letters[n].message
		q.waiting = slices.DeleteFunc(q.waiting, func(w *receiver) bool { return w == r })
		q.letters = slices.Delete(q.letters, n, n+1)
	}
}

// nextDue is when the next message is to be handed out; false where there is none.
func (q *mail) nextDue() (due time.Time, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, l := range q.letters {
		if l.due.After(time.Now()) && (!ok || l.due.Before(due)) {
			due, ok = l.due, true
		}
	}
	return due, ok
}

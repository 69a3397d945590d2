package simulation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"alex"
	"alex/internal/store"
)

// person asks for analyses under keys, asks again where no answer came, cancels
// now and then, and in some worlds has everything erased.
type person struct {
	world  *world
	id     alex.PersonID
	chance *rand.Rand

	keys    int                // used so far
	asked   string             // the key that was not answered yet
	answers map[string]alex.ID // what was answered, by key
	known   bool               // the record exists
	leaving bool               // erasing was begun
}

// request says to the driver on whose behalf, and under which key, a call is.
type request struct {
	person alex.PersonID
	key    string
}

type requestKey struct{}

func (p *person) live() {
	for {
		time.Sleep(time.Duration(p.chance.Int64N(int64(8 * time.Second))))
		if p.world.quiet() && p.asked == "" && !p.leaving || p.world.closed() {
			return
		}
		server := p.world.server()
		if server == nil {
			continue // the connection is refused
		}
		p.step(server)
	}
}

func (p *person) step(server *process) {
	switch x := p.chance.Float64(); {
	case p.leaving || p.known && !p.world.quiet() && x < p.world.weather.erase:
		p.leaving = true
		if p.erase(server) == nil {
			p.world.count(func(s *sums) { s.erased++ })
			p.leaving, p.known, p.asked, p.answers = false, false, "", map[string]alex.ID{}
		}
	case !p.known:
		ctx, done := p.within(server, "")
		defer done()
		_, err := server.store.System().EnsurePerson(ctx, p.id, "", "")
		p.known = err == nil
	case p.asked != "":
		p.post(server, p.asked)
	case x < 0.2 && p.keys > 0:
		p.cancel(server)
	case x < 0.4 && p.keys > 0:
		p.post(server, p.key(1+p.chance.IntN(p.keys)))
	default:
		p.keys++
		p.post(server, p.key(p.keys))
	}
}

func (p *person) key(n int) string { return fmt.Sprintf("%s-%d", p.id, n) }

// within is a request's context: it waits ten seconds.
func (p *person) within(server *process, key string) (context.Context, context.CancelFunc) {
	ctx := context.WithValue(server.ctx, requestKey{}, request{p.id, key})
	return context.WithTimeout(ctx, 10*time.Second)
}

// post asks for an analysis; however often it is asked under one key, it is one.
func (p *person) post(server *process, key string) {
	ctx, done := p.within(server, key)
	defer done()
	p.asked = key
	door := server.store.As(p.id)
	if !p.world.mutation.keyless {
		door = door.Once(key, "hash", func(created any) (store.Answer, error) {
			text, err := json.Marshal(created.(alex.Job).ID)
			return store.Answer{Status: 202, Body: text}, err
		})
	}
	j, _, err := door.CreateJob(ctx, store.JobRequest{})
	id := j.ID
	if replayed, ok := errors.AsType[*store.Replayed](err); ok {
		err = json.Unmarshal(replayed.Body, &id)
		p.world.count(func(s *sums) { s.replayed++ })
	}
	if err != nil {
		return
	}
	p.asked = ""
	if before, ok := p.answers[key]; ok && before != id {
		p.world.fail("%s was answered job %d under key %s, and job %d before", p.id, p.world.number(id), key, p.world.number(before))
	}
	p.answers[key] = id
	p.world.promise(p.id, id)
	_ = p.world.queue.Send(ctx, message(id))
}

func (p *person) cancel(server *process) {
	id, ok := p.answers[p.key(p.keys)]
	if !ok {
		return
	}
	ctx, done := p.within(server, "")
	defer done()
	if _, err := server.store.As(p.id).CancelJob(ctx, id); err == nil {
		p.world.count(func(s *sums) { s.cancelled++ })
	}
}

func (p *person) erase(server *process) error {
	ctx, done := p.within(server, "")
	defer done()
	return server.store.As(p.id).Delete(ctx)
}

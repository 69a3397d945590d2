package api

import (
	"context"
	"sync"

	"alex"
)

// places bound what is under way at once: so much in all, and one thing of
// each person, so that nobody keeps all the others out.
type places struct {
	all chan struct{}

	mu  sync.Mutex
	own map[alex.PersonID]*ownPlace
}

// ownPlace is one person's, kept while somebody wants it.
type ownPlace struct {
	taken  chan struct{}
	wanted int
}

func newPlaces(inAll int) *places {
	return &places{all: make(chan struct{}, inAll), own: map[alex.PersonID]*ownPlace{}}
}

// take waits for the person's place and for one of all, as long as ctx lasts.
// Leave gives both back and must be called once.
func (p *places) take(ctx context.Context, who alex.PersonID) (leave func(), err error) {
	own := p.want(who)
	select {
	case own.taken <- struct{}{}:
	case <-ctx.Done():
		p.forgo(who)
		return nil, ctx.Err()
	}
	select {
	case p.all <- struct{}{}:
	case <-ctx.Done():
		<-own.taken
		p.forgo(who)
		return nil, ctx.Err()
	}
	return func() {
		<-p.all
		<-own.taken
		p.forgo(who)
	}, nil
}

func (p *places) want(who alex.PersonID) *ownPlace {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := p.own[who]
	if own == nil {
		own = &ownPlace{taken: make(chan struct{}, 1)}
		p.own[who] = own
	}
	own.wanted++
	return own
}

func (p *places) forgo(who alex.PersonID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := p.own[who]
	if own.wanted--; own.wanted == 0 {
		delete(p.own, who)
	}
}

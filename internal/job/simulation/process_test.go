package simulation

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"alex"
	"alex/internal/job"
	"alex/internal/store"
)

// kind is what a process does.
type kind string

const (
	api     kind = "api"     // takes the requests of people
	scanner kind = "scanner" // a worker that looks for jobs, as job.Runner does by itself
	hearer  kind = "hearer"  // a worker that takes what a queue's messages name
	sweeper kind = "sweeper" // sends again what is due, for the hearers
)

// slot is a place for a process: when one is gone, the next comes.
type slot struct {
	world   *world
	name    string
	kind    kind
	db      *sql.DB
	store   *store.Store
	skew    time.Duration // of its machine's clock
	chance  *rand.Rand
	process *process
	next    time.Time // when it starts again; zero while it runs
}

// process is one that runs until it is stopped or dies.
type process struct {
	*slot
	ctx   context.Context
	stop  context.CancelFunc // in order
	gone  chan struct{}      // closed at death
	ended chan struct{}      // closed once it has come to its end in order

	stalled bool       // guarded by the world
	asleep  []*sleeper // what goes on at the end of the stall
}

// sleeper is what one goroutine of a stalled process was about to do.
type sleeper struct {
	what string
	wake chan struct{}
}

type processKey struct{}

func processOf(ctx context.Context) *process {
	p, _ := ctx.Value(processKey{}).(*process)
	return p
}

func (s *slot) now() time.Time { return time.Now().Add(s.skew) }

// start runs the slot's next process.
func (s *slot) start() {
	p := &process{slot: s, gone: make(chan struct{}), ended: make(chan struct{})}
	ctx, stop := context.WithCancel(context.WithValue(context.Background(), processKey{}, p))
	p.ctx, p.stop = ctx, stop
	s.process, s.next = p, time.Time{}
	s.world.group.Go(func() {
		p.run()
		close(p.ended)
	})
}

func (p *process) run() {
	r := &job.Runner{
		Store: p.store, Work: p.world.work, Now: p.now, Rand: p.chance.Float64,
		Lease: lease, Scan: scan,
	}
	switch p.kind {
	case scanner:
		r.Queue = p.world.queue
		r.Run(p.ctx)
	case hearer:
		p.hear(r)
	case sweeper:
		p.sweep(r)
	default:
		<-p.ctx.Done()
	}
}

// hear works what messages name; a message whose job could not be asked for
// comes again.
func (p *process) hear(r *job.Runner) {
	for {
		m, err := p.world.queue.Receive(p.ctx)
		if err != nil {
			return
		}
		if _, err := r.RunMessage(p.ctx, m); err != nil {
			_ = p.world.queue.Send(p.ctx, m)
		}
	}
}

func (p *process) sweep(r *job.Runner) {
	const most = 10
	ticker := time.NewTicker(scan + time.Duration(p.chance.Int64N(int64(scan))))
	defer ticker.Stop()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-ticker.C:
		}
		_, _ = r.Sweep(p.ctx) // the next one does what this one could not
		ids, _ := p.store.System().DueJobs(p.ctx, p.now(), most)
		for _, id := range ids {
			_ = p.world.queue.Send(p.ctx, message(id))
		}
	}
}

// die ends the process without a word: nothing that it does from now on reaches
// the database.
func (p *process) die() {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	select {
	case <-p.gone:
	default:
		close(p.gone)
		p.stop()
		for _, s := range p.asleep {
			close(s.wake)
		}
		p.stalled, p.asleep = false, nil
	}
}

func (p *process) dead() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

func (p *process) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return p.dead()
	}
}

// waitAwake waits for the end of a stall before what is to be done next.
func (p *process) waitAwake(what string) {
	p.world.mu.Lock()
	if !p.stalled {
		p.world.mu.Unlock()
		return
	}
	s := &sleeper{what, make(chan struct{})}
	p.asleep = append(p.asleep, s)
	p.world.mu.Unlock()
	<-s.wake
}

// think takes time, more of it where the process stalls.
func (p *process) think(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
	p.waitAwake("think")
	return ctx.Err()
}

func personID(n int) alex.PersonID {
	return alex.PersonID([]string{"ann", "ben", "cleo", "dan", "eve"}[n])
}

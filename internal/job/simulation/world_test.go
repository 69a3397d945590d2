package simulation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	"alex"
)

const (
	lease  = 10 * time.Second
	scan   = 4 * time.Second
	length = 70 * time.Second // of the weather; then all is well
	most   = 15 * time.Minute // until every job has ended
)

// weather is how likely each fault is, in one world. Many are zero in each, so
// that what one of them does is not hidden by the others.
type weather struct {
	refused, broken, undone, unanswered, diesBefore, diesAfter float64 // of a call
	slow, crash, stall, stop                                   float64 // of a turn
	lost, twice, late                                          float64 // of a message
	erase                                                      float64 // of a person's step
	deadly                                                     float64 // of a job
	skew                                                       bool
}

func newWeather(chance *rand.Rand) weather {
	rate := func(low, high float64) float64 { return []float64{0, 0, low, high}[chance.IntN(4)] }
	return weather{
		refused: rate(0.01, 0.1), broken: rate(0.01, 0.1), undone: rate(0.01, 0.1), unanswered: rate(0.01, 0.1),
		diesBefore: rate(0.005, 0.02), diesAfter: rate(0.005, 0.02),
		slow: rate(0.005, 0.02), crash: rate(0.003, 0.01), stall: rate(0.005, 0.03), stop: rate(0.003, 0.01),
		lost: rate(0.1, 0.8), twice: rate(0.1, 0.5), late: rate(0.1, 0.5),
		erase: rate(0, 0.05), deadly: rate(0, 0.1), skew: chance.IntN(4) == 0,
	}
}

// fate is what becomes of a call to the database.
type fate string

const (
	done       fate = "done"
	refused    fate = "refused"                  // before anything was done
	broken     fate = "a statement broke"        // nothing is left of it
	undone     fate = "the commit failed"        // nor of this
	unanswered fate = "done, the answer is lost" // all of it is there
	diesBefore fate = "its process died before the commit"
	diesAfter  fate = "its process died after the commit"
)

// call is one transaction, or one read outside any.
type call struct {
	process    *process
	request    request
	operation  string
	reads      bool
	fate       fate
	verdict    chan error
	statements int
	breakAt    int
	committed  bool
}

// world is one seed's.
type world struct {
	seed     uint64
	mutation mutation
	weather  weather
	chance   *rand.Rand // of the turns
	begun    time.Time
	slots    []*slot
	people   []*person
	queue    *mail
	database *database
	group    sync.WaitGroup
	knocks   chan struct{}
	stalls   map[*process]time.Time // until when

	mu     sync.Mutex
	calls  []*call // that wait to be let on
	calm   bool
	ending bool
	broken string // what was promised and does not hold
	trace  []string
	sums   sums

	book *book
}

// sums is what happened, to see that enough did.
type sums struct {
	steps, jobs, completed, failed, cancelled, erased, replayed, lapses, fenced, crashes, deaths, stalls, stops int
}

func (w *world) count(add func(*sums)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	add(&w.sums)
}

// hit says whether something of a likelihood happens; nothing does any more
// once the weather has calmed.
func (w *world) hit(chance *rand.Rand, likelihood float64) bool {
	return chance.Float64() < likelihood && !w.quiet()
}

func (w *world) quiet() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calm
}

func (w *world) closed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ending
}

// fail says what does not hold; the first is kept.
func (w *world) fail(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken == "" {
		w.broken = text
		w.trace = append(w.trace, "BROKEN: "+text)
	}
}

func (w *world) failed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken != ""
}

func (w *world) note(format string, args ...any) {
	line := fmt.Sprintf("%11.6f s  ", time.Since(w.begun).Seconds()) + fmt.Sprintf(format, args...)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trace = append(w.trace, line)
}

func (w *world) knock() {
	select {
	case w.knocks <- struct{}{}:
	default:
	}
}

// admit waits until the world lets a call go on. A stalled process does not even
// notice that its time is over.
func (w *world) admit(ctx context.Context, operation string, reads bool) (*call, error) {
	c := &call{process: processOf(ctx), operation: operation, reads: reads, verdict: make(chan error, 1)}
	c.request, _ = ctx.Value(requestKey{}).(request)
	w.mu.Lock()
	w.calls = append(w.calls, c)
	w.mu.Unlock()
	w.knock()
	var err error
	select {
	case err = <-c.verdict:
		return c, err
	case <-c.process.gone:
		err = errVanished
	case <-ctx.Done():
		err = ctx.Err()
	}
	w.mu.Lock()
	w.calls = slices.DeleteFunc(w.calls, func(other *call) bool { return other == c })
	w.mu.Unlock()
	c.process.waitAwake(operation)
	return nil, err
}

func (w *world) rewritten(query string) string {
	if w.mutation.rewrite == nil {
		return query
	}
	return w.mutation.rewrite(query)
}

// server is a process that takes requests; nil while there is none.
func (w *world) server() *process {
	for _, s := range w.slots {
		if s.kind == api && s.process != nil && !s.process.over() && s.process.ctx.Err() == nil {
			return s.process
		}
	}
	return nil
}

// turn lets time pass, faults happen and one call go on.
func (w *world) turn() {
	w.pass()
	synctest.Wait()
	w.revive()
	w.mischief()
	w.queue.deliver(w.chance)
	synctest.Wait()
	if c := w.choose(); c != nil {
		w.letOn(c)
	}
}

// pass waits a moment where somebody waits to be let on, and for somebody
// where nobody does.
func (w *world) pass() {
	if len(w.ready()) > 0 {
		if w.hit(w.chance, w.weather.slow) {
			w.book.excuseAll()
			w.note("the database is slow")
			time.Sleep(time.Duration(w.chance.Int64N(int64(12 * time.Second))))
		}
		time.Sleep(1 + time.Duration(w.chance.Int64N(int64(3*time.Millisecond))))
		return
	}
	wake := time.Now().Add(time.Second)
	if due, ok := w.queue.nextDue(); ok && due.Before(wake) {
		wake = due
	}
	timer := time.NewTimer(time.Until(wake))
	defer timer.Stop()
	select {
	case <-w.knocks:
	case <-timer.C:
	}
}

// ready are the calls that wait, of processes that are awake, in an order that
// does not depend on who came first.
func (w *world) ready() []*call {
	w.mu.Lock()
	defer w.mu.Unlock()
	ready := slices.DeleteFunc(slices.Clone(w.calls), func(c *call) bool { return c.process.stalled })
	slices.SortFunc(ready, func(a, b *call) int {
		if by := strings.Compare(a.process.name, b.process.name); by != 0 {
			return by
		}
		if by := strings.Compare(a.operation, b.operation); by != 0 {
			return by
		}
		return strings.Compare(string(a.request.person), string(b.request.person))
	})
	return ready
}

func (w *world) choose() *call {
	ready := w.ready()
	if len(ready) == 0 {
		return nil
	}
	return ready[w.chance.IntN(len(ready))]
}

// letOn decides a call's fate, waits until it has met it, and looks at what the
// database holds then.
func (w *world) letOn(c *call) {
	c.fate = w.fateOf(c)
	w.mu.Lock()
	w.calls = slices.DeleteFunc(w.calls, func(other *call) bool { return other == c })
	w.sums.steps++
	w.mu.Unlock()
	if c.fate != done {
		w.book.excuse(c.process)
	}
	var err error
	if c.fate == refused {
		err = errBroken
	}
	c.breakAt = 1 + w.chance.IntN(3)
	c.verdict <- err
	synctest.Wait()
	w.note("%s %s%s: %s", c.process.name, c.operation, of(c.request), c.fate)
	w.book.check(c)
}

func of(r request) string {
	if r.key != "" {
		return " under " + r.key
	}
	if r.person != "" {
		return " of " + string(r.person)
	}
	return ""
}

func (w *world) fateOf(c *call) fate {
	x := w.chance.Float64()
	if w.quiet() {
		return done
	}
	for _, f := range []struct {
		fate       fate
		likelihood float64
	}{
		{refused, w.weather.refused},
		{broken, w.weather.broken},
		{undone, w.weather.undone},
		{unanswered, w.weather.unanswered},
		{diesBefore, w.weather.diesBefore},
		{diesAfter, w.weather.diesAfter},
	} {
		if x -= f.likelihood; x < 0 {
			if c.reads {
				return refused
			}
			return f.fate
		}
	}
	return done
}

// mischief crashes, stalls and stops processes, and ends stalls.
func (w *world) mischief() {
	for _, s := range w.slots {
		p := s.process
		if p == nil || p.over() {
			continue
		}
		if until, stalled := w.stalls[p]; stalled {
			if !time.Now().Before(until) || w.quiet() {
				w.wake(p)
			}
			continue
		}
		switch {
		case w.hit(w.chance, w.weather.crash):
			w.count(func(s *sums) { s.crashes++ })
			w.note("%s crashes", s.name)
			w.book.excuse(p)
			p.die()
		case w.hit(w.chance, w.weather.stall):
			w.count(func(s *sums) { s.stalls++ })
			w.stall(p)
		case w.hit(w.chance, w.weather.stop):
			w.count(func(s *sums) { s.stops++ })
			w.note("%s is stopped in order", s.name)
			w.book.excuse(p)
			p.stop()
		}
	}
}

func (w *world) stall(p *process) {
	w.note("%s stalls", p.name)
	w.book.excuse(p)
	w.stalls[p] = time.Now().Add(time.Duration(w.chance.Int64N(int64(3 * lease))))
	w.mu.Lock()
	defer w.mu.Unlock()
	p.stalled = true
}

// wake ends a stall: the goroutines go on one after the other, in any order.
func (w *world) wake(p *process) {
	w.note("%s goes on", p.name)
	delete(w.stalls, p)
	w.mu.Lock()
	p.stalled = false
	asleep := p.asleep
	p.asleep = nil
	w.mu.Unlock()
	slices.SortFunc(asleep, func(a, b *sleeper) int { return strings.Compare(a.what, b.what) })
	w.chance.Shuffle(len(asleep), func(i, j int) { asleep[i], asleep[j] = asleep[j], asleep[i] })
	for _, s := range asleep {
		close(s.wake)
		synctest.Wait()
	}
}

// revive starts a process wherever one has ended, after a while.
func (w *world) revive() {
	for _, s := range w.slots {
		switch {
		case s.process != nil && !s.process.over():
		case s.next.IsZero():
			s.next = time.Now().Add(time.Duration(w.chance.Int64N(int64(3 * time.Second))))
			if s.process != nil {
				w.book.excuse(s.process)
			}
		case !time.Now().Before(s.next):
			w.note("%s starts", s.name)
			s.start()
			synctest.Wait()
		}
	}
}

// live runs the world to its end: first in its weather, then in none, until
// every job has ended and everyone was answered.
func (w *world) live() {
	for time.Since(w.begun) < length && !w.failed() {
		w.turn()
	}
	w.mu.Lock()
	w.calm = true
	w.mu.Unlock()
	w.note("the weather calms")
	for !w.failed() && !w.settled() {
		if w.turn(); time.Since(w.begun) > most {
			w.fail("after %v of calm these have not ended: %s", most-length, w.book.open())
		}
	}
}

// settled reports that nothing is left to do.
func (w *world) settled() bool {
	if w.book.open() != "" {
		return false
	}
	for _, p := range w.people {
		if p.asked != "" || p.leaving {
			return false
		}
	}
	return true
}

// end lets everything that still runs come to its end.
func (w *world) end() {
	w.mu.Lock()
	w.ending, w.calm = true, true
	w.mu.Unlock()
	for _, s := range w.slots {
		if s.process != nil {
			s.process.die()
		}
	}
	w.group.Wait()
	for _, s := range w.slots {
		_ = s.store.Close()
	}
	w.database.close()
	_ = w.book.db.Close()
}

// has reports that a part of a job is kept.
func (w *world) has(id alex.ID, kind alex.PartKind) bool {
	return strings.Contains(w.book.rows[id].parts, body(id, kind))
}

func (w *world) number(id alex.ID) int { return w.book.number(id) }

func (w *world) promise(person alex.PersonID, id alex.ID) { w.book.promise(person, id) }

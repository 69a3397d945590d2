package drill

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
)

var outage = flag.Duration("outage", 5*time.Second, "how long the drills take the database away")

// What is promised while the database is away, and once it is back.
const (
	refusedWithin = 2 * time.Second
	backWithin    = 5 * time.Second
	people        = 8
	inHand        = 15 * time.Second // a request that has begun waits this long for a dead connection
)

// crowd is a running program with people at work.
type crowd struct {
	t       *testing.T
	program *program
	client  *http.Client
	people  []*diligent

	mu      sync.Mutex
	answers []answer
}

func newCrowd(t *testing.T, cfg config.Config) *crowd {
	t.Helper()
	c := &crowd{t: t, program: start(t, cfg), client: browser()}
	for range people {
		d := &diligent{person: visitor(t, c.program.URL, c.client), made: map[string][]string{}}
		d.note = c.note
		c.people = append(c.people, d)
	}
	return c
}

func (c *crowd) note(a answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers = append(c.answers, a)
}

// work sets everyone to work until the function that it answers is called.
func (c *crowd) work() (stop func()) {
	ctx, cancel := context.WithCancel(c.t.Context())
	var group sync.WaitGroup
	for _, d := range c.people {
		group.Go(func() { d.run(ctx) })
	}
	group.Go(func() { c.watch(ctx) })
	return func() {
		cancel()
		group.Wait()
	}
}

// watch asks what needs no database, and whether the database is there.
func (c *crowd) watch(ctx context.Context) {
	anyone := &person{url: c.program.URL, client: c.client, note: c.note}
	for ctx.Err() == nil {
		anyone.send(context.WithoutCancel(ctx), "GET", "/api/health", "")
		anyone.send(context.WithoutCancel(ctx), "GET", "/api/ready", "")
		anyone.send(context.WithoutCancel(ctx), "OPTIONS", "/api/accounts", "")
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// absence is when the database was away: from gone on nothing is answered, and
// until back nothing need be.
type absence struct{ leaving, gone, returning, back time.Time }

// needsNone says that a request is answered without the database.
func needsNone(what string) bool {
	return what == "GET /api/health" || strings.HasPrefix(what, "OPTIONS ")
}

// judge holds every answer against what is promised.
func (c *crowd) judge(was absence) {
	c.t.Helper()
	var refusals took
	first := time.Time{}
	for _, a := range c.answers {
		inside := a.begun.After(was.gone) && a.begun.Add(a.took).Before(was.returning)
		switch {
		case a.status == 0 || a.status >= 500 && a.status != http.StatusServiceUnavailable:
			c.t.Errorf("at no time: %s", a)
		case a.status >= 400 && a.status < 500:
			c.t.Errorf("nothing was wrong with %s", a)
		case needsNone(a.what):
			if a.status != http.StatusOK || inside && a.took > 2*refusedWithin {
				c.t.Errorf("without need of the database: %s", a)
			}
		case a.status == http.StatusServiceUnavailable:
			if a.header.Get("Retry-After") == "" {
				c.t.Errorf("no word of when to come again: %s", a)
			}
			if a.begun.Add(a.took).Before(was.leaving) || a.begun.After(was.back.Add(backWithin)) {
				c.t.Errorf("while the database was there: %s", a)
			}
			if a.begun.After(was.gone) {
				refusals.add(a.took)
			}
		case inside:
			c.t.Errorf("without a database: %s", a)
		case a.begun.After(was.gone) && (first.IsZero() || a.begun.Add(a.took).Before(first)):
			first = a.begun.Add(a.took)
		}
	}
	if len(refusals.all) == 0 {
		c.t.Fatal("nobody was refused: this round proves nothing")
	}
	most, slowest := refusals.quantile(99), refusals.quantile(100)
	if most > 1000*refusedWithin.Seconds() || slowest > 2500*refusedWithin.Seconds() {
		c.t.Errorf("of 100 refusals 99 took up to %.0f ms, one %.0f ms", most, slowest)
	}
	if first.IsZero() {
		c.t.Error("no good answer came after the return")
	} else if first.Sub(was.back) > backWithin {
		c.t.Errorf("the first good answer came %v after the return", first.Sub(was.back))
	}
	c.t.Attr("measured", fmt.Sprintf("away=%v answers=%d refused=%d broken=0 p99=%.0fms slowest=%.0fms back=%v",
		was.returning.Sub(was.gone).Round(time.Second), len(c.answers), len(refusals.all), most, slowest, first.Sub(was.back).Round(time.Millisecond)))
	c.t.Logf("%d answers, of them %d refusals, the slowest after %.0f ms; the first good answer %v after the return",
		len(c.answers), len(refusals.all), slowest, first.Sub(was.back).Round(time.Millisecond))
}

// analysed waits until the analyses of all have ended, each in one report.
func (c *crowd) analysed(since time.Time) {
	c.t.Helper()
	across := 0
	for _, d := range c.people {
		var job struct {
			Status, ReportID string
			CompletedAt      time.Time
		}
		for deadline := time.Now().Add(time.Minute); job.Status != "completed" && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			job = read[struct {
				Status, ReportID string
				CompletedAt      time.Time
			}](c.t, d.must(c.t, http.StatusOK, "GET", "/api/jobs/"+d.job, ""))
		}
		reports := all[struct{ ID, JobID string }](c.t, d.person, "/api/reports")
		of := slices.DeleteFunc(slices.Clone(reports), func(r struct{ ID, JobID string }) bool { return r.JobID != d.job })
		if job.Status != "completed" || len(of) != 1 || of[0].ID != job.ReportID {
			c.t.Errorf("the analysis is %s with report %q; reports of it: %v", job.Status, job.ReportID, of)
		}
		if job.CompletedAt.After(since) {
			across++
		}
	}
	if across == 0 {
		c.t.Error("every analysis had ended before the database went: this round proves nothing")
	}
	c.t.Logf("%d of %d analyses ended after the return", across, len(c.people))
}

// round takes the database away and brings it back, while everyone is at work.
func (c *crowd) round(away time.Duration, leave, comeBack func() error) {
	c.t.Helper()
	const margin = 12 // connections of the pool have goroutines of their own
	before := settled(c.client)
	c.answers = nil
	stop := c.work()
	time.Sleep(300 * time.Millisecond)
	stop()
	for _, d := range c.people {
		d.analyze(c.t)
	}
	stop = c.work()
	time.Sleep(50 * time.Millisecond)
	was := absence{leaving: time.Now()}
	if err := leave(); err != nil {
		c.t.Fatal(err)
	}
	was.gone = time.Now()
	time.Sleep(away)
	was.returning = time.Now()
	if err := comeBack(); err != nil {
		c.t.Fatal(err)
	}
	was.back = time.Now()
	time.Sleep(backWithin + time.Second)
	stop()
	c.judge(was)
	c.analysed(was.gone)
	for _, d := range c.people {
		d.finish(c.t)
		d.kept(c.t)
	}
	after := settled(c.client)
	if after > before+margin {
		c.t.Errorf("%d goroutines, before %d:\n%s", after, before, stacks())
	}
	c.t.Attr("goroutines", fmt.Sprintf("before=%d after=%d", before, after))
	c.t.Logf("%d goroutines before, %d after; %d errors in the log", before, after, len(c.program.log.lines("level=ERROR")))
	if lines := c.program.log.lines("panic"); len(lines) > 0 {
		c.t.Errorf("the log says: %s", lines)
	}
	if problems, err := c.program.App.Store.Verify(c.t.Context(), store.Expected{}); err != nil || len(problems) > 0 {
		c.t.Errorf("afterwards Verify() = %v, %v", problems, err)
	}
}

// The database goes away under load, first in order and then as in a crash,
// and comes back.
func TestOutage(t *testing.T) {
	server := postgrestest.Start(t, postgrestest.Options{Durable: true})
	c := newCrowd(t, config.Config{DatabaseURL: config.Secret(server.Empty(t))})
	for _, round := range []struct {
		name string
		mode postgrestest.Mode
	}{{"stopped in order", postgrestest.Fast}, {"crashed", postgrestest.Immediate}} {
		t.Run(round.name, func(t *testing.T) {
			c.t = t
			c.round(*outage, func() error { return server.Stop(round.mode) }, func() error { return server.Start(t.Context()) })
		})
	}
}

// The database falls silent, as a server does whose machine is gone: what runs
// over the old connections never hears again, and new ones are taken later.
func TestSilence(t *testing.T) {
	server := postgrestest.Start(t, postgrestest.Options{Durable: true})
	w, url := newWire(t, server.Empty(t))
	c := newCrowd(t, config.Config{DatabaseURL: config.Secret(url)})
	c.round(max(*outage, inHand), w.hush, w.speak)
}

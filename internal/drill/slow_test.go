package drill

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"alex/internal/config"
	"alex/internal/store/postgres/postgrestest"
)

// The database is slow: every way to it and back takes longer, so that a request
// of many calls takes seconds. Each is answered in its time, or refused with a
// word of when to come again; nothing is left over afterwards.
func TestSlowDatabase(t *testing.T) {
	const (
		drag    = 300 * time.Millisecond
		patient = 35 * time.Second // an answer may take as long as its deadline
		margin  = 12               // connections of the pool have goroutines of their own
	)
	server := postgrestest.Start(t, postgrestest.Options{Durable: true})
	w, url := newWire(t, server.Empty(t))
	c := newCrowd(t, config.Config{DatabaseURL: config.Secret(url)})
	before := settled(c.client)
	c.answers = nil
	stop := c.work()
	w.slow(drag)
	time.Sleep(2 * *outage)
	w.slow(0)
	quick := time.Now()
	time.Sleep(backWithin)
	stop()
	refused, slowest, first := 0, time.Duration(0), time.Duration(0)
	for _, a := range c.answers {
		slowest = max(slowest, a.took)
		switch {
		case a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
			refused++
		case a.status/100 != 2 || a.took > patient:
			t.Errorf("while the database was slow: %s", a)
		case first == 0 && a.begun.After(quick) && !needsNone(a.what):
			first = a.begun.Add(a.took).Sub(quick)
		}
	}
	if slowest < 4*drag {
		t.Errorf("the slowest answer took %v: this round proves nothing", slowest)
	}
	if first == 0 || first > backWithin {
		t.Errorf("the first good answer came %v after the end", first)
	}
	for _, d := range c.people {
		d.finish(t)
		d.kept(t)
	}
	after := settled(c.client)
	if after > before+margin {
		t.Errorf("%d goroutines, before %d:\n%s", after, before, stacks())
	}
	t.Attr("measured", fmt.Sprintf("answers=%d refused=%d broken=0 slowest=%v back=%v goroutines=%d→%d",
		len(c.answers), refused, slowest.Round(time.Millisecond), first.Round(time.Millisecond), before, after))
}

package drill

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var soak = flag.Duration("soak", time.Minute, "how long BenchmarkLoadSoak goes on")

// BenchmarkLoadSoak has people work at a steady 50 requests a second, with analyses
// one after the other, for as long as -soak says. What the process holds in its first
// third and in its last is set side by side; the first tenth, in which it warms up,
// counts for nothing.
func BenchmarkLoadSoak(b *testing.B) {
	for b.Loop() {
		p := serve(b, built(b), b.TempDir())
		var m took
		var bad atomic.Int64
		held := p.observe(b, *soak, func(ctx context.Context) { p.bear(ctx, b, &m, &bad) })
		held.report(b)
		m.report(b)
		b.ReportMetric(float64(len(m.all)), "requests")
		b.ReportMetric(float64(bad.Load()), "errors")
		p.end(b)
	}
}

// bear sends what people do until ctx ends.
func (p *process) bear(ctx context.Context, b *testing.B, m *took, bad *atomic.Int64) {
	b.Helper()
	client := browser()
	defer client.CloseIdleConnections()
	people := make([]*person, 20)
	for i := range people {
		people[i] = visitor(b, p.url, client)
	}
	stop := analysing(b, p.url, 1)
	defer stop()
	var group sync.WaitGroup
	defer group.Wait()
	const pause = 20 * time.Millisecond
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		who := people[n%len(people)]
		if err := who.refresh(b.Context()); err != nil {
			bad.Add(1)
		}
		once := *who
		group.Go(func() {
			a := onceAndAway(b.Context(), &once, n)
			m.add(a.took)
			if a.status/100 != 2 && bad.Add(1) == 1 {
				b.Error(a)
			}
		})
	}
}

// refresh asks for the next token where the old one is about to end.
func (p *person) refresh(ctx context.Context) error {
	if time.Since(p.fresh) < tokenAge {
		return nil
	}
	if a := p.signedIn(ctx, "/api/auth/token"); a.status != http.StatusOK {
		return fmt.Errorf("no token: %s", a)
	}
	return nil
}

// onceAndAway is oneOf that leaves nothing behind: what it creates it deletes.
func onceAndAway(ctx context.Context, p *person, n int) answer {
	a := oneOf(ctx, p, n)
	if a.status == http.StatusCreated {
		return p.send(ctx, "DELETE", a.header.Get("Location"), "")
	}
	return a
}

// holding is what a process has at one moment.
type holding struct{ megabytes, goroutines, files float64 }

type holdings []holding

// observe looks at the process a hundred times while do runs.
func (p *process) observe(b *testing.B, length time.Duration, do func(ctx context.Context)) (all holdings) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), length)
	defer cancel()
	var group sync.WaitGroup
	defer group.Wait()
	group.Go(func() { do(ctx) })
	tick := time.NewTicker(length / 100)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return all
		case <-tick.C:
			all = append(all, p.holding(b))
		}
	}
}

var goroutinesLine = regexp.MustCompile(`(?m)^go_goroutines (\S+)$`)

func (p *process) holding(b *testing.B) holding {
	b.Helper()
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	anyone := &person{url: p.url, client: browser()}
	defer anyone.client.CloseIdleConnections()
	found := goroutinesLine.FindSubmatch(anyone.send(b.Context(), "GET", "/metrics", "").body)
	if found == nil {
		b.Fatal("the metrics do not say how many goroutines there are")
	}
	goroutines, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return holding{megabytes: p.resident(b), goroutines: goroutines, files: float64(len(files))}
}

// report tells the medians of the first third after the start and of the last.
func (all holdings) report(b *testing.B) {
	b.Helper()
	warm := all[len(all)/10:]
	third := len(warm) / 3
	for _, c := range []struct {
		name string
		of   func(holding) float64
	}{
		{"MB", func(h holding) float64 { return h.megabytes }},
		{"goroutines", func(h holding) float64 { return h.goroutines }},
		{"files", func(h holding) float64 { return h.files }},
	} {
		first, last := median(warm[:third], c.of), median(warm[len(warm)-third:], c.of)
		b.ReportMetric(first, "first-"+c.name)
		b.ReportMetric(last, "last-"+c.name)
		b.ReportMetric(last/first, "last/first-"+c.name)
	}
}

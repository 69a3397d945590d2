package drill

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkLoadMixed sends requests of all kinds at a steady rate, whether or not
// those before have been answered, while analyses run.
func BenchmarkLoadMixed(b *testing.B) {
	const rate, length, analyses = 200, 20 * time.Second, 5
	onProcesses(b, func(b *testing.B, p *process) {
		for b.Loop() {
			mixed(b, p.url, rate, length, analyses).report(b)
		}
	})
}

// mixed answers how long the requests took, counted from when they were due.
func mixed(b *testing.B, url string, rate int, length time.Duration, analyses int) *took {
	b.Helper()
	client := browser()
	people := make([]*diligent, 20)
	for i := range people {
		people[i] = &diligent{person: visitor(b, url, client)}
	}
	stop := analysing(b, url, analyses)
	var m took
	var bad atomic.Int64
	var group sync.WaitGroup
	begun := time.Now()
	for n := range int(length.Seconds()) * rate {
		due := begun.Add(time.Duration(n) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		d := *people[n%len(people)].person
		group.Go(func() {
			a := oneOf(b.Context(), &d, n)
			m.add(time.Since(due))
			if a.status/100 != 2 && bad.Add(1) == 1 {
				b.Error(a)
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(bad.Load()), "errors")
	b.ReportMetric(float64(stop()), "analyses")
	return &m
}

// oneOf is a request of a day's mix: three of five read.
func oneOf(ctx context.Context, p *person, n int) answer {
	switch n / 20 % 10 {
	case 0, 1:
		return p.send(ctx, "POST", "/api/accounts", fmt.Sprintf(`{"accountName":"M%d","accountType":"cash"}`, n))
	case 2, 3:
		return p.send(ctx, "GET", "/api/portfolio", "")
	case 4:
		return p.send(ctx, "GET", "/api/accounts", "")
	case 5:
		return p.send(ctx, "GET", "/api/reports", "")
	case 6:
		return p.send(ctx, "GET", "/api/instruments?query=bond", "")
	default:
		return p.send(ctx, "GET", "/api/jobs", "")
	}
}

// analysing keeps so many analyses under way until the function that it
// answers is called, which says how many have ended.
func analysing(b *testing.B, url string, at int) (stop func() int64) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	var ended atomic.Int64
	var group sync.WaitGroup
	for range at {
		client := browser()
		d := &diligent{person: visitor(b, url, client)}
		group.Go(func() {
			for n := 1; ctx.Err() == nil; n++ {
				if n%50 == 0 { // nobody may have more than a hundred on a day
					d = &diligent{person: visitor(b, url, client)}
				}
				d.analyze(b)
				d.await(b)
				ended.Add(1)
			}
		})
	}
	return func() int64 {
		cancel()
		group.Wait()
		return ended.Load()
	}
}

// await polls an analysis until it has ended.
func (d *diligent) await(b *testing.B) {
	b.Helper()
	for {
		a := d.ask(context.WithoutCancel(b.Context()), "GET", "/api/jobs/"+d.job, "")
		if a.status != http.StatusOK {
			b.Error(a)
			return
		}
		if status := read[struct{ Status string }](b, a).Status; status == "completed" || status == "failed" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

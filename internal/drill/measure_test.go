package drill

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/store/postgres/postgrestest"
)

// onEngines runs a benchmark with the program on each engine, both waiting for
// the disk at every commit.
func onEngines(b *testing.B, run func(*testing.B, *program)) {
	b.Helper()
	b.Run("SQLite", func(b *testing.B) { run(b, start(b, config.Config{})) })
	b.Run("PostgreSQL", func(b *testing.B) {
		server := postgrestest.Start(b, postgrestest.Options{Durable: true})
		run(b, start(b, config.Config{DatabaseURL: config.Secret(server.Empty(b))}))
	})
}

// took are the durations of what is measured.
type took struct {
	mu  sync.Mutex
	all []time.Duration
}

func (m *took) add(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, d)
}

// quantile is the time in milliseconds within which p of a hundred were done; 0 is
// the shortest.
func (m *took) quantile(p int) float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	slices.Sort(m.all)
	return m.all[max(0, (len(m.all)*p+99)/100-1)].Seconds() * 1000
}

func (m *took) report(b *testing.B) {
	b.Helper()
	b.ReportMetric(m.quantile(0), "min-ms")
	b.ReportMetric(m.quantile(50), "p50-ms")
	b.ReportMetric(m.quantile(95), "p95-ms")
	b.ReportMetric(m.quantile(99), "p99-ms")
}

// request is one that is measured; n tells it from the others.
type request func(ctx context.Context, p *person, n int) answer

// measure sends b.N requests from so many clients of one person's, and fails
// where one is not answered with a status.
func measure(b *testing.B, clients int, p *person, status int, send request) {
	b.Helper()
	if a := p.signedIn(b.Context(), "/api/auth/token"); a.status != http.StatusOK {
		b.Fatal(a)
	}
	var m took
	var next, bad atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range clients {
		client := *p
		group.Go(func() {
			for next.Add(1) <= int64(b.N) {
				a := send(b.Context(), &client, int(serial.Add(1)))
				m.add(a.took)
				if a.status != status && bad.Add(1) == 1 {
					b.Error(a)
				}
			}
		})
	}
	group.Wait()
	b.StopTimer()
	m.report(b)
}

// serial numbers what is created, in all rounds of all benchmarks.
var serial atomic.Int64

// holder is somebody with so many positions in each of so many accounts.
func holder(b *testing.B, p *program, accounts, positions int) (who *person, account string) {
	b.Helper()
	who = visitor(b, p.URL, browser())
	me := read[struct{ ID alex.PersonID }](b, who.must(b, http.StatusOK, "GET", "/api/user", ""))
	held, err := p.App.Store.As(me.ID).ApplyImport(b.Context(), household(accounts, positions))
	if err != nil {
		b.Fatal(err)
	}
	return who, string(held[len(held)-1].ID)
}

func household(accounts, positions int) []alex.Account {
	list := make([]alex.Account, accounts)
	for i := range list {
		list[i] = alex.Account{Name: fmt.Sprintf("Account %d", i), Type: alex.Taxable, CashBalance: alex.MustMoney("1000.00")}
		for n := range positions {
			price, cost := alex.MustDecimal("42.17"), alex.MustMoney("500.00")
			list[i].Positions = append(list[i].Positions, alex.Position{
				Symbol: alex.Symbol(fmt.Sprintf("S%d", n)), Quantity: alex.MustDecimal("12.5"), AsOf: "2026-10-30",
				CostBasis: &cost, Price: &price, PriceAsOf: "2026-10-30", PriceSource: alex.SourceImport,
			})
		}
	}
	return list
}

// median of what is read of each.
func median[T any](all []T, of func(T) float64) float64 {
	values := make([]float64, len(all))
	for i, one := range all {
		values[i] = of(one)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

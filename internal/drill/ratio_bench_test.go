package drill

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"alex"
	"alex/internal/config"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite"
)

// BenchmarkCreate sets the API's create beside the same row put in through the
// store alone, and beside the least that a server can do: net/http and one
// INSERT, as durable. They take turns, so that the machine is the same to all;
// the ratios are of medians.
func BenchmarkCreate(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "bare.db")
		benchCreate(b, config.Config{}, "sqlite", sqlite.DSN(path))
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		server := postgrestest.Start(b, postgrestest.Options{Durable: true})
		benchCreate(b, config.Config{DatabaseURL: config.Secret(server.Empty(b))}, "pgx", server.Empty(b))
	})
}

func benchCreate(b *testing.B, cfg config.Config, driver, dsn string) {
	b.Helper()
	p := start(b, cfg)
	who, account := holder(b, p, 1, 0)
	me := read[struct{ ID alex.PersonID }](b, who.must(b, http.StatusOK, "GET", "/api/user", ""))
	bare := &person{url: bareServer(b, driver, dsn), client: who.client}
	create := createPosition(account)
	var through, alone, least took
	for n := 0; b.Loop(); n++ {
		a := create(b.Context(), who, 3*n)
		through.add(a.took)
		began := time.Now()
		_, err := p.App.Store.As(me.ID).CreatePosition(b.Context(), alex.Position{
			AccountID: alex.ID(account), Symbol: alex.Symbol(fmt.Sprintf("N%d", 3*n+1)), Quantity: alex.MustDecimal("1.5"),
		})
		alone.add(time.Since(began))
		c := bare.send(b.Context(), "POST", "/positions", fmt.Sprintf("N%d", n))
		least.add(c.took)
		if a.status != http.StatusCreated || err != nil || c.status != http.StatusCreated {
			b.Fatal(a, err, c)
		}
	}
	b.ReportMetric(through.quantile(50), "api-ms")
	b.ReportMetric(alone.quantile(50), "store-ms")
	b.ReportMetric(least.quantile(50), "bare-ms")
	b.ReportMetric(through.quantile(50)/alone.quantile(50), "api/store")
	b.ReportMetric(through.quantile(50)/least.quantile(50), "api/bare")
}

// bareServer stores a row for each request, and nothing else.
func bareServer(b *testing.B, driver, dsn string) (url string) {
	b.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if _, err := db.ExecContext(b.Context(), `CREATE TABLE positions (id TEXT PRIMARY KEY, account_id TEXT NOT NULL,
		symbol TEXT NOT NULL, quantity TEXT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (account_id, symbol))`); err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		symbol, err := io.ReadAll(r.Body)
		if err == nil {
			_, err = db.ExecContext(r.Context(), `INSERT INTO positions VALUES ($1, $2, $3, $4, $5)`,
				uuid.NewString(), "account", string(symbol), "1.5", time.Now().UnixMicro())
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusCreated)
	}))
	b.Cleanup(server.Close)
	return server.URL
}

package drill

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
)

// BenchmarkLoadPeople measures what one person reads of a database in which so many
// hold 100 positions each, every time as another of them, and how large it is.
func BenchmarkLoadPeople(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		data := b.TempDir()
		p := start(b, config.Config{Data: data})
		towns(b, p, func(*testing.B) {}, func() float64 { return folderMB(b, data) })
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		server := postgrestest.Start(b, postgrestest.Options{Durable: true})
		url := server.Empty(b)
		db, err := sql.Open("pgx", url)
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		counted := func(b *testing.B) { // as PostgreSQL does by itself, within minutes
			if _, err := db.ExecContext(b.Context(), "ANALYZE"); err != nil {
				b.Fatal(err)
			}
		}
		towns(b, start(b, config.Config{DatabaseURL: config.Secret(url)}), counted, nil)
	})
}

func towns(b *testing.B, p *program, counted func(*testing.B), size func() float64) {
	b.Helper()
	c := town{program: p}
	for _, people := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			for b.Loop() {
				c.grow(b, people)
				counted(b)
				for _, what := range townReads {
					c.measure(b, what)
				}
				if size != nil {
					b.ReportMetric(size(), "database-MB")
				}
			}
		})
	}
}

// town are the people of a program, by the account that each asks for.
type town struct {
	*program
	accounts []alex.ID
}

func (c *town) as(n int) *store.Personal {
	return c.App.Store.As(alex.PersonID(fmt.Sprintf("person_%d", n)))
}

// grow lets people come until there are so many.
func (c *town) grow(b *testing.B, people int) {
	b.Helper()
	for n := len(c.accounts); n < people; n++ {
		if _, err := c.App.Store.System().EnsurePerson(b.Context(), alex.PersonID(fmt.Sprintf("person_%d", n)), "", ""); err != nil {
			b.Fatal(err)
		}
		held, err := c.as(n).ApplyImport(b.Context(), household(4, 25))
		if err != nil {
			b.Fatal(err)
		}
		c.accounts = append(c.accounts, held[0].ID)
	}
}

// townRead is something that a person reads of their own.
type townRead struct {
	name string
	read func(*testing.B, *store.Personal, alex.ID) error
}

var townReads = []townRead{
	{"accounts", func(b *testing.B, p *store.Personal, _ alex.ID) error {
		_, err := p.AccountsPage(b.Context(), store.Page{})
		return err
	}},
	{"page", func(b *testing.B, p *store.Personal, account alex.ID) error {
		_, _, err := p.HoldingsPage(b.Context(), account, store.Page{})
		return err
	}},
	{"belongings", func(b *testing.B, p *store.Personal, _ alex.ID) error {
		_, err := p.Belongings(b.Context())
		return err
	}},
	{"jobs", func(b *testing.B, p *store.Personal, _ alex.ID) error {
		_, err := p.Jobs(b.Context(), store.Page{})
		return err
	}},
}

func (c *town) measure(b *testing.B, what townRead) {
	b.Helper()
	var m took
	for n := range 400 {
		who := n * 7919 % len(c.accounts)
		began := time.Now()
		if err := what.read(b, c.as(who), c.accounts[who]); err != nil {
			b.Fatal(err)
		}
		m.add(time.Since(began))
	}
	b.ReportMetric(m.quantile(50), what.name+"-p50-ms")
	b.ReportMetric(m.quantile(95), what.name+"-p95-ms")
}

// folderMB is how much the files of a folder have in them.
func folderMB(b *testing.B, path string) (size float64) {
	b.Helper()
	err := filepath.WalkDir(path, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += float64(info.Size()) / 1e6
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

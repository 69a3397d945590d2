package drill

import (
	"fmt"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// BenchmarkThousandPeople measures what is read of a database in which 1,000
// people hold 100,000 positions, each time as another of them.
func BenchmarkThousandPeople(b *testing.B) {
	onEngines(b, func(b *testing.B, p *program) {
		const people = 1000
		accounts := make([]alex.ID, people)
		for n := range people {
			id := alex.PersonID(fmt.Sprintf("person_%d", n))
			if _, err := p.App.Store.System().EnsurePerson(b.Context(), id, "", ""); err != nil {
				b.Fatal(err)
			}
			held, err := p.App.Store.As(id).ApplyImport(b.Context(), household(4, 25))
			if err != nil {
				b.Fatal(err)
			}
			accounts[n] = held[0].ID
		}
		for _, c := range []struct {
			name string
			read func(*store.Personal, alex.ID) error
		}{
			{"accounts", func(p *store.Personal, _ alex.ID) error {
				_, err := p.AccountsPage(b.Context(), store.Page{})
				return err
			}},
			{"page", func(p *store.Personal, account alex.ID) error {
				_, _, err := p.HoldingsPage(b.Context(), account, store.Page{})
				return err
			}},
			{"belongings", func(p *store.Personal, _ alex.ID) error { _, err := p.Belongings(b.Context()); return err }},
			{"jobs", func(p *store.Personal, _ alex.ID) error { _, err := p.Jobs(b.Context(), store.Page{}); return err }},
		} {
			b.Run(c.name, func(b *testing.B) {
				var m took
				for n := 0; b.Loop(); n++ {
					who := n * 7919 % people
					began := time.Now()
					if err := c.read(p.App.Store.As(alex.PersonID(fmt.Sprintf("person_%d", who))), accounts[who]); err != nil {
						b.Fatal(err)
					}
					m.add(time.Since(began))
				}
				m.report(b)
			})
		}
	})
}

package store

import (
	"context"

	"alex"
)

// Belongings are what a person's portfolio is worked out of.
type Belongings struct {
	Person      alex.Person
	Accounts    []alex.Account
	Instruments []alex.Instrument // those that are held, overlaid with the person's own
}

// Book is the instruments by symbol.
func (b Belongings) Book() alex.Book { return alex.Snapshot{Instruments: b.Instruments}.Book() }

// Belongings reads the person, the accounts with their positions, and the
// instruments held, as of one moment.
func (p *Personal) Belongings(ctx context.Context) (b Belongings, err error) {
	err = p.view(ctx, func(q Querier) error {
		if b.Person, err = loadPerson(ctx, q, p.person); err != nil {
			return err
		}
		rows, err := all(ctx, q, scanHolding, selectPortfolio, p.person)
		if err != nil {
			return err
		}
		b.Accounts = gather(rows)
		b.Instruments, err = all(ctx, q, scanOverlaid, selectInstruments, p.person)
		return err
	})
	return b, err
}

// Holding is one of the person's own accounts with its instruments, as of one
// moment.
func (p *Personal) Holding(ctx context.Context, account alex.ID) (b Belongings, err error) {
	err = p.view(ctx, func(q Querier) error {
		a, err := loadAccount(ctx, q, p.person, account)
		if err != nil {
			return err
		}
		b.Accounts = []alex.Account{a}
		b.Instruments, err = all(ctx, q, scanOverlaid, selectInstruments, p.person)
		return err
	})
	return b, err
}

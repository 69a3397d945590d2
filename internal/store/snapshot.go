package store

import (
	"context"

	"alex"
)

// Snapshot reads, as of one moment, what a job is to work on: the person, the
// accounts with their positions, and the instruments held. AsOf, imports and
// versions are the caller's to add.
func (p *Personal) Snapshot(ctx context.Context) (s alex.Snapshot, err error) {
	err = p.view(ctx, func(q Querier) error {
		if s.Person, err = loadPerson(ctx, q, p.person); err != nil {
			return err
		}
		rows, err := all(ctx, q, scanHolding, selectPortfolio, p.person)
		if err != nil {
			return err
		}
		s.Accounts = gather(rows)
		s.Instruments, err = all(ctx, q, scanOverlaid, selectInstruments, p.person)
		return err
	})
	return s, err
}

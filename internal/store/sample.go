package store

import (
	"context"

	"alex"
)

// AddSample adds accounts, and what fill answers of the person's record where
// the person has not, all together or not at all. Accounts are recognised as
// ApplyImport does, so that adding them twice changes nothing.
func (p *Personal) AddSample(ctx context.Context, accounts []alex.Account, fill func(alex.Person) alex.Person) ([]alex.Account, error) {
	if err := validImport(accounts); err != nil {
		return nil, err
	}
	return create(ctx, p, func(q Querier) ([]alex.Account, error) {
		if err := p.lock(ctx, q); err != nil {
			return nil, err
		}
		stored, err := loadPerson(ctx, q, p.person)
		if err != nil {
			return nil, err
		}
		filled := fill(stored)
		if err := validPerson(filled); err != nil {
			return nil, err
		}
		if err := p.savePerson(ctx, q, filled); err != nil {
			return nil, err
		}
		outcomes, err := p.applyAccounts(ctx, q, accounts, "the sample")
		added := make([]alex.Account, len(outcomes))
		for i, o := range outcomes {
			added[i] = o.after
		}
		return added, err
	})
}

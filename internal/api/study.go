package api

import (
	"context"

	"alex"
	"alex/internal/retirement"
)

// snapshot is what an analysis that began now would read of what a person owns,
// classified as far as it would be, as of the newest price.
func (s *Server) snapshot(ctx context.Context) (alex.Snapshot, error) {
	held, err := s.mine(ctx).Belongings(ctx)
	if err != nil {
		return alex.Snapshot{}, err
	}
	snapshot := alex.Snapshot{
		AsOf: s.portfolio(held).AsOf, Person: held.Person, Accounts: held.Accounts, Instruments: held.Instruments,
	}
	set, err := retirement.AssumptionsFor(held.Person.Assumptions)
	if err != nil {
		return snapshot, err
	}
	snapshot.Assumptions = set.ID
	if s.Tagged == nil {
		return snapshot, nil
	}
	return s.Tagged(ctx, snapshot)
}

// studyOptions are those of an analysis, at a detail.
func (s *Server) studyOptions(detail retirement.Detail, person alex.Person) retirement.Options {
	return retirement.Options{Detail: detail, Cache: s.futuresFor(person.Assumptions)}
}

// futuresFor is where the futures of who plans by this choice are kept: what one
// person alone assumes shall not push out what all share.
func (s *Server) futuresFor(c *alex.AssumptionChoice) *retirement.Cache {
	if c.IsOwn() {
		return nil
	}
	return s.futures
}

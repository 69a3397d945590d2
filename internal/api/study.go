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
		Assumptions: retirement.ShippedIDs()[0],
	}
	if s.Tagged == nil {
		return snapshot, nil
	}
	return s.Tagged(ctx, snapshot)
}

// studyOptions are those of an analysis, at a detail.
func (s *Server) studyOptions(detail retirement.Detail) retirement.Options {
	return retirement.Options{Assumptions: retirement.DefaultAssumptions(), Detail: detail, Cache: s.futures}
}

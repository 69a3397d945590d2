package api

import (
	"context"

	"alex"
	"alex/internal/retirement"
)

// snapshot is what an analysis that began now would read.
func (s *Server) snapshot(ctx context.Context) (alex.Snapshot, error) {
	snapshot, err := s.mine(ctx).Snapshot(ctx)
	if err != nil {
		return snapshot, err
	}
	held := alex.NewPortfolio("", snapshot.Person, snapshot.Accounts, snapshot.Book())
	snapshot.AsOf = held.NewestPrice(alex.DateOf(s.Now().UTC()))
	snapshot.Assumptions = retirement.ShippedIDs()[0]
	if s.Tagged == nil {
		return snapshot, nil
	}
	return s.Tagged(ctx, snapshot)
}

// studyOptions are those of an analysis, at a detail.
func (s *Server) studyOptions(detail retirement.Detail) retirement.Options {
	return retirement.Options{Assumptions: retirement.DefaultAssumptions(), Detail: detail, Cache: s.futures}
}

package app

import (
	"context"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// Recompute works out the facts of a snapshot once more, just as the planner
// does: with the tags laid over it, and by the assumption set that it names.
func (a *App) Recompute(ctx context.Context, s alex.Snapshot, tags []alex.Instrument) ([]alex.Fact, error) {
	options := a.Planner.Options
	if s.Assumptions != options.Assumptions.ID {
		named, err := retirement.ShippedAssumptions(s.Assumptions)
		if err != nil {
			return nil, err
		}
		options.Assumptions = named
	}
	in, err := report.Study(ctx, report.WithTags(s, tags), options)
	if err != nil {
		return nil, err
	}
	sheet, err := report.Facts(in)
	if err != nil {
		return nil, err
	}
	return sheet.Facts(), nil
}

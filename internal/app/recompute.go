package app

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Recompute works out the facts of a snapshot once more, just as the planner
// does: with the tags laid over it, and by the assumptions that it names.
func (a *App) Recompute(ctx context.Context, s alex.Snapshot, tags []alex.Instrument) ([]alex.Fact, error) {
	in, err := report.Study(ctx, report.WithTags(s, tags), a.Planner.Options)
	if err != nil {
		return nil, err
	}
	sheet, err := report.Facts(in)
	if err != nil {
		return nil, err
	}
	return sheet.Facts(), nil
}

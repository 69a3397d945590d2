package report

import (
	"context"
	"slices"

	"alex"
	"alex/internal/retirement"
)

// Study computes what a snapshot comes to, before anyone writes a word: the
// portfolio, its outlook, and thereby every fact. It is pure: the same
// snapshot and options give the same input.
func Study(ctx context.Context, s alex.Snapshot, opt retirement.Options) (Input, error) {
	portfolio := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
	outlook, err := retirement.Look(ctx, retirement.InputOf(s.AsOf, s.Person, portfolio), opt)
	if err != nil {
		return Input{}, err
	}
	portfolio.RiskScore = outlook.Swing
	return Input{Snapshot: s, Portfolio: portfolio, Outlook: outlook}, nil
}

// WithTags overlays the snapshot's instruments with what the tagger found.
func WithTags(s alex.Snapshot, tags []alex.Instrument) alex.Snapshot {
	s.Instruments = slices.Clone(s.Instruments)
	for _, tag := range tags {
		i := slices.IndexFunc(s.Instruments, func(known alex.Instrument) bool { return known.Symbol == tag.Symbol })
		if i < 0 {
			s.Instruments = append(s.Instruments, tag)
			continue
		}
		known := &s.Instruments[i]
		known.Type, known.AssetClasses, known.Regions, known.Sectors = tag.Type, tag.AssetClasses, tag.Regions, tag.Sectors
		known.Classification = tag.Classification
	}
	return s
}

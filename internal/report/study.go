package report

import (
	"context"
	"slices"

	"alex"
	"alex/internal/retirement"
)

// Study computes what a snapshot comes to, before anyone writes a word: the
// portfolio, its outlook by the assumptions that it names, and thereby every fact.
// It is pure: the same snapshot and options give the same input.
func Study(ctx context.Context, s alex.Snapshot, opt retirement.Options) (_ Input, err error) {
	if opt.Assumptions, err = assumptionsOf(s); err != nil {
		return Input{}, err
	}
	portfolio := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
	outlook, err := retirement.Look(ctx, retirement.InputOf(s.AsOf, s.Person, portfolio), opt)
	if err != nil {
		return Input{}, err
	}
	portfolio.RiskScore = outlook.Swing
	return Input{Snapshot: s, Portfolio: portfolio, Outlook: outlook}, nil
}

// assumptionsOf is the set of the snapshot's person, unless it names another.
func assumptionsOf(s alex.Snapshot) (retirement.Assumptions, error) {
	set, err := retirement.AssumptionsFor(s.Person.Assumptions)
	if err != nil || s.Assumptions == "" || s.Assumptions == set.ID {
		return set, err
	}
	return retirement.ShippedAssumptions(s.Assumptions)
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

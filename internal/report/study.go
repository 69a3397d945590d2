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
	outlook, err := retirement.Look(ctx, PlanInput(s, portfolio), opt)
	if err != nil {
		return Input{}, err
	}
	portfolio.RiskScore = outlook.Swing
	return Input{Snapshot: s, Portfolio: portfolio, Outlook: outlook}, nil
}

// PlanInput is what the plan of a snapshot is made of: its person, and what its
// portfolio holds.
func PlanInput(s alex.Snapshot, p alex.Portfolio) retirement.PlanInput {
	in := retirement.PlanInput{
		AsOf: s.AsOf, Person: s.Person, Fee: p.Fees().OfTotal, Exposure: map[alex.AssetClass]alex.Money{},
		Unclassified: alex.Exposed(p.ByAssetClass, alex.KeyUnclassified),
	}
	for _, e := range p.ByAssetClass {
		if e.Key != alex.KeyUnclassified {
			in.Exposure[alex.AssetClass(e.Key)] = e.Value
		}
	}
	for _, a := range p.Accounts {
		in.Accounts = append(in.Accounts, retirement.AccountValue{
			Kind: a.Type, Value: a.Value, Cash: a.CashBalance, CashInterest: a.CashInterest,
		})
	}
	return in
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

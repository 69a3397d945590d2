package agent

import (
	"context"

	"alex"
	"alex/internal/report"
)

// Tagger classifies instruments by symbol and name. Classify is the rules on
// names; it answers false where no rule fits, and the instrument then stays
// unclassified: a guess would be a made-up value.
type Tagger struct {
	Classify func(symbol alex.Symbol, name string, asOf alex.Date) (alex.Instrument, bool)
}

// Tag returns a classified instrument for each of the given ones that can be
// classified, each valid and its weights summing to exactly 100. A target-date
// fund is classified as it stands on asOf.
func (t Tagger) Tag(ctx context.Context, asOf alex.Date, instruments []alex.Instrument) ([]alex.Instrument, error) {
	var tags []alex.Instrument
	for _, i := range instruments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		tag, ok := t.Classify(i.Symbol, i.Name, asOf)
		if !ok || tag.Validate() != nil || !tag.WhollyClassified() {
			continue
		}
		tag.Name = i.Name
		tag.Price, tag.PriceAsOf, tag.PriceSource = nil, "", "" // never a price
		tags = append(tags, tag)
	}
	return tags, nil
}

// missing are the held instruments of a snapshot that nobody has classified.
func missing(s alex.Snapshot) []alex.Instrument {
	book := s.Book()
	seen := map[alex.Symbol]bool{}
	var list []alex.Instrument
	for _, a := range s.Accounts {
		for _, pos := range a.Positions {
			i := book.Find(pos.Symbol)
			if !seen[pos.Symbol] && !i.Classified() {
				list = append(list, i)
			}
			seen[pos.Symbol] = true
		}
	}
	return list
}

// Tagged is the snapshot with its unclassified holdings classified as far as
// the tagger can, just as an analysis of it works.
func (t Tagger) Tagged(ctx context.Context, s alex.Snapshot) (alex.Snapshot, error) {
	tags, err := t.Tag(ctx, s.AsOf, missing(s))
	return report.WithTags(s, tags), err
}

package app

import (
	"context"

	"alex"
	"alex/internal/agent"
	"alex/internal/seed"
)

// Tag classifies one instrument as the tagger does: by the reference table,
// else by rules on its name. ok is false where neither knows it; the
// instrument then stays unclassified.
func Tag(ctx context.Context, symbol alex.Symbol, name string, asOf alex.Date) (i alex.Instrument, ok bool, err error) {
	book, err := seed.Book()
	if err != nil {
		return i, false, err
	}
	if known, found := book[symbol]; found {
		return known, true, nil
	}
	unknown := book.Find(symbol)
	if name != "" {
		unknown.Name = name
	}
	tags, err := agent.Tagger{Classify: seed.Classify}.Tag(ctx, asOf, []alex.Instrument{unknown})
	if err != nil || len(tags) == 0 {
		return unknown, false, err
	}
	return tags[0], true, nil
}

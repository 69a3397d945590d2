package app

import (
	"context"
	"time"

	"alex"
	"alex/internal/agent"
	"alex/internal/config"
	"alex/internal/llm"
	"alex/internal/seed"
)

// Tag classifies one instrument as the tagger does: by the reference table,
// else by the tagger's model where the settings name one, else by rules on its name. ok is false where neither knows it; the
// instrument then stays unclassified.
func Tag(ctx context.Context, cfg config.Config, symbol alex.Symbol, name string, asOf alex.Date) (i alex.Instrument, ok bool, err error) {
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
	words, err := seed.NewWords()
	if err != nil {
		return unknown, false, err
	}
	models, err := NewModels(ctx, cfg, nil)
	if err != nil {
		return unknown, false, err
	}
	db, err := scratch(ctx)
	if err != nil {
		return unknown, false, err
	}
	defer closing(db, &err)
	tagger := agent.Tagger{Classify: seed.Classify, Words: words.Of}
	ledger := Ledger{Store: db, Limits: limits(cfg), Now: time.Now}
	tags, err := tagger.TagWith(ctx, models.For(llm.Caller{Person: localPerson}, ledger, db.NewID, time.Now), time.Now, asOf, []alex.Instrument{unknown})
	if err != nil || len(tags) == 0 {
		return unknown, false, err
	}
	return tags[0], true, nil
}

package app

import (
	"context"
	"log/slog"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/research"
	"alex/internal/store"
)

// Round is a round of research, and RoundPage a page of it.
type (
	Round     = store.ResearchRound
	RoundPage = store.ResearchPage
)

// Researched is a round, and the documents that its pages became.
type Researched struct {
	Round
	Documents map[alex.ID]alex.Document
}

// Research leads a round about a topic, of Alex's own choice where it is empty.
// sources is a file of sources; empty is what the configuration says. Where the
// round broke off, what was found until then is the answer beside the error.
func (l Library) Research(ctx context.Context, topic, sources string) (Researched, error) {
	list, err := sourcesOf("ALEX_RESEARCH_SOURCES", l.db.config.ResearchSources)
	if sources != "" {
		list, err = sourcesOf("--sources", sources)
	}
	if err != nil {
		return Researched{}, err
	}
	r, err := newResearcher(ctx, l.db.config, l.db.store, l.texts, list, slog.New(slog.DiscardHandler))
	if err != nil {
		return Researched{}, err
	}
	return l.look(ctx, r, topic)
}

// look leads a round, and notes what is kept.
func (l Library) look(ctx context.Context, r *research.Researcher, topic string) (Researched, error) {
	kept := noting{r.Library, map[alex.ID]alex.Document{}}
	r.Library = kept
	round, err := r.Round(ctx, topic, store.ChosenByOperator)
	return Researched{round, kept.documents}, err
}

// noting keeps texts, and notes the documents that they became.
type noting struct {
	research.Library
	documents map[alex.ID]alex.Document
}

func (n noting) Add(ctx context.Context, tenant knowledge.Tenant, t knowledge.Text) (alex.Document, error) {
	d, err := n.Library.Add(ctx, tenant, t)
	if d.ID != "" {
		n.documents[d.ID] = d
	}
	return d, err
}

// Rounds are the newest rounds of research, at most 200.
func (l Library) Rounds(ctx context.Context, most int) ([]Round, error) {
	list, err := l.db.store.System().Rounds(ctx, store.Page{Limit: most})
	return list.Items, err
}

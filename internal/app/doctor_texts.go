package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/llm"
	"alex/internal/store"
)

// texts looks at how texts by others are found and looked for. Who embeds, and
// where vectors lie, is asked once where that is elsewhere.
func (d Doctor) texts(ctx context.Context) []Finding {
	const name = "texts"
	t, err := newTexts(ctx, d.Config, nil, d.Client)
	if err != nil {
		return []Finding{failure(name, err.Error())}
	}
	says := fmt.Sprintf("%s makes vectors of %d numbers, which lie in the database", t.embedder.Model().Name, t.embedder.Model().Dimension)
	if bucket, index, _ := d.Config.VectorIndex(); bucket != "" {
		says = fmt.Sprintf("%s makes vectors of %d numbers, which lie in the S3 Vectors index %s/%s", t.embedder.Model().Name, t.embedder.Model().Dimension, bucket, index)
	}
	findings := []Finding{fine(name, says)}
	s, there := d.current(ctx)
	if there {
		defer func() { _ = s.Close() }() // only read
		findings = []Finding{d.kept(ctx, s, t.embedder.Model(), says)}
	}
	findings = append(findings, d.elsewhere(ctx, t)...)
	findings = append(findings, d.research(ctx, s, there))
	return append(findings, d.researcher(ctx)...)
}

// current is the database, where this release knows what is in it; another
// finding tells where it does not.
func (d Doctor) current(ctx context.Context) (*store.Store, bool) {
	s, err := d.look(ctx)
	if err != nil {
		return nil, false
	}
	applied, known, err := s.Version(ctx)
	if err != nil || applied != known {
		_ = s.Close()
		return nil, false
	}
	return s, true
}

// kept compares what is kept with what the settings say of it.
func (d Doctor) kept(ctx context.Context, s *store.Store, model knowledge.Model, says string) Finding {
	const name = "texts"
	stands, err := s.System().Embedder(ctx)
	if err != nil {
		return failure(name, inWords(err))
	}
	n, err := s.System().Texts(ctx)
	bucket, _, _ := d.Config.VectorIndex()
	switch {
	case err != nil:
		return failure(name, inWords(err))
	case n.Documents > 0 && stands != (store.Embedder{Model: model.Name, Dimension: model.Dimension}):
		return warning(name, fmt.Sprintf("what is kept (%s) was embedded by %s (%d numbers), and ALEX_EMBEDDINGS says %s (%d): set it back, or run alex research embed; until then nothing is found, and nothing kept",
			counted(n.Documents, "document"), stands.Model, stands.Dimension, model.Name, model.Dimension))
	case bucket == "" && n.Vectors < n.Passages:
		return warning(name, fmt.Sprintf("%d of %d passages have no vector in the database: they lay elsewhere; set ALEX_INDEX back, or run alex research embed --all", n.Passages-n.Vectors, n.Passages))
	case bucket != "" && n.Vectors > 0:
		return warning(name, fmt.Sprintf("the vectors of %s lie in the database still, and ALEX_INDEX names S3 Vectors: set it back, or run alex research embed --all", counted(n.Vectors, "passage")))
	case n.Indexed < n.Documents:
		return warning(name, fmt.Sprintf("of %[2]s nobody finds %[1]d yet: alex serve tries each hour, and its log says what is wrong; %[3]s", n.Documents-n.Indexed, counted(n.Documents, "document"), says))
	}
	return fine(name, fmt.Sprintf("%s kept; %s", counted(n.Documents, "document"), says))
}

// elsewhere asks who embeds for one vector, and the index that lies elsewhere
// what is near it.
func (d Doctor) elsewhere(ctx context.Context, t texts) (findings []Finding) {
	vector := make(knowledge.Vector, t.embedder.Model().Dimension)
	vector[0] = 1
	if set, _ := d.Config.Embedder(); set.Kind != "lexical" {
		findings = append(findings, d.answers(ctx, "embedder", func(ctx context.Context) error {
			list, err := t.embedder.Embed(ctx, []string{"ready"})
			if err == nil && len(list) == 1 {
				vector = list[0]
			}
			return err
		}))
	}
	if d.Config.Index != "" {
		findings = append(findings, d.answers(ctx, "vector index", func(ctx context.Context) error {
			_, err := t.index.Nearest(ctx, "", vector, 1)
			return err
		}))
	}
	return findings
}

// answers is what a call came to; its errors hold no secret.
func (d Doctor) answers(ctx context.Context, name string, call func(context.Context) error) Finding {
	ctx, cancel := context.WithTimeout(ctx, modelTime)
	defer cancel()
	err := call(ctx)
	switch {
	case err == nil:
		return fine(name, "it answers")
	case alex.CodeOf(err) == alex.CodeUnavailable:
		return warning(name, err.Error()+"; until it can be, texts are kept and not found")
	}
	return failure(name, err.Error()+"; until that is mended, texts are kept and not found")
}

// research tells when texts were looked for last, and when next.
func (d Doctor) research(ctx context.Context, s *store.Store, there bool) Finding {
	const name = "research"
	sources, err := sourcesOf("ALEX_RESEARCH_SOURCES", d.Config.ResearchSources)
	if err != nil {
		return failure(name, err.Error())
	}
	text := fmt.Sprintf("off (ALEX_RESEARCH_EVERY is 0); alex research TOPIC reads %s by hand", counted(len(sources), "source"))
	if every := d.Config.ResearchEvery; every > 0 {
		text = fmt.Sprintf("every %s, from %s", every, counted(len(sources), "source"))
	}
	if !there {
		return fine(name, text)
	}
	plan := Research{Every: d.Config.ResearchEvery, Store: s}
	_, next, err := plan.Plan(ctx)
	if err != nil {
		return failure(name, inWords(err))
	}
	rounds, err := s.System().Rounds(ctx, store.Page{Limit: 1})
	if err != nil {
		return failure(name, inWords(err))
	}
	if len(rounds.Items) == 0 {
		text += "; there was no round yet"
	} else {
		text += "; the last round was on " + at(rounds.Items[0].StartedAt)
	}
	if next != nil {
		text += "; the next is due on " + at(*next)
	}
	switch {
	case len(rounds.Items) > 0 && rounds.Items[0].Error != "":
		return warning(name, text+"; the last one broke off: "+rounds.Items[0].Error)
	case next != nil && d.Now().Sub(*next) > d.Config.ResearchEvery:
		return warning(name, text+", which is long past: see whether alex serve runs, and what its log says of research")
	}
	return fine(name, text)
}

func at(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 MST") }

// researcher asks the model that points at sentences, where no agent has the
// same: another finding is about those.
func (d Doctor) researcher(ctx context.Context) []Finding {
	name := researcherModel(d.Config)
	if name == offline || slices.Contains(slices.Collect(maps.Values(agentsOf(d.Config))), name) {
		return nil
	}
	m, err := newModel(ctx, d.Config, name, d.Client)
	if err != nil {
		return []Finding{failure("researcher's model", err.Error())}
	}
	return []Finding{d.model(ctx, Models{prices: llm.ListPrices()}, m)}
}

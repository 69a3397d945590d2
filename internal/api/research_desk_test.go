package api_test

import (
	"cmp"
	"context"
	"hash/fnv"
	"math"
	"strings"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
)

// scattered stands in for an embedder: its vectors follow from the words of a
// text, so that texts that share words point alike.
type scattered struct {
	name string
	away bool
}

const dimension = 32

func (s scattered) Model() knowledge.Model {
	return knowledge.Model{Name: cmp.Or(s.name, "scattered"), Dimension: dimension}
}

func (s scattered) Embed(_ context.Context, texts []string) ([]knowledge.Vector, error) {
	if s.away {
		return nil, alex.Errorf(alex.CodeUnavailable, "the embedder is away")
	}
	var list []knowledge.Vector
	for _, text := range texts {
		v := make(knowledge.Vector, dimension)
		for word := range strings.FieldsSeq(strings.ToLower(text) + " .") {
			h := fnv.New64a()
			_, _ = h.Write([]byte(word))
			state := h.Sum64()
			for i := range v {
				state = state*6364136223846793005 + 1442695040888963407
				v[i] += float32(int32(state>>32)) / math.MaxInt32 //nolint:gosec // any bits will do
			}
		}
		list = append(list, v)
	}
	return list, nil
}

// library keeps texts in a store.
func library(s *store.Store) *knowledge.Library { return libraryBy(s, scattered{}) }

func libraryBy(s *store.Store, e knowledge.Embedder) *knowledge.Library {
	return knowledge.New(sqlindex.Keeper(s), sqlindex.New(s, e.Model()), e)
}

// bringer stands in for who keeps keys for ingesting: "ingest-key" begins each of
// them, and "key-of-" is for another role.
func bringer(_ context.Context, key, _ string) (alex.Actor, error) {
	switch {
	case strings.HasPrefix(key, "ingest-key"):
		return alex.OperatorActor(key), nil
	case strings.HasPrefix(key, "key-of-"):
		return "", alex.Errorf(alex.CodeForbidden, "this key is for operator, not for this")
	default:
		return "", alex.Errorf(alex.CodeUnauthorized, "this key is not good")
	}
}

// rounds stands in for the researcher: a round has one page, and ends at once.
type rounds struct {
	store *store.Store
	going bool // another goes on
}

func (r *rounds) Begin(ctx context.Context, topic string) (store.ResearchRound, error) {
	switch {
	case r.going:
		return store.ResearchRound{}, alex.Errorf(alex.CodeConflict, "a round of research is going on already")
	case topic != "" && len(topic) < 3:
		return store.ResearchRound{}, alex.Invalid("topic", "has fewer than 3 characters")
	}
	y := r.store.System()
	round, err := y.BeginRound(ctx, cmp.Or(topic, "bonds"), store.ChosenByOperator)
	if err != nil {
		return round, err
	}
	round.Pages = []store.ResearchPage{{URL: "https://example.org/a", Outcome: store.PageRefused, Reason: "robots"}}
	ended, err := y.EndRound(ctx, round.ID, round.Pages, "")
	round.EndedAt = &ended
	return round, err
}

func (r *rounds) Plan(context.Context) (time.Duration, *time.Time, error) {
	next := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	return 2 * time.Hour, &next, nil
}

package research

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/research/fetch"
	"alex/internal/store"
)

// Library is where texts are kept.
type Library interface {
	Add(ctx context.Context, tenant knowledge.Tenant, t knowledge.Text) (alex.Document, error)
}

// Fetcher gets pages; its errors are *fetch.Refused, or that of ctx.
type Fetcher interface {
	Get(ctx context.Context, url string) (fetch.Page, error)
}

// Keeper keeps rounds, and knows what is held; *store.System is one.
type Keeper interface {
	TakeChore(ctx context.Context, t store.Taking) (due bool, err error)
	ChoreDone(ctx context.Context, name string, at, next time.Time) error
	BeginRound(ctx context.Context, topic, chosenBy string) (store.ResearchRound, error)
	EndRound(ctx context.Context, id alex.ID, pages []store.ResearchPage, failed string) (ended time.Time, err error)
	LastResearched(ctx context.Context) (map[string]time.Time, error)
	PageKnown(ctx context.Context, url string) (bool, error)
	Held(ctx context.Context) ([]store.Subject, error)
}

// Researcher looks for texts. All fields but the last two must be set. It is safe
// for concurrent use.
type Researcher struct {
	Library  Library
	Embedder knowledge.Embedder
	Fetcher  Fetcher
	Sources  []Source
	Keeper   Keeper
	Now      func() time.Time
	Log      *slog.Logger

	Chooser Chooser // nil: sentences of a summary are chosen by their vectors
	Least   float64 // cosine with the topic that a text must have; 0 is DefaultLeast
}

// DefaultLeast is the least cosine with the topic.
const DefaultLeast = 0.1

const (
	roundChore = "research round"
	roundLease = 15 * time.Minute // of a process that dies; longer than a round
	mostRound  = 10 * time.Minute
	mostEnding = 10 * time.Second // to write down what came of it
)

// What operators are told of a round that did not come to its end.
const (
	failedLate     = "the round took longer than 10 minutes"
	failedStopped  = "the program was stopped"
	failedEmbedder = "the embedder did not answer"
	failedInside   = "the round broke off; the log says why"
)

// Round looks for texts about a topic, of 3 to 200 characters; an empty one is
// Alex's own choice. chosenBy is one of the store's words for who asks. Of
// several rounds at once one goes on, and the others are alex.CodeConflict. A
// page or a source that fails is part of the answer, and no error; the error is
// that of a round that broke off, whose pages until then stand all the same.
func (r *Researcher) Round(ctx context.Context, topic, chosenBy string) (round store.ResearchRound, err error) {
	if topic, err = topicOf(topic); err != nil {
		return round, err
	}
	now := r.Now()
	due, err := r.Keeper.TakeChore(ctx, store.Taking{
		Name: roundChore, Now: now, First: now, Then: now.Add(roundLease), Latest: now.Add(roundLease),
	})
	if err == nil && !due {
		err = alex.Errorf(alex.CodeConflict, "a round of research is going on already")
	}
	if err != nil {
		return round, err
	}
	round, err = r.fenced(ctx, topic, chosenBy)
	if errors.Is(err, alex.ErrFenced) {
		return round, err // the chore is another's by now
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), mostEnding)
	defer cancel()
	at := r.Now()
	return round, errors.Join(err, r.Keeper.ChoreDone(ending, roundChore, at, at))
}

// fenced is a round of whoever holds the chore.
func (r *Researcher) fenced(ctx context.Context, topic, chosenBy string) (round store.ResearchRound, err error) {
	within, cancel := context.WithTimeout(ctx, mostRound)
	defer cancel()
	if topic == "" {
		if topic, err = r.choose(within); err != nil {
			return round, err
		}
	}
	if round, err = r.Keeper.BeginRound(within, topic, chosenBy); err != nil {
		return round, err
	}
	s := search{Researcher: r, round: round, kept: map[alex.ID]bool{}}
	failed := s.run(within)
	round.Pages = append(round.Pages, s.pages...)
	round.Error = told(ctx, within, failed)
	ending, cancelEnding := context.WithTimeout(context.WithoutCancel(ctx), mostEnding)
	defer cancelEnding()
	ended, err := r.Keeper.EndRound(ending, round.ID, round.Pages, round.Error)
	if err != nil {
		return round, errors.Join(failed, err)
	}
	round.EndedAt = &ended
	r.tell(ctx, round, failed)
	return round, failed
}

// told is what operators read of a failure.
func told(ctx, within context.Context, failed error) string {
	switch {
	case failed == nil:
		return ""
	case ctx.Err() != nil:
		return failedStopped
	case within.Err() != nil:
		return failedLate
	case errors.Is(failed, errEmbedder):
		return failedEmbedder
	}
	return failedInside
}

// tell logs how many pages came to what: the topic may say what somebody holds.
func (r *Researcher) tell(ctx context.Context, round store.ResearchRound, failed error) {
	counts := map[string]int{}
	for _, p := range round.Pages {
		counts[p.Outcome]++
	}
	attrs := []slog.Attr{
		slog.String("round", string(round.ID)), slog.Int("stored", counts[store.PageStored]), slog.Int("known", counts[store.PageKnown]),
		slog.Int("refused", counts[store.PageRefused]), slog.Int("off_topic", counts[store.PageOffTopic]),
	}
	level, message := slog.LevelInfo, "a round of research has ended"
	if failed != nil {
		level, message, attrs = slog.LevelError, "a round of research broke off", append(attrs, slog.Any("error", failed))
	}
	r.Log.LogAttrs(ctx, level, message, attrs...)
}

var errEmbedder = errors.New("the embedder did not answer")

// embed makes unit vectors of texts, a few at a time; what has no direction is
// near nothing.
func (r *Researcher) embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	const atOnce = 32
	vectors := make([]knowledge.Vector, 0, len(texts))
	dimension := r.Embedder.Model().Dimension
	for len(texts) > 0 {
		n := min(len(texts), atOnce)
		got, err := r.Embedder.Embed(ctx, texts[:n])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errEmbedder, err)
		}
		if len(got) != n {
			return nil, fmt.Errorf("%w as it was asked: %d vectors for %d texts", errEmbedder, len(got), n)
		}
		for _, v := range got {
			unit, ok := knowledge.Unit(v)
			if !ok || len(v) != dimension {
				unit = make(knowledge.Vector, dimension)
			}
			vectors = append(vectors, unit)
		}
		texts = texts[n:]
	}
	return vectors, nil
}

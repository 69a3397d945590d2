package app

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/llm"
	"alex/internal/research"
	"alex/internal/research/fetch"
	"alex/internal/store"
)

// newResearcher looks for texts at sources, and else as it is configured. It asks
// nobody before its first round.
func newResearcher(ctx context.Context, cfg config.Config, s *store.Store, t texts, sources []research.Source, log *slog.Logger) (*research.Researcher, error) {
	chooser, err := chooserOf(ctx, cfg, nil)
	if err != nil {
		return nil, err
	}
	fetcher := fetch.New(fetch.Options{Hosts: research.Hosts(sources), Agent: agentName(), Log: log})
	s.OnClose(func() error {
		fetcher.Close()
		return nil
	})
	return &research.Researcher{
		Library: t.library, Embedder: t.embedder, Fetcher: fetcher, Sources: sources, Keeper: settled{s.System(), t.library},
		Now: time.Now, Log: log, Chooser: chooser,
	}, nil
}

// agentName is as what Alex asks for pages; robots.txt knows it as Alex.
func agentName() string { return "Alex/" + strings.TrimPrefix(Release(), "v") }

// sourcesOf reads a file of sources; without one they are those that come with
// the program. Its errors say the name of what names the file, and the line.
func sourcesOf(name, path string) ([]research.Source, error) {
	if path == "" {
		return research.Default(), nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, startError{name + " names a file that cannot be read (" + cause(err) + ")", err}
	}
	sources, err := research.Sources(string(text))
	if err != nil {
		return nil, startError{name + ": " + lines(err), err}
	}
	return sources, nil
}

// lines are what is wrong with a file, line by line.
func lines(err error) string {
	e, ok := errors.AsType[*alex.Error](err)
	if !ok {
		return err.Error()
	}
	said := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		said[i] = f.Message
	}
	return strings.Join(said, "; ")
}

// chooserOf is the model that points at sentences of pages; nil where none does.
// It is told public pages and a topic, of nobody: no person's limit holds it, but
// how many pages a round takes.
func chooserOf(ctx context.Context, cfg config.Config, client *http.Client) (research.Chooser, error) {
	name := researcherModel(cfg)
	if name == offline {
		return nil, nil //nolint:nilnil // rules choose
	}
	m, err := newModel(ctx, cfg, name, client)
	if err != nil {
		return nil, err
	}
	return research.Model{Client: llm.Shaped(llm.Retried(llm.Guarded(m.client, m.breaker), patiently()), m.form)}, nil
}

func researcherModel(cfg config.Config) string { return cmp.Or(cfg.ModelResearcher, cfg.Model) }

// settled begins no round where another embedder has embedded what is kept:
// nothing that it finds could be kept.
type settled struct {
	research.Keeper
	library *knowledge.Library
}

func (k settled) BeginRound(ctx context.Context, topic, chosenBy string) (store.ResearchRound, error) {
	if err := k.library.Settle(ctx); err != nil {
		return store.ResearchRound{}, err
	}
	return k.Keeper.BeginRound(ctx, topic, chosenBy)
}

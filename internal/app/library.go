package app

import (
	"context"
	"errors"
	"strings"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/knowledge/extract"
	"alex/internal/knowledge/lexical"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
)

// library is where texts are kept and found, as it is configured.
func library(cfg config.Config, s *store.Store) (*knowledge.Library, error) {
	embedder, err := embedderOf(cfg)
	if err != nil {
		return nil, err
	}
	index, err := indexOf(cfg, s, embedder.Model())
	if err != nil {
		return nil, err
	}
	return knowledge.New(sqlindex.Keeper(s), index, embedder), nil
}

func embedderOf(cfg config.Config) (knowledge.Embedder, error) {
	switch kind, _, _ := strings.Cut(cfg.Embeddings, ":"); kind {
	case "", "lexical":
		return lexical.New()
	default:
		return nil, alex.Invalid("ALEX_EMBEDDINGS", "is none that there is: empty or lexical")
	}
}

func indexOf(cfg config.Config, s *store.Store, model knowledge.Model) (knowledge.Index, error) {
	if cfg.Index == "" {
		return sqlindex.New(s, model), nil
	}
	return nil, alex.Invalid("ALEX_INDEX", "is none that there is: empty")
}

// Library is the configured library, for the commands that bring and find texts.
type Library struct {
	db    Database
	texts *knowledge.Library
}

// OpenLibrary opens the database of the configuration with its library.
func OpenLibrary(ctx context.Context, cfg config.Config) (Library, error) {
	db, err := OpenDatabase(ctx, cfg)
	if err != nil {
		return Library{}, err
	}
	texts, err := library(cfg, db.store)
	if err != nil {
		return Library{}, errors.Join(err, db.Close())
	}
	return Library{db, texts}, nil
}

// Close closes the database.
func (l Library) Close() error { return l.db.Close() }

// FileText is what is said of a file that is brought; what is empty is the
// file's own to say.
type FileText struct {
	Source, Title string
	Date          alex.Date
}

// Ingest reads a file and keeps it for everybody.
func (l Library) Ingest(ctx context.Context, name string, body []byte, said FileText) (alex.Document, error) {
	d, err := extract.Text(ctx, name, "", body)
	if err != nil {
		return alex.Document{}, err
	}
	text := knowledge.Text{Source: said.Source, Title: said.Title, PublishedOn: said.Date, Origin: alex.OriginIngest, Body: d.Body}
	if text.Source == "" {
		text.Source = name
	}
	if text.Title == "" {
		text.Title = d.Title
	}
	if text.PublishedOn == "" {
		text.PublishedOn = d.PublishedOn
	}
	return l.texts.Add(ctx, knowledge.Everybody, text)
}

// Find answers passages that everybody may read.
func (l Library) Find(ctx context.Context, question string, k int) ([]alex.Found, error) {
	return l.texts.Find(ctx, "", question, k)
}

// EmbedAnew embeds all passages by the configured embedder.
func (l Library) EmbedAnew(ctx context.Context, told func(alex.ID)) error {
	return l.texts.EmbedAnew(ctx, told)
}

// Model is what embeds.
func (l Library) Model() knowledge.Model { return l.texts.Model() }

package app

import (
	"cmp"
	"context"
	"errors"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/knowledge/extract"
	"alex/internal/store"
)

// Library is the configured library, for the commands that bring and find texts.
type Library struct {
	db    Database
	texts texts
}

// OpenLibrary opens the database of the configuration with its library. One that
// has nothing in it yet is made ready.
func OpenLibrary(ctx context.Context, cfg config.Config) (Library, error) {
	db, err := OpenDatabase(ctx, cfg)
	if err != nil {
		return Library{}, err
	}
	if err := db.begun(ctx); err != nil {
		return Library{}, errors.Join(err, db.Close())
	}
	texts, err := newTexts(ctx, cfg, db.store, nil)
	if err != nil {
		return Library{}, errors.Join(err, db.Close())
	}
	return Library{db, texts}, nil
}

// begun makes a database ready in which there is nothing yet. One of an older
// release is left as it is: a server may be at work on it.
func (d Database) begun(ctx context.Context) error {
	version, known, err := d.store.Version(ctx)
	switch {
	case err != nil:
		return err
	case version == 0:
		_, err = d.Seed(ctx)
		return err
	case version > known:
		return alex.Errorf(alex.CodeConflict, "the database is of a newer release (version %d, and this program knows %d): use that one", version, known)
	case version < known:
		return alex.Errorf(alex.CodeConflict, "the database is of an older release (version %d of %d): bring it up to date with alex migrate, or by starting alex serve", version, known)
	}
	return nil
}

// Close closes the database.
func (l Library) Close() error { return l.db.Close() }

// FileText is what is said of a file that is brought; what is empty is the
// file's own to say, and a text without any title has its first words as one.
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
	return l.texts.library.Add(ctx, knowledge.Everybody, knowledge.Text{
		Source: cmp.Or(said.Source, name), Title: cmp.Or(said.Title, d.Title), PublishedOn: cmp.Or(said.Date, d.PublishedOn),
		Origin: alex.OriginIngest, Body: d.Body,
	})
}

// Find answers passages that everybody may read.
func (l Library) Find(ctx context.Context, question string, k int) ([]alex.Found, error) {
	return l.texts.library.Find(ctx, "", question, k)
}

// Documents are the newest texts of everybody's, at most 200.
func (l Library) Documents(ctx context.Context, most int) ([]alex.Document, error) {
	list, err := l.db.store.As("").Documents(ctx, store.Page{Limit: most})
	return list.Items, err
}

// Forget forgets a text of everybody's; alex.CodeNotFound for any other.
func (l Library) Forget(ctx context.Context, id alex.ID) error {
	return l.texts.library.Forget(ctx, id)
}

// EmbedAnew embeds by the configured embedder what it has not embedded, or all
// passages, where they lie in another index now.
func (l Library) EmbedAnew(ctx context.Context, all bool, told func(alex.ID)) error {
	if all {
		return l.texts.library.EmbedAll(ctx, told)
	}
	return l.texts.library.EmbedAnew(ctx, told)
}

// Model is what embeds.
func (l Library) Model() knowledge.Model { return l.texts.library.Model() }

package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
)

// TestTheCommandResearches leads a round without a server, and one that is ended.
func TestTheCommandResearches(t *testing.T) {
	t.Parallel()
	site, cfg := newNews(t, 2), settings(t)
	db, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := OpenLibrary(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	r, err := newResearcher(t.Context(), cfg, l.db.store, l.texts, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	site.reads(t, r)
	got, err := l.look(t.Context(), r, "interest rates and bonds")
	if err != nil || stored(got.Round) != 2 || len(got.Documents) != 2 || got.ChosenBy != store.ChosenByOperator {
		t.Fatalf("%+v, %v", got, err)
	}
	for id, d := range got.Documents {
		if d.ID != id || !strings.HasPrefix(d.Source, site.URL+"/page/") || !strings.HasPrefix(d.Title, "Interest rates and bonds, part") {
			t.Errorf("it keeps %+v", d)
		}
	}
	more := newNews(t, 3)
	more.hold = make(chan struct{})
	more.reads(t, r)
	ctx, ctrlC := context.WithCancel(t.Context())
	go func() {
		<-more.inside
		ctrlC()
	}()
	got, err = l.look(ctx, r, "interest rates and bonds")
	if !errors.Is(err, context.Canceled) || got.ID == "" || got.EndedAt == nil || got.Error != "the program was stopped" || stored(got.Round) != 0 {
		t.Errorf("a round that is ended: %+v, %v", got, err)
	}
	rounds, err := l.Rounds(t.Context(), 1)
	if err != nil || len(rounds) != 1 || rounds[0].ID != got.ID || len(rounds[0].Pages) != len(got.Pages) {
		t.Errorf("the newest round is %+v, %v", rounds, err)
	}
	if _, err := l.Research(t.Context(), "bonds", filepath.Join(t.TempDir(), "none")); err == nil || !strings.HasPrefix(err.Error(), "--sources") {
		t.Errorf("no file of sources: %v", err)
	}
}

// TestALibraryOfAnOlderReleaseIsLeft as it is, and what to do is said.
func TestALibraryOfAnOlderReleaseIsLeft(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	db, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	version, err := db.Migrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.store.MigrateDown(t.Context(), version-1); err != nil {
		t.Fatal(err)
	}
	_, err = OpenLibrary(t.Context(), cfg)
	if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex migrate") {
		t.Errorf("it is opened: %v", err)
	}
}

// TestATextWithoutATitle is called by its first words, and not by its file.
func TestATextWithoutATitle(t *testing.T) {
	t.Parallel()
	a, _ := kept(t)
	l := Library{Database{store: a.Store}, texts{library: a.Library}}
	for name, c := range map[string][2]string{
		"m":          {"Crude oil became cheaper. Producers pumped more.", "Crude oil became cheaper. Producers pumped more."},
		"titled.txt": {"Oil\n\nCrude oil became cheaper again.", "Oil"},
		"long.txt":   {strings.Repeat("words and ", 30), strings.TrimSpace(strings.Repeat("words and ", 8)) + " …"},
	} {
		d, err := l.Ingest(t.Context(), name, []byte(c[0]), FileText{})
		if err != nil || d.Title != c[1] || d.Source != name {
			t.Errorf("%s is called %q: %v", name, d.Title, err)
		}
	}
}

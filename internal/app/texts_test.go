package app

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
)

// logLines are those of a log, one by one.
type logLines chan string

func (l logLines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// waiting is a program with a text that nobody finds yet.
func waiting(t *testing.T) (*App, logLines) {
	t.Helper()
	a, _ := kept(t)
	log := make(logLines, 100)
	a.Runner.Log = slog.New(slog.NewTextHandler(log, nil))
	if _, err := a.Library.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Origin: alex.OriginIngest, Body: "Bonds fell."}); err != nil {
		t.Fatal(err)
	}
	m := a.Library.Model()
	if err := a.Store.System().ReplaceEmbedder(t.Context(), store.Embedder{Model: m.Name, Dimension: m.Dimension}); err != nil {
		t.Fatal(err)
	}
	return a, log
}

func finds(t *testing.T, a *App) int {
	t.Helper()
	list, err := a.Library.Find(t.Context(), "", "bonds", 9)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// TestTextsThatWaitAreFound from the start of a server on.
func TestTextsThatWaitAreFound(t *testing.T) {
	t.Parallel()
	a, log := waiting(t)
	if n := finds(t, a); n != 0 {
		t.Fatalf("%d are found before", n)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.keepTexts(ctx)
	}()
	if line := <-log; !strings.Contains(line, "texts that waited are found from now on") || !strings.Contains(line, "texts=1") {
		t.Errorf("the log says %s", line)
	}
	stop()
	<-ended
	if n := finds(t, a); n != 1 {
		t.Errorf("%d are found", n)
	}
	a.catchTexts(t.Context())
	if len(log) != 0 {
		t.Errorf("where none waits the log says %s", <-log)
	}
}

// refusing is an embedder that takes no text about bonds.
type refusing struct{ knowledge.Embedder }

func (r refusing) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	if strings.Contains(strings.Join(texts, " "), "Bonds") {
		return nil, alex.Errorf(alex.CodeInternal, "it refuses the request")
	}
	return r.Embedder.Embed(ctx, texts)
}

// TestTextsThatWaitInVainAreTold: of an embedder that is away, one that refuses
// a text, and one that panics; a stop is none of these.
func TestTextsThatWaitInVainAreTold(t *testing.T) {
	t.Parallel()
	for want, wrap := range map[string]func(knowledge.Embedder) knowledge.Embedder{
		"texts that wait are not found yet":                                 func(e knowledge.Embedder) knowledge.Embedder { return away{e} },
		"some texts are not found, because the embedder does not take them": func(e knowledge.Embedder) knowledge.Embedder { return refusing{e} },
		"panic:": func(e knowledge.Embedder) knowledge.Embedder { return panicking{e} },
	} {
		a, log := waiting(t)
		a.Library = knowledge.New(sqlindex.Keeper(a.Store), sqlindex.New(a.Store, a.Library.Model()), wrap(a.Research.Researcher.Embedder))
		stopped, stop := context.WithCancel(t.Context())
		stop()
		a.catchTexts(stopped)
		if len(log) != 0 {
			t.Errorf("after a stop the log says %s", <-log)
		}
		a.catchTexts(t.Context())
		if line := <-log; !strings.Contains(line, want) || !strings.Contains(line, "level=WARN") || len(log) != 0 {
			t.Errorf("the log says %s, want %q", line, want)
		}
	}
}

type panicking struct{ knowledge.Embedder }

func (panicking) Embed(context.Context, []string) ([]knowledge.Vector, error) { panic("no embedder") }

// TestAnotherEmbedderIsToldAtTheStart: a warning with the command, and no failure.
func TestAnotherEmbedderIsToldAtTheStart(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	start := func(cfg config.Config) (*App, string) {
		t.Helper()
		var book bytes.Buffer
		a, err := Open(t.Context(), cfg, slog.New(slog.NewTextHandler(&book, nil)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		a.catchTexts(t.Context())
		return a, book.String()
	}
	a, said := start(cfg)
	if strings.Contains(said, "WARN") {
		t.Errorf("at first it warns: %s", said)
	}
	other := cfg
	other.Embeddings, other.OpenAIBaseURL = "openai:nomic-embed-text@768", "http://127.0.0.1:1/v1" // nobody is asked
	if _, said := start(other); strings.Contains(said, "WARN") {
		t.Errorf("without texts it warns: %s", said)
	}
	if _, err := a.Library.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Origin: alex.OriginIngest, Body: "Bonds fell."}); err != nil {
		t.Fatal(err)
	}
	if _, said := start(other); strings.Count(said, "level=WARN") != 1 || !strings.Contains(said, "alex research embed") {
		t.Errorf("with another embedder it says: %s", said)
	}
	if _, said := start(cfg); strings.Contains(said, "WARN") {
		t.Errorf("set back it warns: %s", said)
	}
}

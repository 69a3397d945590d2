package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
)

// How often texts are looked for that nobody finds yet, or that are old; and how
// long what the researcher finds is kept: a report quotes what is current.
const (
	textsEvery   = time.Hour
	researchKept = 400 * 24 * time.Hour
)

// readsTexts reports a process that has to do with texts by others: every server, and
// of the functions those that keep them, find them or compare what a job may quote.
func readsTexts(role string) bool {
	switch role {
	case "webhook", "tagger", "charter":
		return false
	}
	return true
}

// comparesTexts reports a function that only compares what a job may quote: it need
// not know what is kept.
func comparesTexts(role string) bool { return role == "reporter" || role == "retirement" }

// openTexts opens the library and what looks for texts. Nobody outside is asked.
func (a *App) openTexts(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	t, err := newTexts(ctx, cfg, a.Store, nil)
	if err != nil {
		return err
	}
	a.Library, a.TextsAt = t.library, t.at
	if comparesTexts(cfg.Role) {
		return nil
	}
	if err := t.library.Settle(ctx); err != nil { // what is kept is only not found
		log.LogAttrs(ctx, slog.LevelWarn, "texts by others are neither found nor kept", slog.Any("error", err))
	}
	sources, err := sourcesOf("ALEX_RESEARCH_SOURCES", cfg.ResearchSources)
	if err != nil {
		return err
	}
	researcher, err := newResearcher(ctx, cfg, a.Store, t, sources, log)
	if err != nil {
		return err
	}
	researcher.Now = func() time.Time { return a.Now() }
	a.Research = &Research{Researcher: researcher, Every: cfg.ResearchEvery, Now: researcher.Now, Log: log, Store: a.Store}
	return nil
}

// keepTexts makes found, until ctx ends, what was kept while an embedder was
// away, and forgets what is old. Every process may do it.
func (a *App) keepTexts(ctx context.Context) {
	ticker := time.NewTicker(textsEvery)
	defer ticker.Stop()
	for {
		a.catchTexts(ctx)
		a.expireTexts(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// catchTexts tells how many texts are found now, and which are not. Another
// embedder was told of at the start.
func (a *App) catchTexts(ctx context.Context) {
	n := 0
	err := func() (err error) {
		defer caught(&err)
		return a.Library.Catch(ctx, func(alex.ID) { n++ })
	}()
	log := a.Runner.Log
	if n > 0 {
		log.LogAttrs(ctx, slog.LevelInfo, "texts that waited are found from now on", slog.Int("texts", n))
	}
	_, some := errors.AsType[*knowledge.Skipped](err)
	switch {
	case err == nil, ctx.Err() != nil, alex.CodeOf(err) == alex.CodeConflict && !some:
	case some:
		log.LogAttrs(ctx, slog.LevelWarn, "some texts are not found, because the embedder does not take them", slog.Any("error", err))
	default:
		log.LogAttrs(ctx, slog.LevelWarn, "texts that wait are not found yet", slog.Any("error", err))
	}
}

// expireTexts forgets what the researcher has kept for long, and takes out of the
// index what went with its person.
func (a *App) expireTexts(ctx context.Context) {
	n, err := a.Library.Expire(ctx, a.Now().Add(-researchKept))
	if n > 0 {
		a.Runner.Log.LogAttrs(ctx, slog.LevelInfo, "old texts of research are forgotten", slog.Int("texts", n))
	}
	if err == nil {
		err = a.Library.Tidy(ctx)
	}
	if err != nil && ctx.Err() == nil {
		a.Runner.Log.LogAttrs(ctx, slog.LevelWarn, "old texts, or vectors of texts that are gone, stay for now", slog.Any("error", err))
	}
}

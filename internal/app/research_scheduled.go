package app

import (
	"context"
	"errors"
	"log/slog"

	"alex"
	"alex/internal/config"
	"alex/internal/research"
	"alex/internal/store"
)

// ScheduledResearch leads rounds for a schedule that is not this program's own.
type ScheduledResearch struct {
	library    Library
	researcher *research.Researcher
	log        *slog.Logger
}

// OpenScheduledResearch opens the configured library and what looks for texts.
// Nobody is asked but the database.
func OpenScheduledResearch(ctx context.Context, cfg config.Config, log *slog.Logger) (ScheduledResearch, error) {
	sources, err := sourcesOf("ALEX_RESEARCH_SOURCES", cfg.ResearchSources)
	if err != nil {
		return ScheduledResearch{}, err
	}
	library, err := OpenLibrary(ctx, cfg)
	if err != nil {
		return ScheduledResearch{}, err
	}
	log = guarded(log, cfg)
	researcher, err := newResearcher(ctx, cfg, library.db.store, library.texts, sources, log)
	if err != nil {
		return ScheduledResearch{}, errors.Join(err, library.Close())
	}
	return ScheduledResearch{library, researcher, log}, nil
}

// Round leads a round about a topic, of Alex's own choice where it is empty. Its
// error is alex.CodeConflict where none may begin now; the log says so too. Of a
// round that broke off, what was found until then is the answer beside the error.
func (s ScheduledResearch) Round(ctx context.Context, topic string) (Round, error) {
	round, err := s.researcher.Round(ctx, topic, store.ChosenBySchedule)
	if alex.CodeOf(err) == alex.CodeConflict {
		s.log.LogAttrs(ctx, slog.LevelWarn, "no round of research began", slog.Any("error", err))
	}
	return round, err
}

// Close closes the database.
func (s ScheduledResearch) Close() error { return s.library.Close() }

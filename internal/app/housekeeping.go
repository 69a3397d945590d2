package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"alex/internal/auth/clerk"
)

// How long what nobody needs any more is kept, and how often it is looked for.
const (
	houseEvery  = time.Minute
	keysKept    = 24 * time.Hour
	previewKept = 24 * time.Hour

	placeholderKept = time.Hour

	eventsKept = 24*time.Hour + clerk.Window // then their signatures have long ended
)

// keepHouse clears away what has expired until ctx ends: demo copies,
// sessions, previews that nobody applied, answers to old requests, symbols that
// nobody holds, old traces, old acts. Every process may do it; each deletion is short.
func (a *App) keepHouse(ctx context.Context) {
	ticker := time.NewTicker(houseEvery)
	defer ticker.Stop()
	for {
		timed, cancel := context.WithTimeout(ctx, houseEvery)
		err := a.clear(timed)
		cancel()
		if err != nil && ctx.Err() == nil {
			a.Runner.Log.LogAttrs(ctx, slog.LevelError, "clearing away what has expired failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (a *App) clear(ctx context.Context) error {
	now, system := a.Now(), a.Store.System()
	_, demos := system.ExpireDemos(ctx, now)
	_, keys := system.PurgeKeys(ctx, now.Add(-keysKept))
	_, previews := system.PurgePreviews(ctx, now.Add(-previewKept))
	_, events := system.PurgeEvents(ctx, now.Add(-eventsKept))
	_, placeholders := system.PurgePlaceholders(ctx, now.Add(-placeholderKept))
	var spans error
	if a.TraceKept > 0 {
		_, spans = system.PurgeSpans(ctx, now.Add(-a.TraceKept))
	}
	var acts error
	if a.AuditKept > 0 {
		_, acts = system.PurgeAudit(ctx, now.Add(-a.AuditKept))
	}
	return errors.Join(acts, demos, system.PurgeSignIn(ctx, now), keys, previews, events, placeholders, spans)
}

package app

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"alex"
	"alex/internal/report"
	"alex/internal/research"
)

// How long a report waits for what it may quote, and how long the next ones do
// not wait at all where that came to nothing.
const (
	mostCiting = 20 * time.Second
	citingRest = time.Minute
)

// citing is how looking for quotations went.
type citing struct {
	rest   atomic.Int64 // until when nobody looks, in microseconds
	failed func(error)  // may be nil
}

// cited is what the report on a snapshot may quote today of what the person may
// read: nothing where the names of what they own would go where they have not
// said yes to. A report is whole without it: what goes wrong is logged.
func (a *App) cited(ctx context.Context, person alex.PersonID, s alex.Snapshot) []alex.Citation {
	now := a.Now()
	if a.Library == nil || a.TextsAt != "" && !s.Person.Allows(a.TextsAt) || now.UnixMicro() < a.citing.rest.Load() {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, mostCiting)
	defer cancel()
	portfolio := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
	citer := research.Citer{Finder: a.Library, Quotable: report.Quotable}
	list, err := citer.Cite(within, person, research.Interests(portfolio), alex.DateOf(now.UTC()))
	if err != nil && ctx.Err() == nil {
		a.citing.rest.Store(a.Now().Add(citingRest).UnixMicro())
		if a.Runner.Log != nil {
			a.Runner.Log.LogAttrs(ctx, slog.LevelWarn, "reports quote nothing for a while", slog.Any("error", err))
		}
		if a.citing.failed != nil {
			a.citing.failed(err)
		}
	}
	return list
}

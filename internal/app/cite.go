package app

import (
	"context"
	"log/slog"
	"time"

	"alex"
	"alex/internal/report"
	"alex/internal/research"
)

// mostCiting is how long a report waits for what it may quote.
const mostCiting = 20 * time.Second

// cited is what the report on a snapshot may quote today of what the person may
// read: nothing where the names of what they own would go where they have not
// said yes to. A report is whole without it: what goes wrong is logged.
func (a *App) cited(ctx context.Context, person alex.PersonID, s alex.Snapshot) []alex.Citation {
	if a.Library == nil || a.TextsAt != "" && !s.Person.Allows(a.TextsAt) {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, mostCiting)
	defer cancel()
	portfolio := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
	citer := research.Citer{Finder: a.Library, Quotable: report.Quotable}
	list, err := citer.Cite(within, person, research.Interests(portfolio), alex.DateOf(a.Now().UTC()))
	if err != nil && a.Runner.Log != nil {
		a.Runner.Log.LogAttrs(ctx, slog.LevelWarn, "a report quotes nothing", slog.Any("error", err))
	}
	return list
}

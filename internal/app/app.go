package app

import (
	"context"
	"errors"
	"time"

	"alex/internal/agent"
	"alex/internal/agent/lambdacall"
	"alex/internal/job"
	"alex/internal/knowledge"
	"alex/internal/mail"
	"alex/internal/price"
	"alex/internal/queue"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// App is the program: the store, and the runner that works its jobs.
type App struct {
	Store   *store.Store
	Runner  *job.Runner
	Planner agent.Planner
	Prices  price.Updater // the zero value asks nobody
	Ledger  Ledger        // of what models cost; without limits unless it is opened by a configuration
	Models  Models        // the zero value has none: rules write
	Mail    mail.Sender   // nil sends no e-mail
	Now     func() time.Time
	Metrics *telemetry.Metrics
	Tracing *telemetry.Tracing // nil traces nothing

	// TraceKept is how long spans stay in the database; 0 is for ever.
	TraceKept time.Duration
	AuditKept time.Duration // of the log of acts; 0 is for ever
	Backups   *Backups      // nil makes none

	Library  *knowledge.Library // of texts by others; nil has none
	TextsAt  string             // where texts and questions go to be embedded; empty: nowhere
	Research *Research          // nil looks for none

	citing citing

	elsewhere *lambdacall.Caller // who does the parts of agents; nil: this process

	wake    queue.Queue  // wakes the workers of this process; may be nil
	posting func()       // waits for e-mails that are on their way; may be nil
	posted  func() int64 // how many of them have begun; as posting
}

// New builds the program over an open store, which it then owns.
func New(s *store.Store) (*App, error) {
	writer, err := report.NewWriter()
	if err != nil {
		return nil, err
	}
	words, err := seed.NewWords()
	if err != nil {
		return nil, err
	}
	a := &App{Store: s, Now: time.Now}
	a.Ledger = Ledger{Store: s, Now: func() time.Time { return a.Now() }}
	a.Planner = agent.Planner{
		Tagger:     agent.Tagger{Classify: seed.Classify, Words: words.Of},
		Reporter:   agent.Reporter{Writer: writer},
		Specialist: agent.Specialist{Writer: writer},
		Options:    retirement.Options{Detail: retirement.DetailFull},
		Now:        time.Now,
	}
	a.Metrics = telemetry.NewMetrics(Version(), a.jobCounts)
	a.Metrics.CountSessions(func(ctx context.Context) (int64, error) { return s.System().Sessions(ctx, a.Now()) })
	s.Observe = a.Metrics.Database
	a.Runner = &job.Runner{Store: s, Work: a.work, Now: time.Now, Rand: job.Jitter}
	return a, nil
}

// Close waits two seconds at most for those who take traces, and closes the
// store. Traces that were not taken are no error. Rounds of research end.
func (a *App) Close() error {
	if a.Research != nil {
		a.Research.close()
	}
	_ = a.Tracing.Close()
	return a.Store.Close()
}

// SeedReference loads the shipped reference instruments.
func SeedReference(ctx context.Context, s *store.Store) (rows int, err error) {
	instruments, err := seed.Instruments()
	if err != nil {
		return 0, err
	}
	return len(instruments), s.System().SeedInstruments(ctx, instruments, seed.Version())
}

// closing joins the error of closing c to err.
func closing(c interface{ Close() error }, err *error) { *err = errors.Join(*err, c.Close()) }

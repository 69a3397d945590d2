package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"alex/internal/config"
)

// Service is Alex for many people: the API, the workers and the housekeeping
// of one process, over one database. It runs from Start to Stop.
type Service struct {
	App *App
	URL string // where it listens

	server *http.Server
	cancel context.CancelFunc // ends the workers and the open streams
	drain  time.Duration
	grace  time.Duration // of workers, past drain
	log    *slog.Logger
	group  sync.WaitGroup
	failed chan error
}

// patience is how long a server waits for others.
type patience struct {
	header time.Duration // for the headers of a request
	idle   time.Duration // for another request on a connection
	drain  time.Duration // for what is in hand, at a graceful stop
	grace  time.Duration // for workers, past drain
}

func usualPatience() patience {
	return patience{header: 5 * time.Second, idle: 2 * time.Minute, drain: 10 * time.Second, grace: 5 * time.Second}
}

const maxHeader = 32 << 10

// Start listens, brings the database up to date, and works jobs. It answers
// when the first request can be served.
func Start(ctx context.Context, cfg config.Config, log *slog.Logger) (*Service, error) {
	log = guarded(log, cfg)
	// The address comes first: where another Alex has it, the database is its.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Addr)
	if err != nil {
		return nil, cannotListen(cfg.Addr, err)
	}
	release, err := hold(ctx, cfg, false)
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	a, err := Open(ctx, cfg, log)
	if err != nil {
		_ = listener.Close()
		_ = release()
		return nil, err
	}
	a.Store.OnClose(release)
	s, err := a.serve(ctx, cfg, log, listener, usualPatience())
	if err != nil {
		_ = listener.Close()
		return nil, errors.Join(err, a.Close())
	}
	return s, nil
}

// serve answers on listener, works jobs and keeps house until Stop: what was
// begun outlives ctx.
func (a *App) serve(ctx context.Context, cfg config.Config, log *slog.Logger, listener net.Listener, wait patience) (*Service, error) {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	handler, err := a.handler(running, cfg, log, listener.Addr())
	if err != nil {
		cancel()
		return nil, err
	}
	letters, err := a.letters(ctx, cfg)
	if err != nil {
		cancel()
		return nil, err
	}
	s := &Service{
		App: a, URL: "http://" + listener.Addr().String(), cancel: cancel, drain: wait.drain, grace: wait.grace, log: log,
		failed: make(chan error, 1),
	}
	s.server = &http.Server{
		Handler: handler, ReadHeaderTimeout: wait.header, IdleTimeout: wait.idle, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	s.group.Go(func() { a.Runner.Run(running) })
	s.group.Go(func() { a.keepHouse(running) })
	if a.Mail != nil {
		s.group.Go(func() { letters.keep(running) })
	}
	if a.Backups != nil {
		s.group.Go(func() { a.Backups.run(running) })
	}
	if a.Library != nil {
		s.group.Go(func() { a.keepTexts(running) })
	}
	if a.Research != nil {
		s.group.Go(func() { a.Research.run(running) })
	}
	s.group.Go(func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- err
		}
	})
	return s, nil
}

// Failed gives the error that ended the service by itself.
func (s *Service) Failed() <-chan error { return s.failed }

// Stop takes no more requests, lets those in hand end, gives jobs back, and
// closes the database. It waits for no worker longer than its patience.
func (s *Service) Stop() error {
	ctx, stop := context.WithTimeout(context.Background(), s.drain)
	defer stop()
	s.cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	if s.App.posting != nil && !within(s.drain, s.App.posting) {
		s.log.Warn("stopped without waiting any longer for e-mails")
	}
	if !within(s.drain+s.grace, s.group.Wait) {
		// What they write is fenced: another process does their jobs again.
		s.log.Warn("stopped without waiting any longer for work that does not end")
	}
	return errors.Join(err, s.App.Close())
}

// within reports that do has returned in time; it may go on alone.
func within(wait time.Duration, do func()) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// Work is a worker alone: it works jobs until ctx ends, then gives back those
// in hand.
func Work(ctx context.Context, cfg config.Config, log *slog.Logger, ready func()) error {
	release := func() error { return nil }
	if isPostgres(cfg) {
		var err error
		if release, err = hold(ctx, cfg, false); err != nil {
			return err
		}
	}
	a, err := Open(ctx, cfg, log)
	if err != nil {
		return errors.Join(err, release())
	}
	a.Store.OnClose(release)
	ready()
	a.Runner.Run(ctx)
	return a.Close()
}

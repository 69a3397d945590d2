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
	group  sync.WaitGroup
	failed chan error
}

// Limits of connections.
const (
	headerTimeout = 5 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10
	drainTime     = 10 * time.Second // for requests and jobs in hand, at a graceful stop
)

// Start brings the database up to date, listens, and works jobs. It answers
// when the first request can be served.
func Start(ctx context.Context, cfg config.Config, log *slog.Logger) (s *Service, err error) {
	a, err := Open(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Addr)
	if err != nil {
		return nil, err
	}
	// What was begun outlives ctx until Stop has given it time to end.
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s = &Service{App: a, URL: "http://" + listener.Addr().String(), cancel: cancel, failed: make(chan error, 1)}
	handler, err := a.handler(running, cfg, log)
	if err != nil {
		cancel()
		return nil, errors.Join(err, listener.Close())
	}
	s.server = &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	s.group.Go(func() { a.Runner.Run(running) })
	s.group.Go(func() { a.keepHouse(running) })
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
// closes the database.
func (s *Service) Stop() error {
	ctx, stop := context.WithTimeout(context.Background(), drainTime)
	defer stop()
	s.cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	s.group.Wait()
	return errors.Join(err, s.App.Close())
}

// Work is a worker alone: it works jobs until ctx ends, then gives back those
// in hand.
func Work(ctx context.Context, cfg config.Config, log *slog.Logger, ready func()) error {
	a, err := Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	ready()
	a.Runner.Run(ctx)
	return a.Close()
}

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"runtime/debug"

	"alex/internal/app"
	"alex/internal/config"
)

type serveCommand struct{}

// Run serves until it is asked to stop, then lets what is in hand end.
func (serveCommand) Run(ctx context.Context, c console) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	answerPromptly()
	service, err := app.Start(ctx, cfg, newLog(c.err, cfg))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(c.out, "listening on", service.URL); err != nil {
		return err
	}
	debug.FreeOSMemory() // what the start took and will not be taken again
	select {
	case <-ctx.Done():
		return service.Stop()
	case err := <-service.Failed():
		_ = service.Stop()
		return err
	}
}

// answerPromptly gives the program more threads than there are processors. Go's
// scheduler leaves whoever computes up to ten milliseconds before it looks for
// requests; the system's takes the processor away at once for a thread that has slept,
// and so an answer seldom waits for an analysis. Where it may not have all processors,
// by a quota or by its settings, Go's number stays.
func answerPromptly() {
	const threads = 4 // of each processor
	if most := runtime.GOMAXPROCS(0); most == runtime.NumCPU() {
		runtime.GOMAXPROCS(threads * most)
	}
}

type workerCommand struct{}

// Run works jobs until it is asked to stop, then gives back those in hand.
func (workerCommand) Run(ctx context.Context, c console) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	return app.Work(ctx, cfg, newLog(c.err, cfg), func() { _, _ = fmt.Fprintln(c.out, "working") })
}

// newLog is the log in the configured form.
func newLog(w io.Writer, cfg config.Config) *slog.Logger {
	if cfg.Log == "text" {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}

package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"alex"
	"alex/internal/app"
	"alex/internal/config"
	"alex/internal/lambda"
)

// start runs a function where AWS Lambda began the program, and else a command
// line.
func start(ctx context.Context, args []string, c console) int {
	api := config.Environ(c.environ)[lambda.RuntimeAPI]
	if api == "" {
		return run(ctx, args, c)
	}
	return exitCode(c.err, function(ctx, c, api))
}

// function answers the events of the role until ctx ends. What keeps it from
// beginning is told to Lambda too.
func function(ctx context.Context, c console, api string) error {
	log := slog.New(slog.NewJSONHandler(c.err, nil))
	f := &renewed{open: c.role, environ: config.Environ(c.environ), now: time.Now, log: log}
	var err error
	if f.secrets, err = keptSecrets(ctx); err == nil {
		err = f.begin(ctx)
	}
	if err != nil {
		return errors.Join(err, lambda.Refuse(ctx, api, err))
	}
	lambda.Serve(ctx, f, func(ctx context.Context, err error) {
		if err != nil {
			log.LogAttrs(ctx, slog.LevelError, "an event failed", slog.Any("error", err))
		}
		f.opened.settle(ctx)
	})
	return f.opened.end()
}

// answering is what answers events, what comes after each, and what at the end.
type answering struct {
	handler lambda.Handler
	settle  func(context.Context)
	end     func() error
}

// role opens what ALEX_ROLE says. What it begins lives until its end, and no event's.
func (c console) role(ctx context.Context, cfg config.Config) (answering, error) {
	log := newLog(c.err, cfg)
	switch cfg.Role {
	case "":
		return answering{}, alex.Invalid("ALEX_ROLE", "is empty: on AWS Lambda it has to say what the function does")
	case "researcher":
		r, err := app.OpenScheduledResearch(ctx, cfg, log)
		return answering{lambda.Researcher{Round: r.Round}, func(context.Context) {}, r.Close}, err
	}
	f, err := app.OpenFunction(ctx, cfg, log, c.out)
	if err != nil {
		return answering{}, err
	}
	handler, err := handlerOf(ctx, cfg.Role, f)
	if err != nil {
		return answering{}, errors.Join(err, f.Close())
	}
	return answering{handler, f.Settle, f.Close}, nil
}

func handlerOf(ctx context.Context, role string, f *app.Function) (lambda.Handler, error) {
	switch role {
	case "api":
		h, err := f.Handler(ctx)
		return lambda.HTTP{Handler: h}, err
	case "webhook":
		h, err := f.Handler(ctx)
		return lambda.HTTP{Handler: only(http.MethodPost, "/api/webhooks/clerk", h)}, err
	case "planner":
		return lambda.Planner{Work: f.Work}, nil
	case "ingest":
		return lambda.Ingest{Ingest: f.Ingest}, nil
	case "sweeper":
		return lambda.Sweeper{Sweep: f.Sweep}, nil
	default: // the settings let no other than the four in
		return lambda.Specialist{Agent: alex.Agent(role), Assist: f.Assist}, nil
	}
}

// only is the one route of a handler; whatever else is asked for is not there.
func only(method, path string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method || r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

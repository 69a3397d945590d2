package main

import (
	"context"
	"errors"

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
	handler, end, err := role(ctx, c)
	if err != nil {
		return errors.Join(err, lambda.Refuse(ctx, api, err))
	}
	lambda.Serve(ctx, handler)
	return end()
}

// role opens what ALEX_ROLE says.
func role(ctx context.Context, c console) (h lambda.Handler, end func() error, err error) {
	cfg, err := config.Load(config.Environ(c.environ))
	if err != nil {
		return nil, nil, err
	}
	if cfg.Role != "researcher" {
		return nil, nil, alex.Invalid("ALEX_ROLE", "is empty: on AWS Lambda it has to say what the function does: researcher")
	}
	r, err := app.OpenScheduledResearch(ctx, cfg, newLog(c.err, cfg))
	if err != nil {
		return nil, nil, err
	}
	return lambda.Researcher{Round: r.Round}, r.Close, nil
}

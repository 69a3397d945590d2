package main

import (
	"context"
	"strings"

	"alex/internal/app"
)

type healthCommand struct {
	URL string `name:"url" help:"Where Alex is asked; by default where ALEX_ADDR says that it listens." placeholder:"URL"`
}

// Run asks a running server whether it can work, and ends with 1 where it cannot: for
// whoever restarts servers, in a container or beside one.
func (cmd healthCommand) Run(ctx context.Context, c console) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	url := strings.TrimRight(cmd.URL, "/")
	if url == "" {
		if url, err = app.HealthURL(cfg); err != nil {
			return err
		}
	}
	if err := app.AskHealth(ctx, cfg, url); err != nil {
		return err
	}
	p := &printer{w: c.out}
	p.linef("%s is ready.", url)
	return p.err
}

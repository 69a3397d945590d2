package main

import (
	"context"
	"errors"

	"alex/internal/app"
)

type mcpCommand struct{}

// Run answers an assistant until it goes. Only messages of the protocol are written
// to the standard output.
func (mcpCommand) Run(ctx context.Context, c console) (err error) {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	assistant, err := app.OpenAssistant(ctx, cfg, newLog(c.err, cfg))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, assistant.Close()) }()
	if err := assistant.Serve(ctx, c.in, c.out); ctx.Err() == nil {
		return err
	}
	return nil // it was asked to stop
}

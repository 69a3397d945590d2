package main

import (
	"context"
	"errors"
	"fmt"

	"alex/internal/app"
)

type mcpCommand struct{}

// Run answers an assistant until it goes. Only messages of the protocol are written
// to the standard output; a key that opens nothing is told of on the standard error,
// for an assistant may show its refusals to nobody.
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
	if err := assistant.TryKey(ctx); err != nil {
		_, _ = fmt.Fprintln(c.err, "alex:", message(err))
	}
	if err := assistant.Serve(ctx, c.in, c.out); ctx.Err() == nil {
		return err
	}
	return nil // it was asked to stop
}

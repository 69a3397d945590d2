package main

import (
	"context"
	"errors"
	"slices"

	"alex/internal/app"
	"alex/internal/config"
)

type doctorCommand struct {
	JSON bool `name:"json" help:"Print the findings as one JSON document."`
}

// errUnwell makes `alex doctor` exit with 1 without a further message.
var errUnwell = errors.New("something is wrong")

// Run checks what Alex depends on, and says what to do.
func (cmd doctorCommand) Run(ctx context.Context, c console) error {
	findings := cmd.examine(ctx, c)
	well := !slices.ContainsFunc(findings, func(f app.Finding) bool { return f.Status == app.FindingFail })
	if err := cmd.print(c, findings, well); err != nil {
		return err
	}
	if !well {
		return errUnwell
	}
	return nil
}

func (cmd doctorCommand) examine(ctx context.Context, c console) []app.Finding {
	cfg, err := config.Load(config.Environ(c.environ))
	if err != nil {
		return app.Misconfigured(err)
	}
	if !cmd.JSON {
		defer c.working("checking")()
	}
	return app.NewDoctor(cfg).Examine(ctx)
}

func (cmd doctorCommand) print(c console, findings []app.Finding, well bool) error {
	if cmd.JSON {
		return printJSON(c.out, map[string]any{"ok": well, "checks": findings})
	}
	p := &printer{w: c.out}
	for _, f := range findings {
		p.linef("%-4s  %-14s  %s", f.Status, f.Name, f.Text)
	}
	return p.err
}

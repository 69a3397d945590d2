package main

import (
	"context"
	"errors"
	"slices"

	"alex/internal/app"
	"alex/internal/config"
)

type doctorCommand struct {
	Where string `arg:"" optional:"" enum:"here,aws" default:"here" help:"here checks what Alex depends on where it is called; aws what runs there, and names each permission that lacks."`
	targetFlags
	JSON bool `name:"json" help:"Print the findings as one JSON document."`
}

// errUnwell makes `alex doctor` exit with 1 without a further message.
var errUnwell = errors.New("something is wrong")

// Run checks what Alex depends on, and says what to do.
func (cmd doctorCommand) Run(ctx context.Context, c console) error {
	if cmd.Where != "aws" {
		return cmd.print(c, cmd.examine(ctx, c))
	}
	findings, err := cmd.inspect(ctx, c)
	if err != nil {
		return err
	}
	return cmd.print(c, findings)
}

func (cmd doctorCommand) examine(ctx context.Context, c console) []app.Finding {
	cfg, err := c.settings(ctx)
	if err != nil {
		return app.Misconfigured(err)
	}
	if !cmd.JSON {
		defer c.working("checking")()
	}
	return app.NewDoctor(cfg).Examine(ctx)
}

// inspect checks what runs on AWS, with the settings that the functions have there and
// those of this shell.
func (cmd doctorCommand) inspect(ctx context.Context, c console) ([]app.Finding, error) {
	target, account, err := cmd.open(ctx)
	if err != nil {
		return nil, err
	}
	if !cmd.JSON {
		defer c.working("checking")()
	}
	checks := account.Inspect(ctx, target, config.Environ(c.environ))
	findings := make([]app.Finding, len(checks))
	for i, found := range checks {
		findings[i] = app.Finding{Status: found.Status, Name: found.Name, Text: found.Text}
	}
	return findings, nil
}

// print prints what was found; where something is wrong, its error is errUnwell.
func (cmd doctorCommand) print(c console, findings []app.Finding) error {
	well := !slices.ContainsFunc(findings, func(f app.Finding) bool { return f.Status == app.FindingFail })
	if cmd.JSON {
		if err := printJSON(c.out, map[string]any{"ok": well, "checks": findings}); err != nil {
			return err
		}
	} else {
		p := &printer{w: c.out}
		for _, f := range findings {
			p.linef("%-4s  %-14s  %s", f.Status, f.Name, f.Text)
		}
		if p.err != nil {
			return p.err
		}
	}
	if !well {
		return errUnwell
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"slices"

	"alex/internal/app"
	"alex/internal/config"
)

type doctorCommand struct {
	Here doctorHereCommand `cmd:"" default:"withargs" hidden:"" help:"Check the configuration and each outside party in reach, and say what to do."`
	AWS  doctorAWSCommand  `cmd:"" name:"aws" help:"Check what runs on AWS, and name each permission that lacks."`
}

type doctorHereCommand struct {
	JSON bool `name:"json" help:"Print the findings as one JSON document."`
}

// errUnwell makes `alex doctor` exit with 1 without a further message.
var errUnwell = errors.New("something is wrong")

// Run checks what Alex depends on, and says what to do.
func (cmd doctorHereCommand) Run(ctx context.Context, c console) error {
	return printFindings(c, cmd.examine(ctx, c), cmd.JSON)
}

func (cmd doctorHereCommand) examine(ctx context.Context, c console) []app.Finding {
	cfg, err := c.settings(ctx)
	if err != nil {
		return app.Misconfigured(err)
	}
	if !cmd.JSON {
		defer c.working("checking")()
	}
	return app.NewDoctor(cfg).Examine(ctx)
}

type doctorAWSCommand struct {
	targetFlags
	JSON bool `name:"json" help:"Print the findings as one JSON document."`
}

// Run checks what runs on AWS, with the settings that the functions have there and
// those of this shell.
func (cmd doctorAWSCommand) Run(ctx context.Context, c console) error {
	target, account, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	end := func() {}
	if !cmd.JSON {
		end = c.working("checking")
	}
	checks := account.Inspect(ctx, target, config.Environ(c.environ))
	end()
	findings := make([]app.Finding, len(checks))
	for i, found := range checks {
		findings[i] = app.Finding{Status: found.Status, Name: found.Name, Text: found.Text}
	}
	return printFindings(c, findings, cmd.JSON)
}

// printFindings prints what was found; where something is wrong, its error is
// errUnwell.
func printFindings(c console, findings []app.Finding, asJSON bool) error {
	well := !slices.ContainsFunc(findings, func(f app.Finding) bool { return f.Status == app.FindingFail })
	if asJSON {
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

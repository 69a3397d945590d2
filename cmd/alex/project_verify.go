package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"alex"
	"alex/internal/app"
)

// errDiffers makes `alex project --verify` exit with 1 without a further
// message.
var errDiffers = errors.New("the result is not confirmed")

// mostDifferences is how many are printed one by one.
const mostDifferences = 12

// verifyProjection says whether a stored result comes out again; it fails
// unless every value does.
func verifyProjection(ctx context.Context, c console, in app.Projection, cmd projectCommand) error {
	stored, err := open(cmd.Verify, c.in)
	if err != nil {
		return inFile(cmd.Verify, err)
	}
	defer func() { _ = stored.Close() }() // only read
	v, err := app.VerifyProjection(ctx, in, stored)
	if err != nil {
		return err
	}
	if cmd.JSON {
		err = printJSON(c.out, v)
	} else {
		p := &printer{w: c.out}
		printVerification(p, v)
		err = p.err
	}
	if err == nil && v.Result != alex.VerifySame {
		err = errDiffers
	}
	return err
}

func printVerification(p *printer, v app.Verification) {
	switch v.Result {
	case alex.VerifySame:
		p.linef("same: every value comes out again, by engine %s", v.Current)
	case alex.VerifyEngineChanged:
		p.linef("engine_changed: made by engine %s, this is engine %s; nothing was compared", v.Stored, v.Current)
	default:
		p.wrapped("different in "+strings.Join(members(v.Differences), ", "), "  ")
		printDifferences(p, v.Differences)
	}
}

// members are the members of the result in which something differs.
func members(list []app.ProjectionDifference) []string {
	var names []string
	for _, d := range list {
		name := d.Field
		if end := strings.IndexAny(name, ".["); end > 0 {
			name = name[:end]
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func printDifferences(p *printer, list []app.ProjectionDifference) {
	for i, d := range list {
		if i == mostDifferences {
			p.linef("  … and %d more; --json has them all", len(list)-i)
			return
		}
		p.wrapped(fmt.Sprintf("  %s: stored %s, now %s", d.Field, shortly(d.Stored), shortly(d.Recomputed)), "    ")
	}
}

// shortly is a value as JSON, cut where it is long.
func shortly(value any) string {
	const most = 60
	text, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	if r := []rune(string(text)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(text)
}

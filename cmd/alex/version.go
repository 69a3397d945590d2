package main

import (
	"alex/internal/app"
)

type versionCommand struct {
	JSON bool `name:"json" help:"Print it as one JSON document."`
}

// Run prints the version of the program, what it was built of, and the parts on which
// reports depend.
func (cmd versionCommand) Run(c console) error {
	b := app.ThisBuild()
	if cmd.JSON {
		return printJSON(c.out, b)
	}
	p := &printer{w: c.out}
	p.linef("alex %s (%s)", b.Release, app.Version())
	if b.Commit != "" {
		changed := ""
		if b.Changed {
			changed = ", and changes that are not in it"
		}
		p.linef("  commit  %s of %s%s", b.Commit, b.Date, changed)
	}
	p.linef("  built   by %s for %s/%s", b.Go, b.OS, b.Arch)
	return p.err
}

package main

import (
	"fmt"
	"runtime/debug"

	"alex/internal/app"
)

type versionCommand struct{}

// Run prints the version of the program and of what reports depend on.
func (versionCommand) Run(c console) error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintf(c.out, "alex %s (%s)\n", version, app.Version())
	return err
}

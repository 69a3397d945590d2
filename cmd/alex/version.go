package main

import (
	"fmt"

	"alex/internal/app"
)

type versionCommand struct{}

// Run prints the version of the program and of what reports depend on.
func (versionCommand) Run(c console) error {
	_, err := fmt.Fprintf(c.out, "alex %s (%s)\n", app.Release(), app.Version())
	return err
}

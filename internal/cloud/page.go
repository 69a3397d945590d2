package cloud

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"alex"
)

// BuildPage builds the page of a source tree with npm, after fetching what it is built
// with where that is missing. Environ holds pairs NAME=value.
func BuildPage(ctx context.Context, dir string, environ []string) error {
	if err := Source(dir); err != nil {
		return err
	}
	if !npm.found() {
		return alex.Errorf(alex.CodeInvalid, "the page is not built, and there is no npm on the path: install Node.js, or bring frontend/dist from where the page was built")
	}
	front := filepath.Join(dir, "frontend")
	steps := [][]string{{"run", "--silent", "build"}}
	if _, err := os.Stat(filepath.Join(front, "node_modules")); err != nil {
		steps = append([][]string{{"ci", "--no-audit", "--no-fund"}}, steps...)
	}
	for _, args := range steps {
		if _, said, err := npm.run(ctx, front, environ, args...); err != nil {
			if ctx.Err() != nil {
				return fmt.Errorf("the build of the page was given up: %w", ctx.Err())
			}
			return alex.Errorf(alex.CodeInvalid, "npm %s fails in %s:\n%s", args[0], front, said)
		}
	}
	if !PageBuilt(dir) {
		return alex.Errorf(alex.CodeInvalid, "npm built no page in %s", filepath.Join(front, "dist"))
	}
	return nil
}

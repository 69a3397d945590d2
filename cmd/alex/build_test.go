package main

import (
	"os"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestBuildsOnEveryOperatingSystem has the command and all that it imports
// type-checked from source for each system that people run it on. Machine code
// for them is made by a release: here it would take minutes.
func TestBuildsOnEveryOperatingSystem(t *testing.T) {
	t.Parallel()
	const mode = packages.NeedName | packages.NeedTypes | packages.NeedTypesSizes | packages.NeedTypesInfo |
		packages.NeedSyntax | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps
	for _, target := range [][2]string{{"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
		t.Run(target[0], func(t *testing.T) {
			loaded, err := packages.Load(&packages.Config{
				Context: t.Context(), Mode: mode, Env: append(os.Environ(), "GOOS="+target[0], "GOARCH="+target[1], "CGO_ENABLED=0"),
			}, ".")
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			packages.Visit(loaded, nil, func(p *packages.Package) {
				seen++
				for _, err := range p.Errors {
					t.Error(err)
				}
			})
			if seen < 300 {
				t.Errorf("only %d packages were looked at", seen)
			}
		})
	}
}

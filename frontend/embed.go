// Package frontend holds the built page.
package frontend

import (
	"embed"
	"io/fs"
)

// In a clean checkout dist holds nothing but .gitkeep: the page has to be built
// (make build) before the program is.
//
//go:embed all:dist
var dist embed.FS

// Dist is the build of the page, with index.html at its root; nothing where the
// page was not built.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil { // the directory is named above
		panic(err)
	}
	return sub
}

package app

import (
	"runtime"
	"runtime/debug"
	"strings"

	"alex/internal/retirement"
)

// buildStamp says which source a release was built of: its name, its commit and the
// commit's time, with a bar between them. The linker writes it (internal/release);
// it is empty where somebody else built the program.
var buildStamp = ""

// Build says which program this is.
type Build struct {
	Release string `json:"release"`
	Commit  string `json:"commit,omitempty"` // empty where the source lay in no repository
	Date    string `json:"date,omitempty"`   // of the commit, RFC 3339: the same source has the same
	Changed bool   `json:"changed"`          // the source was not what the commit holds
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Engine  string `json:"engine"` // of projections
	Facts   string `json:"facts"`  // of the figures of a report
}

// ThisBuild is the program that runs.
func ThisBuild() Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return buildOf(buildStamp, info)
}

// buildOf reads what the release has stamped, and else what the go tool has: the
// latter knows nothing in a second work tree of git, and where it was told not to look.
func buildOf(stamp string, info *debug.BuildInfo) Build {
	b := Build{
		Release: "development", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH,
		Engine: retirement.EngineVersion, Facts: factsVersion,
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Release = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		case "vcs.modified":
			b.Changed = s.Value == "true"
		}
	}
	if parts := strings.Split(stamp, "|"); len(parts) == 3 {
		b.Release, b.Commit, b.Date = parts[0], parts[1], parts[2]
		b.Changed = strings.HasSuffix(b.Release, changedSource)
	}
	return b
}

// changedSource ends the name of a release whose source is not what its commit holds.
const changedSource = "+changed"

// Release is the version of Alex, as the program was built.
func Release() string { return ThisBuild().Release }

// Version names the program's parts on which a report depends.
func Version() string {
	return "engine " + retirement.EngineVersion + ", facts " + factsVersion
}

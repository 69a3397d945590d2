package app

import (
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/retirement"
)

func TestBuildIsTold(t *testing.T) {
	t.Parallel()
	vcs := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "GOOS", Value: "plan9"},
			{Key: "vcs.revision", Value: "abc"},
			{Key: "vcs.time", Value: "2026-11-29T16:22:34Z"},
			{Key: "vcs.modified", Value: modified},
		}
	}
	cases := []struct {
		name, stamp string
		info        debug.BuildInfo
		want        Build
	}{
		{"nothing is known", "", debug.BuildInfo{}, Build{Release: "development"}},
		{"a test", "", debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, Build{Release: "development"}},
		{
			"the go tool saw a tag", "",
			debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: vcs("false")},
			Build{Release: "v1.2.3", Commit: "abc", Date: "2026-11-29T16:22:34Z"},
		},
		{
			"the go tool saw changes", "",
			debug.BuildInfo{Main: debug.Module{Version: "v1.2.3+dirty"}, Settings: vcs("true")},
			Build{Release: "v1.2.3+dirty", Commit: "abc", Date: "2026-11-29T16:22:34Z", Changed: true},
		},
		{
			"a release says it itself", "v2.0.0|def|2027-01-01T00:00:00Z",
			debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: vcs("true")},
			Build{Release: "v2.0.0", Commit: "def", Date: "2027-01-01T00:00:00Z"},
		},
		{
			"a release of changes", "v2.0.0+changed|def|2027-01-01T00:00:00Z",
			debug.BuildInfo{},
			Build{Release: "v2.0.0+changed", Commit: "def", Date: "2027-01-01T00:00:00Z", Changed: true},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.want.Go, c.want.OS, c.want.Arch = runtime.Version(), runtime.GOOS, runtime.GOARCH
			c.want.Engine, c.want.Facts = retirement.EngineVersion, factsVersion
			if diff := cmp.Diff(c.want, buildOf(c.stamp, &c.info)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

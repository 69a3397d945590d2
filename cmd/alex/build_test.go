package main

import (
	"os"
	"os/exec"
	"testing"
)

// TestBuildsOnEveryOperatingSystem compiles the command for each system that
// people run it on.
func TestBuildsOnEveryOperatingSystem(t *testing.T) {
	t.Parallel()
	for _, target := range [][2]string{{"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
		t.Run(target[0], func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), "go", "build", "-o", os.DevNull, ".")
			cmd.Env = append(os.Environ(), "GOOS="+target[0], "GOARCH="+target[1], "CGO_ENABLED=0")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

package postgrestest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSweep: what the living have stays, and so does what is not a server's.
func TestSweep(t *testing.T) {
	t.Parallel()
	gone := exec.CommandContext(t.Context(), "true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	dead, alive := fmt.Sprintf("alex-postgres-%d-1", gone.Process.Pid), fmt.Sprintf("alex-postgres-%d-1", os.Getpid())
	for _, name := range []string{dead, alive, "alex-postgres-x", "other"} {
		if err := os.MkdirAll(filepath.Join(folder, name, "data"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sweep(folder)
	for name, want := range map[string]bool{dead: false, alive: true, "alex-postgres-x": true, "other": true} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s is there: %v", name, err == nil)
		}
	}
}

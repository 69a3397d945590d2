package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// verified has systemd read a unit, and answers what it finds wrong. The program is one
// that is there.
func verified(t *testing.T, unit string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "alex.service")
	unit = regexp.MustCompile(`(?m)^ExecStart=\S+`).ReplaceAllString(unit, "ExecStart=/bin/true")
	if err := os.WriteFile(name, []byte(unit), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", "--man=no", "--recursive-errors=no", name).CombinedOutput()
	if err != nil && len(said) == 0 {
		t.Fatalf("systemd-analyze, of the package systemd: %v", err)
	}
	return string(said)
}

// TestUnit: systemd knows all that the unit says, the program has the settings and the
// command, and little is left that it may do.
func TestUnit(t *testing.T) {
	t.Parallel()
	unit := read(t, "alex.service")
	if said := verified(t, unit); said != "" {
		t.Errorf("systemd says: %s", said)
	}
	for _, bad := range []string{"ProtectSystem=strictly", "ProtectSytem=strict", "SystemCallFilter=@all-of-them"} {
		if said := verified(t, unit+"\n[Service]\n"+bad+"\n"); said == "" {
			t.Errorf("systemd finds nothing wrong with %s", bad)
		}
	}
	environ := map[string]string{}
	for _, match := range regexp.MustCompile(`(?m)^Environment=(\w+)=(\S+)$`).FindAllStringSubmatch(unit, -1) {
		environ[match[1]] = strings.ReplaceAll(match[2], "%S", "/var/lib")
	}
	if environ["ALEX_DATA"] != "/var/lib/alex" || len(environ) != strings.Count(unit, "\nEnvironment=") {
		t.Errorf("the settings are %v", environ)
	}
	for _, fault := range unset(environ) {
		t.Error(fault)
	}
	// The last word is: what computes may lower its own priority (internal/retirement).
	filters := regexp.MustCompile(`(?m)^SystemCallFilter=(.*)$`).FindAllStringSubmatch(unit, -1)
	if len(filters) == 0 || filters[len(filters)-1][1] != "setpriority" {
		t.Errorf("system calls are filtered by %q", filters)
	}
	command := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/alex (\w+)$`).FindStringSubmatch(unit)
	if command == nil || !commands()[command[1]] {
		t.Errorf("it runs %v", command)
	}
	// From 0, nothing, to 100, everything: by systemd's own count.
	if said, err := exec.CommandContext(t.Context(), "systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=15", "alex.service").CombinedOutput(); err != nil {
		t.Errorf("too much is allowed: %v\n%s", err, said)
	}
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestOperatorsGuide runs the commands of docs/operators.md beside a server.
func TestOperatorsGuide(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/operators.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, marked := strings.Cut(string(guide), "<!-- a test runs this block -->\n```sh\n")
	block, _, closed := strings.Cut(block, "```\n")
	if !marked || !closed {
		t.Fatal("the guide has no block of commands to run")
	}
	dir := t.TempDir()
	startServer(t, dir)
	tool := binary(t)
	shell := exec.CommandContext(t.Context(), "sh", "-eu")
	shell.Stdin, shell.Dir = strings.NewReader(block), dir
	shell.Env = append(os.Environ(), "PATH="+filepath.Dir(tool)+":"+os.Getenv("PATH"), "ALEX_DATA="+filepath.Join(dir, "data"), "ALEX_ADDR=127.0.0.1:0")
	text, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	for _, want := range []string{"An invitation for ann@example.org", "alex_", "ann laptop", "opens nothing any more", "reads back as it was written", "is restored", "The database is in order."} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the guide's commands do not show %q:\n%s", want, text)
		}
	}
}

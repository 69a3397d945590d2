package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// journey is the README's block of commands for the service.
func journey(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, marked := strings.Cut(string(text), "<!-- a test runs this block -->\n```sh\n")
	block, _, closed := strings.Cut(block, "```\n")
	if !marked || !closed {
		t.Fatal("the README has no block of commands to run")
	}
	return block
}

// TestReadmeJourney runs what the README tells a newcomer to run, by curl
// alone, against the real program.
func TestReadmeJourney(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := exec.CommandContext(context.WithoutCancel(t.Context()), binary(t), "serve")
	server.Env = append(os.Environ(), "ALEX_DATA="+dir, "ALEX_ADDR=127.0.0.1:0")
	out, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		if err := server.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	url, listening := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !listening {
		t.Fatalf("it says %q: %v", line, err)
	}
	if err := os.Symlink(testdata(t), filepath.Join(dir, "testdata")); err != nil {
		t.Fatal(err)
	}
	script := strings.Replace(journey(t), "ALEX=http://localhost:8080", "ALEX="+url, 1)
	shell := exec.CommandContext(t.Context(), "sh", "-eu")
	shell.Stdin, shell.Dir = strings.NewReader(script), dir
	text, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	for _, want := range []string{
		`"accessToken"`, `"importId"`, `"totalValue":"474762.12"`, "event: done", `"status":"completed"`,
		"You own **$474,762** in 4 accounts", `{"result":"same"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the journey does not show %s:\n%.4000s", want, text)
		}
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil || !strings.HasPrefix(string(page), "<!") {
		t.Errorf("report.html is %.60q, %v", page, err)
	}
}

func testdata(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

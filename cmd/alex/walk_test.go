//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// walk runs commands of a document as a reader does: one shell, in a folder of
// its own, with alex in the PATH and the repository as REPO.
type walk struct {
	dir     string
	environ []string
}

// limitOfWalk is how long commands of one document may take.
const limitOfWalk = 5 * time.Minute

// newWalk prepares one in a fresh folder. Settings of this machine's Alex are
// left out.
func newWalk(t *testing.T, environ ...string) walk {
	t.Helper()
	dir := t.TempDir()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	caches, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache := strings.Split(string(caches), "\n")
	clean := []string{"GOCACHE=" + cache[0], "GOMODCACHE=" + cache[1], "GOPROXY=" + cache[2], "PATH=" + filepath.Dir(binary(t)) + ":" + os.Getenv("PATH"), "HOME=" + dir, "LANG=C.UTF-8", "REPO=" + repo}
	return walk{dir: dir, environ: append(clean, environ...)}
}

// run runs a script under sh -eu until it ends, and answers all that it said.
// What it left running is ended, and is a fault.
func (w walk) run(t *testing.T, script string) (said string, err error) {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "walk")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), limitOfWalk)
	defer cancel()
	shell := exec.CommandContext(ctx, "sh", "-euc", script)
	shell.Dir, shell.Env, shell.Stdout, shell.Stderr = w.dir, w.environ, file, file
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	shell.Cancel = func() error { return syscall.Kill(-shell.Process.Pid, syscall.SIGKILL) }
	err = shell.Run()
	if err == nil && shell.Process != nil && running(shell.Process.Pid) {
		err = errors.New("something that it started still runs")
	}
	if shell.Process != nil {
		_ = syscall.Kill(-shell.Process.Pid, syscall.SIGKILL)
	}
	text, unread := os.ReadFile(file.Name())
	return string(text), errors.Join(err, unread)
}

// running reports that a group has a process, after a moment for those that end.
func running(group int) bool {
	for range 40 {
		if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
			return false
		}
		time.Sleep(50 * time.Millisecond)
	}
	return true
}

// loopback is where a document says that something listens.
var loopback = regexp.MustCompile(`\b(localhost:|127\.0\.0\.1:|[A-Z]*PORT=)(\d{4,5})\b`)

// ports moves what listens on this machine to free ports, so that documents may
// be walked side by side. It answers the port of each that is named, and 8080's.
func ports(t *testing.T, text string) map[string]string {
	t.Helper()
	moved := map[string]string{"8080": ""}
	for _, found := range loopback.FindAllStringSubmatch(text, -1) {
		moved[found[2]] = ""
	}
	for port := range moved {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }() // all are held until each has one
		moved[port] = fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	}
	return moved
}

// moved writes the free ports into a text.
func moved(text string, ports map[string]string) string {
	return loopback.ReplaceAllStringFunc(text, func(found string) string {
		at := strings.LastIndexAny(found, ":=") + 1
		return found[:at] + ports[found[at:]]
	})
}

func TestPortsAreMoved(t *testing.T) {
	t.Parallel()
	const text = "curl http://localhost:8080/x; ALEX_ADDR=127.0.0.1:8081; PGPORT=5433; localhost:80801x"
	free := ports(t, text)
	if len(free) != 3 {
		t.Errorf("%v", free)
	}
	want := fmt.Sprintf("curl http://localhost:%s/x; ALEX_ADDR=127.0.0.1:%s; PGPORT=%s; localhost:80801x", free["8080"], free["8081"], free["5433"])
	if got := moved(text, free); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestWalk: a command that fails ends the walk, and one that is left running is
// told of and ended.
func TestWalk(t *testing.T) {
	t.Parallel()
	w := walk{dir: t.TempDir(), environ: os.Environ()}
	if said, err := w.run(t, "echo a; echo b >&2"); said != "a\nb\n" || err != nil {
		t.Errorf("it says %q: %v", said, err)
	}
	if said, err := w.run(t, "echo a; false; echo b"); said != "a\n" || err == nil {
		t.Errorf("after a failure it says %q: %v", said, err)
	}
	said, err := w.run(t, "sleep 600 & echo $!")
	if err == nil {
		t.Error("what was left running is no fault")
	}
	left, wrong := strconv.Atoi(strings.TrimSpace(said))
	if wrong != nil {
		t.Fatal(said)
	}
	for range 100 { // an orphan may wait to be reaped
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", left))
		if len(text) == 0 || strings.Contains(string(text), ") Z ") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("it still runs")
}

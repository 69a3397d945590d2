package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// tree is the source that a release is built of, and what the release says of it.
type tree struct {
	dir     string
	release string // such as v1.2.3, or v1.2.3-4-gabcdef0 four commits later
	commit  string
	date    time.Time // of the commit, which is that of every file of the release
}

// changedSource ends the name of a release whose source is not what its commit holds;
// internal/app knows it too.
const changedSource = "+changed"

func (t tree) changed() bool { return strings.HasSuffix(t.release, changedSource) }

// stamp is what the linker writes into the program: internal/app reads it.
func (t tree) stamp() string {
	return strings.Join([]string{t.release, t.commit, t.date.Format(time.RFC3339)}, "|")
}

var tagged = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+`)

// readTree asks git what the tree at dir is.
func readTree(ctx context.Context, dir string) (t tree, err error) {
	if t.dir, err = filepath.Abs(dir); err != nil {
		return t, err
	}
	if page, err := os.Stat(filepath.Join(t.dir, "frontend", "dist", "index.html")); err != nil || page.Size() == 0 {
		return t, errors.New("the page is not built: run make page first")
	}
	if t.commit, err = t.ask(ctx, "git", "rev-parse", "HEAD"); err != nil {
		return t, err
	}
	said, err := t.ask(ctx, "git", "show", "--no-patch", "--format=%cI", "HEAD")
	if err != nil {
		return t, err
	}
	if t.date, err = time.Parse(time.RFC3339, said); err != nil {
		return t, err
	}
	t.date = t.date.UTC()
	if t.release, err = t.ask(ctx, "git", "describe", "--tags", "--match", "v[0-9]*", "--always", "--abbrev=12"); err != nil {
		return t, err
	}
	if !tagged.MatchString(t.release) {
		t.release = "v0.0.0-g" + t.release
	}
	changes, err := t.ask(ctx, "git", "status", "--porcelain")
	if changes != "" {
		t.release += changedSource
	}
	return t, err
}

// ask has a tool work in the tree, and answers what it writes.
func (t tree) ask(ctx context.Context, name string, args ...string) (string, error) {
	return t.run(ctx, os.Environ(), name, args...)
}

func (t tree) run(ctx context.Context, environ []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var said bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = t.dir, environ, &said
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, args[0], err, said.String())
	}
	return strings.TrimSpace(string(text)), nil
}

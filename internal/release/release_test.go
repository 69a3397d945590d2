package main

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// host is the target that this machine runs.
const host = runtime.GOOS + "/" + runtime.GOARCH

// at is a source tree of Alex as one release.
func at(dir string) tree {
	return tree{dir: dir, release: "v0.1.2", commit: strings.Repeat("a1", 20), date: time.Date(2026, 11, 1, 12, 34, 56, 0, time.UTC)}
}

// made is a release for this machine.
type made struct {
	program program
	archive file
	err     error
}

func makeAt(ctx context.Context, dir string) (m made) {
	if dir, m.err = filepath.Abs(dir); m.err != nil {
		return m
	}
	if m.program, m.err = at(dir).build(ctx, host); m.err == nil {
		m.archive, m.err = at(dir).pack(ctx, m.program)
	}
	return m
}

// ours is the release of this tree, made once for all tests.
var ours = sync.OnceValue(func() made { return makeAt(context.Background(), "../..") })

func thisRelease(t *testing.T) made {
	t.Helper()
	m := ours()
	if m.err != nil {
		t.Fatal(m.err)
	}
	return m
}

// TestArchiveIsReproducible makes the same bytes in another folder, at another time,
// with other settings of the go tool.
func TestArchiveIsReproducible(t *testing.T) {
	first := thisRelease(t)
	dir := copied(t)
	own := filepath.Join(t.TempDir(), "env") // as go env -w writes it
	if err := os.WriteFile(own, []byte("GOFLAGS=-gcflags=-l\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"GOENV": own, "GOFLAGS": "-tags=other", "GOOS": "plan9", "GOAMD64": "v3", "CGO_ENABLED": "1"} {
		t.Setenv(name, value)
	}
	again := makeAt(t.Context(), dir)
	if again.err != nil {
		t.Fatal(again.err)
	}
	if string(first.program.body) != string(again.program.body) {
		t.Error("two programs of one tree differ")
	}
	if first.archive.name != again.archive.name || string(first.archive.body) != string(again.archive.body) {
		t.Errorf("two archives of one tree differ: %s and %s", first.archive.name, again.archive.name)
	}
	if root, err := filepath.Abs("../.."); err != nil || strings.Contains(string(first.program.body), root) {
		t.Errorf("the program holds the folder that it was built in: %v", err)
	}
}

// copied is a copy of this tree without what is fetched, built or hidden; the packages
// of the page are those here.
func copied(t *testing.T) string {
	t.Helper()
	from, to := "../..", t.TempDir()
	err := filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == from {
			return err
		}
		inside, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		base := entry.Name()
		switch {
		case entry.IsDir() && (strings.HasPrefix(base, ".") || base == "node_modules" || inside == "bin" || inside == "dist" || inside == "out"):
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, inside), 0o700)
		case !entry.Type().IsRegular() || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, inside), body, 0o600)
	})
	if err == nil {
		var modules string
		if modules, err = filepath.Abs(filepath.Join(from, "frontend", "node_modules")); err == nil {
			err = os.Symlink(modules, filepath.Join(to, "frontend", "node_modules"))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// TestTreesAreNamed: what a release says of the tree that it is built of.
func TestTreesAreNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		alone := []string{"-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"}
		if _, err := (tree{dir: dir}).ask(t.Context(), "git", append(alone, args...)...); err != nil {
			t.Fatal(err)
		}
	}
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "--quiet")
	put(".gitignore", "dist/\n")
	git("add", ".gitignore")
	git("commit", "--quiet", "--message", "Begin", "--date", "2026-11-29T18:00:00+02:00")
	if _, err := readTree(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "make page") {
		t.Errorf("without a page it says %v", err)
	}
	put("frontend/dist/index.html", "<!doctype html>")
	release := func() string {
		t.Helper()
		tree, err := readTree(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		name := tree.release
		if len(tree.commit) != 40 || tree.date.IsZero() || tree.date.Location() != time.UTC || tree.changed() != strings.HasSuffix(name, "+changed") {
			t.Errorf("%s is of %q, %v", name, tree.commit, tree.date)
		}
		return strings.ReplaceAll(name, tree.commit[:12], "COMMIT")
	}
	var got []string
	got = append(got, release())
	git("tag", "notes")
	got = append(got, release())
	git("tag", "v1.2.3")
	got = append(got, release())
	put("new.txt", "new")
	got = append(got, release())
	git("add", "new.txt")
	git("commit", "--quiet", "--message", "Add")
	got = append(got, release())
	want := []string{"v0.0.0-gCOMMIT", "v0.0.0-gCOMMIT", "v1.2.3", "v1.2.3+changed", "v1.2.3-1-gCOMMIT"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the names (-want +got): %s", diff)
	}
	put("new.txt", "changed")
	if err := released(t, dir, []string{host}, false); err == nil || !strings.Contains(err.Error(), "commit first") {
		t.Errorf("a changed tree is released: %v", err)
	}
	if err := released(t, dir, []string{"plan9/386"}, true); err == nil || !strings.Contains(err.Error(), "is none of linux/amd64") {
		t.Errorf("for another system it says %v", err)
	}
	if err := released(t, dir, []string{host}, true); err == nil || !strings.Contains(err.Error(), "go build") {
		t.Errorf("what is no tree of Alex is released: %v", err)
	}
}

// released makes a release that nobody keeps.
func released(t *testing.T, dir string, targets []string, changed bool) error {
	t.Helper()
	out := filepath.Join(t.TempDir(), "dist")
	err := release(t.Context(), dir, out, targets, changed, io.Discard)
	if _, there := os.Stat(out); err != nil && there == nil {
		t.Error("a release that failed has written something")
	}
	return err
}

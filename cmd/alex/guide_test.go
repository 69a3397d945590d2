//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// delimiter stands between what two blocks say.
const delimiter = "\x1e"

// TestGuides runs every command of guides/, in order, each guide in a folder of
// its own, and compares what they say with what the guide shows.
func TestGuides(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../guides/[0-9]_*.md")
	if err != nil || len(paths) != 8 {
		t.Fatalf("there are %d guides: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".md"), func(t *testing.T) {
			t.Parallel()
			walkGuide(t, "guides/"+filepath.Base(path))
		})
	}
}

func walkGuide(t *testing.T, path string) {
	t.Helper()
	text := textOf(t, path)
	blocks, faults := readBlocks(text)
	for _, fault := range faults {
		t.Errorf("%s: %s", path, fault)
	}
	if t.Failed() {
		return
	}
	free := ports(t, text)
	w := newWalk(t, "ALEX_ADDR=127.0.0.1:"+free["8080"])
	if strings.Contains(path, "frontend") {
		w.environ = append(w.environ, "REPO="+copyOfRepo(t)) // it builds the page, which others embed meanwhile
	}
	said, err := w.run(t, moved(script(blocks), free))
	if folder := os.Getenv("ALEX_GUIDES"); folder != "" { // what was said, to be read
		_ = os.WriteFile(filepath.Join(folder, filepath.Base(path)+".log"), []byte(said), 0o600)
	}
	if err != nil {
		t.Fatalf("%s: %v:\n%s", path, err, said[max(0, len(said)-3000):])
	}
	shown(t, path, blocks, said, func(text string) string { return moved(text, free) })
	for _, symptom := range symptoms(text) {
		if _, lacks := missing("…"+moved(symptom, free)+"…", probed(blocks, said)); lacks {
			t.Errorf("%s: nothing that the guide provokes says %q:\n%s", path, symptom, probed(blocks, said))
		}
	}
}

// script is all that runs of a guide, with a delimiter and a number before each
// block. A probe fails on purpose.
func script(blocks []block) string {
	var all strings.Builder
	for i, b := range blocks {
		switch {
		case b.lang != "sh" || b.notRun != "":
			continue
		case b.probe:
			fmt.Fprintf(&all, "printf '\\n\\036%d\\n'\nset +e\n%sset -e\n", i, b.text)
		default:
			fmt.Fprintf(&all, "printf '\\n\\036%d\\n'\n%s", i, b.text)
		}
	}
	return all.String()
}

// saidBy is what one block said.
func saidBy(i int, said string) string {
	_, part, _ := strings.Cut(said, fmt.Sprintf("\n%s%d\n", delimiter, i))
	part, _, _ = strings.Cut(part, "\n"+delimiter)
	return part
}

func probed(blocks []block, said string) string {
	var all strings.Builder
	for i, b := range blocks {
		if b.probe {
			all.WriteString(saidBy(i, said) + "\n")
		}
	}
	return all.String()
}

func shown(t *testing.T, path string, blocks []block, said string, moved func(string) string) {
	t.Helper()
	for i, b := range blocks {
		if line, lacks := missing(moved(b.shows), saidBy(i, said)); lacks {
			t.Errorf("%s:%d: the commands do not show, in its place, %q:\n%s", path, b.line, line, saidBy(i, said))
		}
	}
}

var (
	failureRow  = regexp.MustCompile(`^\| (.+?) \|`)
	codeInCell  = regexp.MustCompile("`([^`]+)`")
	failureHead = "## When something is wrong"
)

// symptoms are the messages in the first column of a guide's table of failures.
func symptoms(text string) (messages []string) {
	_, section, _ := strings.Cut(text, failureHead)
	section, _, _ = strings.Cut(section, "\n## ")
	for line := range strings.Lines(section) {
		if row := failureRow.FindStringSubmatch(line); row != nil {
			for _, code := range codeInCell.FindAllStringSubmatch(row[1], -1) {
				messages = append(messages, code[1])
			}
		}
	}
	return messages
}

// copyOfRepo copies what is needed to build the page and the program. Packages
// of the page are a link.
func copyOfRepo(t *testing.T) string {
	t.Helper()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const copied = `tar -C "$0" --exclude=node_modules --exclude=.git --exclude=./bin --exclude=./data --exclude=./out -cf - . | tar -C "$1" -xf -`
	if text, err := exec.CommandContext(t.Context(), "sh", "-c", copied, repo, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, packages := range []string{"frontend/node_modules", "frontend/generate/node_modules"} {
		if _, err := os.Stat(filepath.Join(repo, packages)); err != nil {
			t.Fatalf("run make types first: %v", err)
		}
		if err := os.Symlink(filepath.Join(repo, packages), filepath.Join(dir, packages)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

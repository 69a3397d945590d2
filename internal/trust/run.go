package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// result is how a test ended.
type result struct {
	state    string // pass, fail, skip; empty where it did not run
	measured []string
	took     time.Duration
}

// event is a line of go test -json.
type event struct {
	Action, Test, Key, Value string
	Elapsed                  float64 // seconds
}

// batch is one run of go test: tests of one package with the same flags.
type batch struct {
	pkg   string
	flags []string
	names []string
}

// batches groups the Go tests, each once.
func batches(promises []promise, long bool) []batch {
	var list []batch
	seen := map[string]bool{}
	for _, p := range promises {
		for _, test := range p.proofs {
			if test.page() || seen[test.key()] {
				continue
			}
			seen[test.key()] = true
			flags := test.flags
			if !long {
				flags = tags(flags)
			}
			same := func(b batch) bool { return b.pkg == test.where && slices.Equal(b.flags, flags) }
			if i := slices.IndexFunc(list, same); i >= 0 {
				list[i].names = append(list[i].names, test.name)
			} else {
				list = append(list, batch{pkg: test.where, flags: flags, names: []string{test.name}})
			}
		}
	}
	return list
}

// tags are the flags without which a test is not there.
func tags(flags []string) []string {
	if i := slices.Index(flags, "-tags"); i >= 0 && i+1 < len(flags) {
		return flags[i : i+2]
	}
	return nil
}

// run runs a batch and adds how its tests ended. What the tests print goes to out.
func (b batch) run(ctx context.Context, root string, out io.Writer, results map[string]result) error {
	args := []string{"test", "-json", "-vet=off", "-count=1", "-timeout=3h", "-run", "^(" + strings.Join(b.names, "|") + ")$", "./" + b.pkg}
	cmd := exec.CommandContext(ctx, "go", append(args, b.flags...)...)
	cmd.Dir, cmd.Stderr = root, out
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	readErr := readEvents(pipe, b.pkg, out, results)
	if err := cmd.Wait(); err != nil {
		_, _ = fmt.Fprintf(out, "%s: %v\n", b.pkg, err) // each test that failed is in the results
	}
	return readErr
}

// readEvents adds what go test -json tells of the tests of pkg.
func readEvents(from io.Reader, pkg string, out io.Writer, results map[string]result) error {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.Test == "" {
			continue // what the compiler says stands on the error output
		}
		top, sub, _ := strings.Cut(e.Test, "/")
		key := pkg + " " + top
		r := results[key]
		switch {
		case e.Action == "attr" && e.Key == "measured":
			if sub != "" {
				e.Value = sub + ": " + e.Value
			}
			r.measured = append(r.measured, e.Value)
		case sub == "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip"):
			r.state, r.took = e.Action, time.Duration(e.Elapsed*float64(time.Second))
			_, _ = fmt.Fprintf(out, "%-4s %8.1f s  %s %s\n", e.Action, e.Elapsed, pkg, e.Test)
		}
		results[key] = r
	}
	return lines.Err()
}

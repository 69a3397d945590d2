package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	short := flag.Bool("short", false, "run each test as make test does")
	path := flag.String("o", "", "where to write the report")
	only := flag.String("only", "", "only promises and failure modes with this in their name")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	sound, err := prove(ctx, *path, *only, !*short)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "trust:", err)
		os.Exit(2)
	case !sound:
		os.Exit(1)
	}
}

// prove runs everything and writes the report at path, or to the output.
func prove(ctx context.Context, path, only string, long bool) (sound bool, err error) {
	root, err := output(ctx, "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return false, err
	}
	promises, err := readAll(root)
	if err != nil {
		return false, err
	}
	promises = named(promises, only)
	began, results := time.Now(), map[string]result{}
	for _, b := range batches(promises, long) {
		if err := b.run(ctx, root, os.Stderr, results); err != nil {
			return false, err
		}
	}
	if err := runJourneys(ctx, root, promises, os.Stderr, results); err != nil {
		return false, err
	}
	a := about{
		at: began, took: time.Since(began), long: long,
		machine: fmt.Sprintf("%s, %s/%s, %d cores", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
	}
	if a.commit, err = output(ctx, "git", "describe", "--always", "--dirty"); err != nil {
		return false, err
	}
	var text bytes.Buffer
	if sound, err = write(&text, a, promises, results); err != nil {
		return false, err
	}
	if path == "" {
		_, err = os.Stdout.Write(text.Bytes())
		return sound, err
	}
	return sound, os.WriteFile(path, text.Bytes(), 0o644) //nolint:gosec // a report for everyone to read
}

// readAll reads the promises and the failure modes of the documents.
func readAll(root string) ([]promise, error) {
	var all []promise
	for _, document := range []struct {
		path string
		read func(string) ([]promise, error)
	}{{"docs/promises.md", readPromises}, {"docs/runbook.md", readRunbook}} {
		text, err := os.ReadFile(filepath.Join(root, document.path))
		if err != nil {
			return nil, err
		}
		list, err := document.read(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", document.path, err)
		}
		all = append(all, list...)
	}
	return all, nil
}

func named(promises []promise, only string) []promise {
	var list []promise
	for _, p := range promises {
		if strings.Contains(p.what, only) {
			list = append(list, p)
		}
	}
	return list
}

func output(ctx context.Context, name string, args ...string) (string, error) {
	text, err := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(text)), err
}

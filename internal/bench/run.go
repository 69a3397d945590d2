package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// The two files of what was printed.
const (
	keptBench = "docs/measurements/bench.txt"
	keptLoad  = "docs/measurements/load.txt"
)

// runs are the commands of each file, in their order.
func runs(load bool, soak time.Duration) [][]string {
	test := []string{"go", "test", "-vet=off", "-run=^$", "-timeout=3h"}
	if load {
		return [][]string{append(test, "-bench=^BenchmarkLoad", "-benchtime=1x", "./internal/drill", "-soak="+soak.String())}
	}
	return [][]string{
		append(test, "-bench=.", "-skip=^BenchmarkLoad", "-benchmem", "-p=1", "./..."),
		{"npm", "run", "--silent", "--prefix", "frontend", "bench"},
	}
}

// keep runs the benchmarks of one file and keeps what they print, headed by when and
// where that was. Where one fails, what was kept before stays.
func keep(ctx context.Context, root string, load bool, soak time.Duration) error {
	var kept bytes.Buffer
	if err := head(ctx, &kept); err != nil {
		return err
	}
	for _, args := range runs(load, soak) {
		if err := run(ctx, root, args, &kept); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
		}
	}
	name := keptBench
	if load {
		name = keptLoad
	}
	return os.WriteFile(filepath.Join(root, name), kept.Bytes(), 0o644) //nolint:gosec // for everyone to read
}

// head says when, of what and where; keys of Go's benchmark format.
func head(ctx context.Context, w io.Writer) error {
	commit, err := output(ctx, "git", "describe", "--always", "--dirty")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "commit: %s\ndate: %s\ntoolchain: %s\ncores: %d\n", commit, time.Now().UTC().Format("2006-01-02"), runtime.Version(), runtime.NumCPU())
	return err
}

// run runs a command, shows all that it prints, and keeps what is of the format.
func run(ctx context.Context, root string, args []string, kept io.Writer) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	readErr := sift(pipe, os.Stderr, kept)
	if err := cmd.Wait(); err != nil {
		return err
	}
	return readErr
}

// sift shows every line, and keeps the measurements and whose they are.
func sift(from io.Reader, shown, kept io.Writer) error {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if _, err := fmt.Fprintln(shown, lines.Text()); err != nil {
			return err
		}
		if !isMeasured(lines.Text()) {
			continue
		}
		if _, err := fmt.Fprintln(kept, lines.Text()); err != nil {
			return err
		}
	}
	return lines.Err()
}

func isMeasured(line string) bool {
	key, _, said := strings.Cut(line, ": ")
	switch key {
	case "goos", "goarch", "pkg", "cpu":
		return said
	}
	return strings.HasPrefix(line, "Benchmark") && len(strings.Fields(line)) > 3
}

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	load := flag.Bool("load", false, "put a running program under load")
	page := flag.Bool("page", false, "write the page anew, of what was measured last")
	soak := flag.Duration("soak", time.Minute, "how long the load that never lets up goes on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	short, err := measure(ctx, *load, *page, *soak)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	for _, what := range short {
		fmt.Fprintln(os.Stderr, "falls short:", what)
	}
	if len(short) > 0 {
		os.Exit(1)
	}
}

// measure runs the benchmarks, unless the page alone is asked for, and writes the
// page. It answers what falls short of its promise.
func measure(ctx context.Context, load, page bool, soak time.Duration) (short []string, err error) {
	root, err := output(ctx, "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	if !page {
		err := keep(ctx, root, load, soak)
		if err != nil {
			return nil, err
		}
	}
	figures, err := readKept(root)
	if err != nil {
		return nil, err
	}
	text, short, err := figures.fill(pageText)
	if err != nil {
		return nil, err
	}
	return short, os.WriteFile(filepath.Join(root, "docs/measurements.md"), []byte(text), 0o644) //nolint:gosec // a page for everyone to read
}

func output(ctx context.Context, name string, args ...string) (string, error) {
	text, err := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(text)), err
}

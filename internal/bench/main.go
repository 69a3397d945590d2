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
// page and the README's figures. It answers what falls short of its promise.
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
	pages, short, err := figures.pages(root)
	if err != nil {
		return nil, err
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil { //nolint:gosec // for everyone to read
			return nil, err
		}
	}
	return short, nil
}

// pages are the files that show figures, by their names, and what falls short.
func (f figures) pages(root string) (pages map[string]string, short []string, err error) {
	all, short, err := f.fill(pageText)
	if err != nil {
		return nil, nil, err
	}
	few, _, err := f.fill(readmeText)
	if err != nil {
		return nil, nil, err
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		return nil, nil, err
	}
	shown, err := inReadme(string(readme), few)
	return map[string]string{"docs/measurements.md": all, "README.md": shown}, short, err
}

func output(ctx context.Context, name string, args ...string) (string, error) {
	text, err := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(text)), err
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

func main() {
	out := flag.String("o", "dist", "the folder to write")
	source := flag.String("source", ".", "the source tree")
	targets := flag.String("targets", strings.Join(everywhere(), ","), "systems and processors, as GOOS/GOARCH")
	changed := flag.Bool("changed", false, "also of a tree that is not what its commit holds; the release's name says so")
	image := flag.String("image", "", "instead, unpack the archives for Linux in this folder as the container image takes them")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *image != "" {
		err = stage(*image)
	} else {
		err = release(ctx, *source, *out, strings.Split(*targets, ","), *changed, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release builds for each target and writes the archives, the document of their parts
// and their sums. Nothing is written before everything is built.
func release(ctx context.Context, source, out string, targets []string, changed bool, say io.Writer) error {
	t, err := readTree(ctx, source)
	if err != nil {
		return err
	}
	if t.changed() && !changed {
		return errors.New("the tree is not what its commit holds: commit first, or add -changed to name the release so")
	}
	var files []file
	var programs []program
	for _, name := range targets {
		_, _ = fmt.Fprintln(say, "building", t.release, "for", name)
		p, err := t.build(ctx, name)
		if err != nil {
			return err
		}
		archive, err := t.pack(ctx, p)
		if err != nil {
			return err
		}
		programs, files = append(programs, p), append(files, archive)
	}
	parts, err := t.document(programs)
	if err != nil {
		return err
	}
	files = append(files, parts)
	return write(out, append(files, sums(files)), say)
}

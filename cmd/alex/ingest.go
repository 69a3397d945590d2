package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"alex"
	"alex/internal/app"
)

type ingestCommand struct {
	Files  []string `arg:"" name:"file" help:"Text, Markdown, HTML or PDF that reports may quote; - is the standard input."`
	Source string   `help:"Where it comes from; the file's name unless said."`
	Title  string   `help:"What it is called; what the file calls itself unless said."`
	Date   string   `help:"The day on which it was published, YYYY-MM-DD; what the file says unless said."`
	JSON   bool     `name:"json" help:"Print the documents as one JSON document."`
}

// Run keeps each file, and says what it became. A file that cannot be read keeps
// no other from being kept.
func (cmd ingestCommand) Run(ctx context.Context, c console) error {
	said := app.FileText{Source: cmd.Source, Title: cmd.Title}
	if cmd.Date != "" {
		date, err := alex.ParseDate(cmd.Date)
		if err != nil {
			return usageError{"--date: " + err.Error()}
		}
		said.Date = date
	}
	return withLibrary(ctx, c, func(library app.Library, p *printer) error {
		kept, failed := []alex.Document{}, 0
		for _, name := range cmd.Files {
			begun := time.Now().Truncate(time.Microsecond) // as times are kept
			d, err := cmd.one(ctx, c, library, name, said)
			if err != nil {
				failed++
				_, _ = fmt.Fprintf(c.err, "alex: %s: %s\n", name, err)
				continue
			}
			kept = append(kept, d)
			if !cmd.JSON {
				before := ""
				if d.AddedAt.Before(begun) {
					before = "; it was kept before, and stays as it was"
				}
				p.linef("%s  %s, %s (%s)%s", d.ID, d.Title, counted(int64(d.Passages), "passage", "passages"), d.Source, before)
			}
		}
		if cmd.JSON {
			if err := printJSON(c.out, map[string]any{"documents": kept}); err != nil {
				return err
			}
		}
		if failed > 0 {
			return fmt.Errorf("%d of %d files were not kept", failed, len(cmd.Files))
		}
		return p.err
	})
}

func (cmd ingestCommand) one(ctx context.Context, c console, library app.Library, name string, said app.FileText) (alex.Document, error) {
	if name == "-" {
		body, err := io.ReadAll(c.in)
		if err != nil {
			return alex.Document{}, err
		}
		return library.Ingest(ctx, "standard input", body, said)
	}
	body, err := os.ReadFile(name)
	if err != nil {
		return alex.Document{}, err
	}
	return library.Ingest(ctx, filepath.Base(name), body, said)
}

func withLibrary(ctx context.Context, c console, do func(app.Library, *printer) error) (err error) {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	library, err := app.OpenLibrary(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if closed := library.Close(); err == nil {
			err = closed
		}
	}()
	end := c.working("working on the texts")
	defer end()
	return do(library, &printer{w: c.out, first: end})
}

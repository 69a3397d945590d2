package main

import (
	"io"
	"path/filepath"
	"strings"

	"alex"
	"alex/internal/app"
)

// printOutcome tells at the terminal what an analysis found.
func printOutcome(w io.Writer, out app.Outcome, dir string) error {
	p := &printer{w: w}
	for _, line := range out.Imports {
		p.linef("%s", line.File)
		p.linef("  %s", line.Line)
		printNotes(p, out.Notes, line.File)
	}
	p.linef("")
	for _, line := range strings.Split(strings.TrimSpace(plain(out.Report.Summary)), "\n") {
		for _, part := range wrap(line, 78) {
			p.linef("%s", part)
		}
	}
	printChecks(p, out.Portfolio.Checks)
	if dir != "" {
		p.linef("\nThe report: %s (also report.md, report.json, facts.json, charts.json)", filepath.Join(dir, "report.html"))
	} else {
		p.linef("\nFor the whole report with pictures, add --out DIR.")
	}
	p.linef("Educational, not individual advice.")
	return p.err
}

const mostNotes = 12

func printNotes(p *printer, notes []app.Note, file string) {
	shown, left := 0, 0
	for _, n := range notes {
		switch {
		case n.File != file:
		case shown == mostNotes:
			left++
		case n.Line > 0:
			shown++
			p.linef("  line %d: %s", n.Line, n.Text)
		default:
			shown++
			p.linef("  %s", n.Text)
		}
	}
	if left > 0 {
		p.linef("  … and %d more notes", left)
	}
}

func printChecks(p *printer, checks []alex.Check) {
	p.linef("\nChecks")
	marks := map[alex.Status]string{alex.Pass: "ok  ", alex.Warn: "look", alex.Fail: "ACT "}
	for _, c := range checks {
		p.linef("  %s  %s", marks[c.Status], c.Text)
	}
}

// plain takes the marks of Markdown out of a short text.
func plain(markdown string) string {
	return strings.NewReplacer("**", "", `\`, "").Replace(markdown)
}

// wrap breaks a line at spaces so that no part is longer than width.
func wrap(line string, width int) []string {
	var parts []string
	indent := ""
	if strings.HasPrefix(line, "- ") {
		indent = "  "
	}
	for len([]rune(line)) > width {
		cut := strings.LastIndex(string([]rune(line)[:width]), " ")
		if cut <= len(indent) {
			break
		}
		parts = append(parts, line[:cut])
		line = indent + strings.TrimLeft(line[cut:], " ")
	}
	return append(parts, line)
}

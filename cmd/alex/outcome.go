package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"alex"
	"alex/internal/app"
)

// printOutcome tells at the terminal what an analysis found.
func printOutcome(w io.Writer, out app.Outcome, dir string) error {
	p := &printer{w: w}
	for _, line := range out.Imports {
		p.linef("%s", line.File)
		p.linef("  %s", line.Line) // on one line, to be searched for
		printNotes(p, out.Notes, line.File)
	}
	p.linef("")
	for _, line := range strings.Split(strings.TrimSpace(plain(out.Report.Summary)), "\n") {
		p.wrapped(line, hanging(line))
	}
	if len(out.Portfolio.Accounts) > 0 {
		printChecks(p, out.Portfolio.Checks)
	}
	if dir != "" {
		p.linef("\nThe report: %s (also report.md, report.json, facts.json, charts.json)", filepath.Join(dir, "report.html"))
	} else {
		p.linef("\nFor the whole report with pictures, add --out DIR.")
	}
	p.linef("Educational, not individual advice.")
	return p.err
}

// tellUnremarked says on how much of a report a model that was asked made no remark,
// and why.
func tellUnremarked(p *printer, out app.Outcome, asked []string) {
	var reasons []string
	var sections int64
	for _, step := range out.Steps {
		for _, d := range step.Decisions {
			if d.Section == "" {
				continue
			}
			sections++
			if !slices.Contains(reasons, d.Why) {
				reasons = append(reasons, d.Why)
			}
		}
	}
	if sections == 0 || len(asked) == 0 {
		return
	}
	by := "a model"
	if len(asked) == 1 {
		by = asked[0]
	}
	p.linef("%s no remark of %s: %s. Rules wrote what is there, as always.", counted(sections, "section has", "sections have"), by, strings.Join(reasons, "; "))
}

// hanging is the indent below the first line: that of a list's text.
func hanging(line string) string {
	if strings.HasPrefix(line, "- ") {
		return "  "
	}
	return ""
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
			p.wrapped(fmt.Sprintf("  line %d: %s", n.Line, n.Text), "    ")
		default:
			shown++
			p.wrapped("  "+n.Text, "    ")
		}
	}
	if left > 0 {
		p.linef("  … and %d more notes", left)
	}
}

// printChecks prints a table: status, measure, limit, and what is measured.
func printChecks(p *printer, checks []alex.Check) {
	p.linef("\nChecks   measured     limit (that is crossed, or comes next)")
	for _, c := range checks {
		what, _, _ := strings.Cut(c.Text, ": ")
		p.linef("  %-5s %10s %9s   %s", statusWord(c.Status), twoPlaces(c.Measured), c.Limit, what)
	}
}

func statusWord(s alex.Status) string {
	switch s {
	case alex.Pass:
		return "ok"
	case alex.Warn:
		return "warn"
	default:
		return "FAIL"
	}
}

// plain takes the marks of Markdown out of a short text: emphasis, and the
// backslash before a character that is meant as it is.
func plain(markdown string) string {
	var text strings.Builder
	for i := 0; i < len(markdown); i++ {
		switch {
		case markdown[i] == '\\' && i+1 < len(markdown):
			i++
		case markdown[i] == '*':
			continue
		}
		text.WriteByte(markdown[i])
	}
	return text.String()
}

// twoPlaces rounds a measure for the eye; the verdict beside it was made with
// the exact one.
func twoPlaces(measured json.Number) string {
	d, err := alex.ParseDecimal(string(measured))
	if err != nil {
		return string(measured)
	}
	return d.Round(2).String()
}

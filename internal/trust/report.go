package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// run is what a report tells beside the results.
type about struct {
	at      time.Time
	took    time.Duration
	commit  string
	machine string
	long    bool
}

// verdict is how a promise stands: it holds when every proof passed and nothing
// is open. A proof that was skipped, for want of something that this machine has
// not, shows nothing.
func verdict(p promise, results map[string]result) string {
	skipped := false
	for _, test := range p.proofs {
		switch results[test.key()].state {
		case "pass":
		case "skip":
			skipped = true
		default:
			return "FAILS"
		}
	}
	if skipped || len(p.open) > 0 {
		return "falls short"
	}
	return "holds"
}

// write writes the report as Markdown and tells whether no proof failed.
func write(to io.Writer, a about, promises []promise, results map[string]result) (sound bool, err error) {
	w := &writer{to: to}
	length := "as `make test` runs them; `make trust` runs them longer"
	if a.long {
		length = "long"
	}
	counts := map[string]int{}
	for _, p := range promises {
		counts[verdict(p, results)]++
	}
	w.linef("# What was promised, and what was measured\n")
	w.linef("%s, commit %s, %s, in %s. The runs are %s.\n", a.at.UTC().Format("2006-01-02 15:04 MST"), a.commit, a.machine, a.took.Round(time.Second), length)
	w.linef("%d promises and failure modes: %d hold, %d fall short, %d fail.", len(promises), counts["holds"], counts["falls short"], counts["FAILS"])
	w.shortfalls(promises, results)
	area := ""
	for _, p := range promises {
		if p.area != area {
			area = p.area
			w.linef("\n## %s\n\n| promise | promised | measured | |\n|---|---|---|---|", area)
		}
		w.linef("| %s | %s | %s | %s |", p.what, p.figure, strings.Join(measures(p, results), "<br>"), verdict(p, results))
	}
	return counts["FAILS"] == 0, w.err
}

func (w *writer) shortfalls(promises []promise, results map[string]result) {
	isShort := func(p promise) bool { return verdict(p, results) != "holds" }
	if !slices.ContainsFunc(promises, isShort) {
		return
	}
	w.linef("\n## What falls short\n")
	for _, p := range promises {
		for _, test := range p.proofs {
			if state := results[test.key()].state; state != "pass" {
				w.linef("- %s: `%s` %s", p.what, test.key(), told(state))
			}
		}
		for _, open := range p.open {
			w.linef("- %s: %s", p.what, open)
		}
	}
}

func told(state string) string {
	switch state {
	case "pass":
		return "passed"
	case "fail":
		return "failed"
	case "skip":
		return "was skipped"
	default:
		return "did not run"
	}
}

// measures is one line for each proof: its name, how it ended, what it measured.
func measures(p promise, results map[string]result) []string {
	var lines []string
	for _, test := range p.proofs {
		r := results[test.key()]
		line := fmt.Sprintf("`%s` %s", test.title(), told(r.state))
		if r.took >= 100*time.Millisecond {
			line += fmt.Sprintf(" in %.1f s", r.took.Seconds())
		}
		if len(r.measured) > 0 {
			line += ": " + strings.ReplaceAll(strings.Join(r.measured, "; "), "|", "/")
		}
		lines = append(lines, line)
	}
	for _, open := range p.open {
		lines = append(lines, "open: "+open)
	}
	return lines
}

type writer struct {
	to  io.Writer
	err error
}

func (w *writer) linef(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.to, format+"\n", args...)
	}
}

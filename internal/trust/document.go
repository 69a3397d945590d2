package main

import (
	"fmt"
	"regexp"
	"strings"
)

// promise is a row of docs/promises.md or a failure mode of docs/runbook.md.
type promise struct {
	area   string // the heading above
	what   string
	figure string // what is promised; empty for a failure mode
	proofs []proof
	open   []string // what falls short, in words
}

// proof names a Go test by its package's folder, or a journey of the page by
// its file and its title.
type proof struct {
	where, name string
	flags       []string // of the long run
}

func (p proof) page() bool { return strings.HasSuffix(p.where, ".ts") }

// key is the proof without the flags of the long run.
func (p proof) key() string { return p.where + " " + p.name }

// title is the proof as a document writes it.
func (p proof) title() string {
	if p.page() {
		return "“" + p.name + "”"
	}
	return p.name
}

var (
	goProof      = regexp.MustCompile("^`(\\S+) ((?:Test|Fuzz)\\w+)((?: -\\S+(?: [^-\\s]\\S*)?)*)`$")
	journeyProof = regexp.MustCompile("^`(frontend/\\S+\\.ts) “(.+)”`$")
	proofParts   = regexp.MustCompile("`[^`]*`|open: [^`]+")
)

// readPromises reads the rows "| promise | figure | shown by |" of every table.
func readPromises(text string) ([]promise, error) {
	var list []promise
	area := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if heading, found := strings.CutPrefix(line, "## "); found {
			area = heading
		}
		cells := strings.Split(strings.Trim(line, "|"), " | ")
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| promise |") {
			continue
		}
		if len(cells) != 3 {
			return nil, fmt.Errorf("not a row of a promise, its figure and its proofs: %s", line)
		}
		p := promise{area: area, what: strings.TrimSpace(cells[0]), figure: strings.TrimSpace(cells[1])}
		if err := p.shownBy(strings.TrimSpace(cells[2])); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// readRunbook reads the sections "### F1 title" with their line "Shown by: …".
func readRunbook(text string) ([]promise, error) {
	var list []promise
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if title, found := strings.CutPrefix(line, "### F"); found {
			list = append(list, promise{area: "Failure modes", what: "F" + title})
		}
		if proofs, found := strings.CutPrefix(line, "Shown by: "); found {
			if len(list) == 0 {
				return nil, fmt.Errorf("proofs before any failure mode: %s", line)
			}
			if err := list[len(list)-1].shownBy(proofs); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// shownBy adds the proofs and the shortfalls of a cell, separated by commas.
func (p *promise) shownBy(cell string) error {
	rest := cell
	for _, part := range proofParts.FindAllString(cell, -1) {
		rest = strings.Replace(rest, part, "", 1)
		short, isOpen := strings.CutPrefix(part, "open: ")
		test, journey := goProof.FindStringSubmatch(part), journeyProof.FindStringSubmatch(part)
		switch {
		case isOpen:
			p.open = append(p.open, strings.Trim(short, ", "))
		case test != nil:
			p.proofs = append(p.proofs, proof{where: test[1], name: test[2], flags: strings.Fields(test[3])})
		case journey != nil:
			p.proofs = append(p.proofs, proof{where: journey[1], name: journey[2]})
		default:
			return fmt.Errorf("%s: %s is neither a test, nor a journey", p.what, part)
		}
	}
	if strings.Trim(rest, ", ") != "" || len(p.proofs)+len(p.open) == 0 {
		return fmt.Errorf("%s: %q does not say what shows it, nor what is open", p.what, cell)
	}
	return nil
}

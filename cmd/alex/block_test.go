package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a fenced block of a document: commands to run, with what they show.
type block struct {
	line   int    // where it begins
	lang   string // sh, text, mermaid …
	text   string
	notRun string // why no test runs it
	ran    bool   // marked as run by a test, where others are not
	probe  bool   // commands that a reader does not see, which fail as the table of failures says
	shows  string // what has to be among its output; empty asks for nothing
}

// Marks of blocks, which a reader does not see. In guides every block of
// commands runs but those that say why not; elsewhere those that are marked.
const (
	markRun   = "<!-- a test runs this block -->"
	markShows = "<!-- shows -->"
	markProbe = "<!-- provokes"
	endProbe  = "-->"
)

var (
	markNotRun = regexp.MustCompile(`^<!-- not run: (.+) -->$`)
	fenceLine  = regexp.MustCompile("^```(\\w*)$")
)

// reasonsNotToRun are the only ones.
var reasonsNotToRun = []string{"needs AWS", "needs the network", "needs a model", "brings its own build", "never ends"}

// readBlocks reads the fenced blocks of a document, and what is wrong with them.
func readBlocks(text string) (blocks []block, faults []string) {
	lines := strings.Split(text, "\n")
	said := "" // the mark that the next fence has
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		fence := fenceLine.FindStringSubmatch(line)
		switch {
		case line == markProbe:
			end := i + 1 + slices.Index(lines[i+1:], endProbe)
			blocks = append(blocks, block{line: i + 1, lang: "sh", probe: true, text: joined(lines[i+1 : max(end, i+1)])})
			i = max(end, i)
		case fence != nil:
			end := slices.Index(lines[i+1:], "```")
			if end < 0 {
				return blocks, append(faults, fmt.Sprintf("line %d: the block has no end", i+1))
			}
			b := block{line: i + 1, lang: fence[1], text: joined(lines[i+1 : i+1+end]), ran: said == markRun}
			blocks, faults = placed(blocks, faults, b, said)
			said, i = "", i+1+end
		case strings.HasPrefix(line, "<!--"):
			said = line
		case line != "":
			if said != "" && (said == markRun || said == markShows || markNotRun.MatchString(said)) {
				faults = append(faults, fmt.Sprintf("line %d: %s stands before no block", i+1, said))
			}
			said = ""
		}
	}
	return blocks, faults
}

// placed adds a block, or what it shows to the one before it.
func placed(blocks []block, faults []string, b block, said string) (all []block, wrong []string) {
	if reason := markNotRun.FindStringSubmatch(said); reason != nil {
		b.notRun = reason[1]
		if !slices.ContainsFunc(reasonsNotToRun, func(known string) bool { return strings.Contains(reason[1], known) }) {
			faults = append(faults, fmt.Sprintf("line %d: %q is no reason not to run it", b.line, reason[1]))
		}
	}
	if said != markShows {
		return append(blocks, b), faults
	}
	last := len(blocks) - 1
	if last < 0 || blocks[last].lang != "sh" || blocks[last].notRun != "" || blocks[last].shows != "" || strings.TrimSpace(b.text) == "" {
		return blocks, append(faults, fmt.Sprintf("line %d: it shows nothing of a block that runs", b.line))
	}
	blocks[last].shows = b.text
	return blocks, faults
}

func joined(lines []string) string { return strings.Join(lines, "\n") + "\n" }

// missing is the first line of want that does not follow, in what was said,
// upon those before it; "…" stands for anything.
func missing(want, said string) (line string, found bool) {
	rest := strings.Split(said, "\n")
	for line := range strings.Lines(want) {
		line = strings.TrimRight(line, " \n")
		if line == "" || line == "…" {
			continue
		}
		pattern := likeness(line)
		at := slices.IndexFunc(rest, func(s string) bool { return pattern.MatchString(strings.TrimRight(s, " \r")) })
		if at < 0 {
			return line, true
		}
		rest = rest[at+1:]
	}
	return "", false
}

// likeness matches a whole line.
func likeness(line string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + "$")
}

// textOf is a text of the repository.
func textOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// marked is the one block of a document that a test runs.
func marked(t *testing.T, path string) string {
	t.Helper()
	blocks, faults := readBlocks(textOf(t, path))
	for _, fault := range faults {
		t.Errorf("%s: %s", path, fault)
	}
	i := slices.IndexFunc(blocks, func(b block) bool { return b.ran })
	if i < 0 {
		t.Fatalf("%s has no block of commands to run", path)
	}
	return blocks[i].text
}

func TestBlocksAreRead(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       []block
		faults     []string
	}{
		{"a block", "a\n```sh\nls\n```\n", []block{{line: 2, lang: "sh", text: "ls\n"}}, nil},
		{
			"what it shows", "```sh\nls\n```\n\n<!-- shows -->\n```text\na\n```\n",
			[]block{{line: 1, lang: "sh", text: "ls\n", shows: "a\n"}},
			nil,
		},
		{
			"not run", "<!-- not run: needs AWS -->\n```sh\nls\n```\n",
			[]block{{line: 2, lang: "sh", text: "ls\n", notRun: "needs AWS"}},
			nil,
		},
		{"run", markRun + "\n```sh\nls\n```\n", []block{{line: 2, lang: "sh", text: "ls\n", ran: true}}, nil},
		{"probe", "<!-- provokes\nls x\n-->\n", []block{{line: 1, lang: "sh", text: "ls x\n", probe: true}}, nil},
		{
			"no reason", "<!-- not run: too slow -->\n```sh\nls\n```\n",
			[]block{{line: 2, lang: "sh", text: "ls\n", notRun: "too slow"}},
			[]string{`line 2: "too slow" is no reason not to run it`},
		},
		{"no end", "```sh\nls\n", nil, []string{"line 1: the block has no end"}},
		{"shows nothing", markShows + "\n```text\na\n```\n", nil, []string{"line 2: it shows nothing of a block that runs"}},
		{"stray mark", markShows + "\na\n", nil, []string{"line 2: " + markShows + " stands before no block"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			blocks, faults := readBlocks(c.text)
			if !slices.Equal(blocks, c.want) || !slices.Equal(faults, c.faults) {
				t.Errorf("%+v, %q", blocks, faults)
			}
		})
	}
}

func TestMissingLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ want, said, line string }{
		{"a\nc\n", "a\nb\nc\n", ""},
		{"c\na\n", "a\nb\nc\n", "a"},
		{"a…z\n", "a to z\n", ""},
		{"a…z\n", "a to z.\n", "a…z"},
		{"…\n  b\n", "a\n  b\n", ""},
		{"  b\n", "a\nb\n", "  b"},
		{"a.c\n", "abc\n", "a.c"},
	} {
		if line, _ := missing(c.want, c.said); line != c.line {
			t.Errorf("of %q, %q lacks %q, want %q", c.want, c.said, line, c.line)
		}
	}
}

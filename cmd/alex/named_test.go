package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var (
	codeSpan  = regexp.MustCompile("`([^`\n]+(?:\n[^`\n]+)?)`") // a span may go on in the next line
	plainWord = regexp.MustCompile(`^[a-z-]+$`)
	// commandCall is where a line of a shell calls alex.
	commandCall = regexp.MustCompile(`(?:^|[|;&(]|\b[A-Z_]+=\S*|-u [A-Z_]+|\bif|\bdo)\s*(?:bin/|"\$REPO/bin/)?alex"? ([^|;&)#>]*)`)
)

// parserOf is the command line as the program has it.
func parserOf(t *testing.T) *kong.Application {
	t.Helper()
	var all commands
	parser, err := kong.New(&all, kong.Name("alex"))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// TestCommandsInDocuments: commands and flags that a document names are there.
func TestCommandsInDocuments(t *testing.T) {
	t.Parallel()
	app, seen := parserOf(t), 0
	for _, path := range documentPaths(t) {
		for _, call := range calls(textOf(t, path)) {
			seen++
			if fault := callFault(app, call); fault != "" {
				t.Errorf("%s: alex %s: %s", path, call, fault)
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d commands were looked at", seen)
	}
}

// documentPaths are the texts for people, from the root of the repository.
func documentPaths(t *testing.T) (paths []string) {
	t.Helper()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (slices.Contains([]string{"node_modules", "testdata", "internal", "dist", "bin", "out", "data"}, name) || name != ".." && strings.HasPrefix(name, ".")) {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".md") && name != "CHANGELOG.md" { // which tells of what was
			relative, _ := filepath.Rel("../..", path) // it is below it
			paths = append(paths, relative)
		}
		return nil
	})
	if err != nil || len(paths) < 20 {
		t.Fatal(len(paths), err)
	}
	return paths
}

// calls are the command lines after "alex" that a text names: in spans of code
// and in blocks of commands.
func calls(text string) (found []string) {
	blocks, _ := readBlocks(text)
	for _, b := range blocks {
		if b.lang != "sh" {
			continue
		}
		for line := range strings.Lines(strings.ReplaceAll(b.text, "\\\n", " ")) {
			for _, call := range commandCall.FindAllStringSubmatch(strings.TrimSpace(line), -1) {
				found = append(found, strings.TrimSpace(call[1]))
			}
		}
	}
	prose := regexp.MustCompile("(?ms)^```.*?^```").ReplaceAllString(text, "")
	for _, span := range codeSpan.FindAllStringSubmatch(prose, -1) {
		for _, call := range commandCall.FindAllStringSubmatch(strings.ReplaceAll(span[1], "\n", " "), -1) {
			found = append(found, strings.TrimSpace(call[1]))
		}
	}
	return found
}

// callFault is what is wrong with a call, or with each of several that a text
// writes as one, "migrate · seed".
func callFault(app *kong.Application, call string) string {
	call, _, _ = strings.Cut(call, "$(") // what another command says cannot be known
	var first []string                   // the words of the command before the "·"
	for i, part := range strings.Split(call, " · ") {
		words := strings.Fields(part)
		named, fault := follow(app, words)
		for above := len(first); i > 0 && fault != "" && above > 0; above-- { // beside the first, or below it
			if _, wrong := follow(app, append(slices.Clone(first[:above]), words...)); wrong == "" {
				fault = ""
			}
		}
		if fault != "" {
			return fault
		}
		if i == 0 {
			first = named
		}
	}
	return ""
}

// follow goes from command to command as the words say, and looks at each flag.
func follow(app *kong.Application, words []string) (named []string, fault string) {
	node, value := app.Node, false // whether the word is a flag's
	for _, word := range words {
		word = strings.Trim(word, `"',…`)
		if value {
			value = false
			continue
		}
		if name, ok := strings.CutPrefix(word, "-"); ok && name != "" {
			name, _, given := strings.Cut(strings.TrimPrefix(name, "-"), "=")
			flag := flagOf(node, name)
			if flag == nil {
				return named, fmt.Sprintf("alex %s has no flag %s", node.Path(), word)
			}
			value = !given && !flag.IsBool()
			continue
		}
		if next := child(node, word); next != nil {
			node, named = next, append(named, word)
			continue
		}
		if node == app.Node && !regexp.MustCompile(`^[A-Z…]*$`).MatchString(word) {
			return named, fmt.Sprintf("there is no command %s", word)
		}
		if node.DefaultCmd != nil {
			node = node.DefaultCmd
		}
		if node != app.Node && len(node.Positional) == 0 && plainWord.MatchString(word) {
			return named, fmt.Sprintf("alex %s takes no %s", node.Path(), word)
		}
	}
	return named, ""
}

func child(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Type == kong.CommandNode && c.Name == name {
			return c
		}
	}
	return nil
}

// flagOf is a flag of a command, of those above it, or of the command that
// stands in where none is named; nil where there is none.
func flagOf(node *kong.Node, name string) *kong.Flag {
	nodes := []*kong.Node{node}
	if node.DefaultCmd != nil {
		nodes = append(nodes, node.DefaultCmd)
	}
	for n := node.Parent; n != nil; n = n.Parent {
		nodes = append(nodes, n)
	}
	for _, n := range nodes {
		for _, flag := range n.Flags {
			if flag.Name == name || string(flag.Short) == name {
				return flag
			}
		}
	}
	return nil
}

func TestCommandsThatAreNotThere(t *testing.T) {
	t.Parallel()
	app := parserOf(t)
	for call, want := range map[string]string{
		"serve":                                  "",
		"COMMAND --help":                         "",
		"research interest rates":                "",
		"research --sources x rates":             "",
		"user list · invite · disable":           "",
		"migrate · seed":                         "",
		"agent planner|tagger --json":            "",
		"restore FILE --confirm":                 "",
		"serves":                                 "there is no command serves",
		"user lists":                             "alex user takes no lists",
		"user list · invited":                    "there is no command invited",
		"restore FILE --force":                   "alex restore has no flag --force",
		"cost status --all":                      "alex cost status has no flag --all",
		"migrate · sow":                          "there is no command sow",
		"key create ann --role=operator --hours": "alex key create has no flag --hours",
	} {
		if got := callFault(app, call); got != want {
			t.Errorf("alex %s: %q, want %q", call, got, want)
		}
	}
	text := "`alex serve` `alex user\nlist`\n\n```sh\nA=b alex verify && bin/alex seed | x; y=$(alex version)\nmkdir alex verify\n```\n"
	if got := strings.Join(calls(text), ","); got != "verify,seed,version,serve,user list" {
		t.Error(got)
	}
	if _, err := os.Stat("../../README.md"); err != nil {
		t.Error(err)
	}
}

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// termsFile matches what a module or a package says of its terms.
var termsFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)`)

// licences is the text of what the parts of a program and of its page are under: each
// text once, with those that it is of.
func (t tree) licences(ctx context.Context, p program) ([]byte, error) {
	folders, err := t.folders(ctx, p)
	if err != nil {
		return nil, err
	}
	of := map[string][]string{} // text → parts
	for _, part := range slices.Sorted(maps.Keys(folders)) {
		texts, err := terms(folders[part].at)
		if err != nil {
			return nil, err
		}
		if len(texts) == 0 && folders[part].says == "" {
			return nil, fmt.Errorf("%s comes without its terms", part)
		}
		if len(texts) == 0 {
			texts = []string{"under " + folders[part].says + ", as it says; it comes without the text"}
		}
		for _, text := range texts {
			of[text] = append(of[text], part)
		}
	}
	carried, err := os.ReadFile(filepath.Join(t.dir, "deploy", "carried.txt"))
	if err != nil {
		return nil, err
	}
	return []byte(laid(string(carried), of)), nil
}

// laid is the one text, in the order of the first part of each.
func laid(carried string, of map[string][]string) string {
	const rule = "\n--------------------------------------------------------------------------------\n"
	var b strings.Builder
	b.WriteString("Alex is under the MIT licence (LICENSE). What it is built of is under these.\n")
	texts := slices.SortedFunc(maps.Keys(of), func(x, y string) int {
		return cmp.Or(cmp.Compare(of[x][0], of[y][0]), cmp.Compare(x, y))
	})
	for _, text := range texts {
		b.WriteString(rule + strings.Join(of[text], "\n") + "\n\n" + text + "\n")
	}
	b.WriteString(rule + carried)
	return b.String()
}

// terms are the texts in a folder that say under what it is.
func terms(folder string) (texts []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.IsDir() || !termsFile.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
	}
	return texts, nil
}

// place is where a part lies, and the licence that it says it has without its text.
type place struct{ at, says string }

// folders are where the parts of a program lie, by their names: the modules that are
// linked, the standard library and the packages of the page.
func (t tree) folders(ctx context.Context, p program) (map[string]place, error) {
	text, err := t.run(ctx, p.environ(os.Environ()), "go", "list", "-mod=readonly", "-deps",
		"-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/alex")
	if err != nil {
		return nil, err
	}
	root, err := t.ask(ctx, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	folders := map[string]place{"Go and its standard library": {at: root}}
	for line := range strings.Lines(text) {
		if cells := strings.Split(strings.TrimSpace(line), "\t"); len(cells) == 3 {
			folders[cells[0]+" "+cells[1]] = place{at: cells[2]}
		}
	}
	packages, err := t.packages()
	if err != nil {
		return nil, err
	}
	for _, n := range packages {
		folders[n.name+" "+n.version+" (the page)"] = place{filepath.Join(t.dir, "frontend", n.path), n.licence}
	}
	return folders, nil
}

// npm is a package that the page is built of.
type npm struct {
	path, name, version, licence string
	integrity                    string // as the lock has it: sha512-… in base64
}

// packages reads the lock of the page, without what only builds or tests it.
func (t tree) packages() (list []npm, err error) {
	text, err := os.ReadFile(filepath.Join(t.dir, "frontend", "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License, Integrity string
			Dev                         bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("package-lock.json: %w", err)
	}
	for _, path := range slices.Sorted(maps.Keys(lock.Packages)) {
		p := lock.Packages[path]
		if path == "" || p.Dev {
			continue
		}
		const folder = "node_modules/"
		name := path[strings.LastIndex(path, folder)+len(folder):]
		list = append(list, npm{path, name, p.Version, p.License, p.Integrity})
	}
	return list, nil
}

package alex_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"alex/internal/goldenfile"
)

// permissive are the licences that Alex takes, by a phrase of each text. None
// asks that a program around it be published; the order tells the BSD ones apart.
func permissive() [][2]string {
	return [][2]string{
		{"Apache-2.0", "Apache License Version 2.0"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software"},
		{"ISC", "Permission to use, copy, modify, and distribute this software"},
		{"MIT", "Permission is hereby granted, free of charge"},
		{"BSD-3-Clause", "endorse or promote products derived"},
		{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
		{"Unlicense", "This is free and unencumbered software released into the public domain"},
	}
}

// licenceOf is the licence that a text is, empty for one that is not known.
func licenceOf(text string) string {
	words := strings.Join(strings.Fields(text), " ")
	for _, known := range permissive() {
		if strings.Contains(words, known[1]) {
			return known[0]
		}
	}
	return ""
}

// goLicences are the licences of the modules that the program is built of.
func goLicences(t *testing.T) map[string]string {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./cmd/alex").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(text)) {
		path, dir, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || found[path] != "" {
			continue
		}
		if found[path] = licenceIn(t, dir); found[path] == "" {
			t.Errorf("%s has no licence that is known here: read it, and add it to the permissive ones or leave the module out", path)
		}
	}
	return found
}

// licenceIn is the licence of the first file in a folder that is one.
func licenceIn(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasPrefix(file.Name(), "COPYING") && !strings.HasPrefix(strings.ToUpper(file.Name()), "LICEN") || file.IsDir() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if licence := licenceOf(string(text)); licence != "" {
			return licence
		}
	}
	return ""
}

// pageLicences are the licences that the packages of the page say they have.
func pageLicences(t *testing.T) map[string]string {
	t.Helper()
	var lock struct {
		Packages map[string]struct {
			License string
			Dev     bool
		}
	}
	if err := json.Unmarshal([]byte(readText(t, "frontend/package-lock.json")), &lock); err != nil {
		t.Fatal(err)
	}
	taken := []string{"MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "CC0-1.0"}
	found := map[string]string{}
	for path, p := range lock.Packages {
		if path == "" || p.Dev {
			continue
		}
		for word := range strings.FieldsSeq(strings.NewReplacer("(", "", ")", "", " AND ", " ", " OR ", " ").Replace(p.License)) {
			if !slices.Contains(taken, word) {
				t.Errorf("%s is under %q", path, p.License)
			}
		}
		_, name, _ := strings.Cut("/"+path, "/node_modules/")
		found[name[strings.LastIndex(name, "node_modules/")+1:]] = p.License
	}
	return found
}

// TestLicences holds docs/licences.md to what the program and its page are built
// of; `go test -run Licences . -update` writes it.
func TestLicences(t *testing.T) {
	t.Parallel()
	program, page := goLicences(t), pageLicences(t)
	var b strings.Builder
	b.WriteString("# Licences\n\nWhat the program and the page that it serves are built of, and under which\nlicence each part is. All are permissive. A test writes this page and fails when it\nis not current; tools that only build or test Alex are not in it.\n")
	for _, part := range []struct {
		title string
		found map[string]string
	}{{"The program", program}, {"The page", page}} {
		fmt.Fprintf(&b, "\n## %s\n\n| part | licence |\n|---|---|\n", part.title)
		for _, name := range slices.Sorted(maps.Keys(part.found)) {
			fmt.Fprintf(&b, "| %s | %s |\n", name, part.found[name])
		}
	}
	goldenfile.Compare(t, *update, "docs/licences.md", b.String())
	t.Attr("measured", fmt.Sprintf("%d modules, %d packages, 0 with another licence", len(program), len(page)))
}

func TestLicenceOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"                 Apache License\n           Version 2.0, January 2004": "Apache-2.0",
		"Permission is hereby granted,\nfree of charge, to any person":          "MIT",
		"GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007":                   "",
		"Copyright somebody. All rights reserved.":                              "",
	} {
		if got := licenceOf(text); got != want {
			t.Errorf("%q is taken for %q, want %q", text, got, want)
		}
	}
}

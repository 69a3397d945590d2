package main

import (
	"encoding/json"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bill is what readers of CycloneDX look for in a document.
type bill struct {
	BOMFormat, SpecVersion, SerialNumber string
	Version                              int
	Metadata                             struct {
		Timestamp string
		Component struct{ Name, Version, Type string }
	}
	Components []struct {
		Ref      string `json:"bom-ref"`
		Type     string
		Name     string
		Version  string
		PURL     string
		Licenses []struct {
			Expression string
			License    struct{ ID string }
		}
		Hashes     []struct{ Alg, Content string }
		Properties []struct{ Name, Value string }
	}
	Dependencies []struct {
		Ref       string
		DependsOn []string
	}
}

func billOf(t *testing.T, programs ...program) (b bill, text string) {
	t.Helper()
	f, err := at("../..").document(programs)
	if err != nil {
		t.Fatal(err)
	}
	if f.name != "alex_v0.1.2_parts.cdx.json" {
		t.Errorf("it is called %s", f.name)
	}
	if err := json.Unmarshal(f.body, &b); err != nil {
		t.Fatal(err)
	}
	return b, string(f.body)
}

// TestDocumentNamesEveryPart holds the document to what the go tool says is linked and
// to what the lock says the page is of.
func TestDocumentNamesEveryPart(t *testing.T) {
	t.Parallel()
	b, text := billOf(t, thisRelease(t).program)
	if _, again := billOf(t, thisRelease(t).program); again != text {
		t.Error("the same release has two documents")
	}
	if b.BOMFormat != "CycloneDX" || b.SpecVersion != "1.6" || b.Version != 1 || b.Metadata.Timestamp != "2026-11-01T12:34:56Z" ||
		!regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(b.SerialNumber) {
		t.Errorf("its head is %s %s %d of %s, %s", b.BOMFormat, b.SpecVersion, b.Version, b.Metadata.Timestamp, b.SerialNumber)
	}
	if c := b.Metadata.Component; c.Name != "alex" || c.Version != "v0.1.2" || c.Type != "application" {
		t.Errorf("it is about %+v", c)
	}
	got := map[string]bool{}
	for _, c := range b.Components {
		if got[c.PURL] || c.Ref != c.PURL || c.Version == "" || c.Type != "library" {
			t.Errorf("the part %+v", c)
		}
		if len(c.Licenses) != 1 || c.Licenses[0].Expression == "" && c.Licenses[0].License.ID == "" {
			t.Errorf("%s is under %+v", c.Name, c.Licenses)
		}
		got[c.PURL] = true
	}
	if diff := cmp.Diff(wanted(t), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("the parts (-want +got): %s", diff)
	}
	if len(b.Dependencies) != 1 || len(b.Dependencies[0].DependsOn) != len(b.Components) {
		t.Errorf("Alex depends on %+v", b.Dependencies)
	}
}

// wanted are the parts as the go tool and the lock of the page tell them.
func wanted(t *testing.T) []string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}pkg:golang/{{.Path}}@{{.Version}}{{end}}{{end}}", "alex/cmd/alex")
	list.Env = append(list.Environ(), "CGO_ENABLED=0")
	text, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			parts[strings.Replace(line, "+", "%2B", 1)] = true
		}
	}
	version, err := exec.CommandContext(t.Context(), "go", "env", "GOVERSION").Output()
	if err != nil {
		t.Fatal(err)
	}
	parts["pkg:golang/std@"+strings.TrimPrefix(strings.TrimSpace(string(version)), "go")] = true
	packages, err := at("../..").packages()
	if err != nil || len(packages) < 50 {
		t.Fatalf("%d packages: %v", len(packages), err)
	}
	for _, p := range packages {
		parts["pkg:npm/"+strings.Replace(p.name, "@", "%40", 1)+"@"+p.version] = true
	}
	return slices.Sorted(maps.Keys(parts))
}

// TestPartsOfSomeSystems: a module that not every program is linked of says of which.
func TestPartsOfSomeSystems(t *testing.T) {
	t.Parallel()
	everywhere, console := module{"example.org/all", "v1.0.0", "h1:x"}, module{"example.org/console", "v0.1.0+incompatible", ""}
	b, _ := billOf(t, program{os: "linux", arch: "amd64", modules: []module{everywhere}}, program{os: "windows", arch: "arm64", modules: []module{everywhere, console}})
	said := map[string][]string{}
	for _, c := range b.Components {
		for _, p := range c.Properties {
			said[c.PURL] = append(said[c.PURL], p.Name+"="+p.Value)
		}
	}
	want := map[string][]string{
		"pkg:golang/example.org/all@v1.0.0":                    {"alex:go.sum=h1:x"},
		"pkg:golang/example.org/console@v0.1.0%2Bincompatible": {"alex:only=windows/arm64"},
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

// TestLicencesAreInFull: the archive has the text of each part.
func TestLicencesAreInFull(t *testing.T) {
	t.Parallel()
	m := thisRelease(t)
	_, bodies := opened(t, m.archive)
	text := bodies[strings.TrimSuffix(m.archive.name, ".tar.gz")+"/LICENCES-OF-PARTS.txt"]
	folders, err := at("../..").folders(t.Context(), m.program)
	if err != nil || len(folders) < 150 {
		t.Fatalf("%d parts: %v", len(folders), err)
	}
	for part := range folders {
		if !strings.Contains(text, "\n"+part+"\n") {
			t.Errorf("it has no terms of %s", part)
		}
	}
	for _, part := range m.program.modules {
		if name := part.path + " " + part.version; part.path != "std" && folders[name].at == "" {
			t.Errorf("%s is linked, and is no part", name)
		}
	}
	for _, want := range []string{
		"Copyright 2009 The Go Authors", "Redistribution and use in source and binary forms", "WordNet 3.0 Copyright 2006 by Princeton University",
		"The PDFium\nAuthors", "Version 2.0, January 2004", "Copyright (c) Meta Platforms, Inc. and affiliates.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
}

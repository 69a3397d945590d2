package alex_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	// elsewhere begins a link that leaves the repository.
	elsewhere = regexp.MustCompile(`^(https?:|mailto:)`)
	// repoPath is a span of code that names a file or folder from the root.
	repoPath = regexp.MustCompile(`^(?:internal|docs|cmd|frontend|terraform|guides|testdata|\.ci|\.lint)(?:/[\w.*-]+)+/?$`)
	// nodePath is one within a diagram.
	nodePath = regexp.MustCompile(`\b(?:internal|frontend|cmd|terraform)/[\w./-]*\w`)
	// setting is a variable of the environment.
	setting     = regexp.MustCompile(`\bALEX_[A-Z]+(?:_[A-Z]+)*\b`)
	settingRead = regexp.MustCompile("[\"'$.{]ALEX_[A-Z]+(?:_[A-Z]+)*\\b")
	makeCall    = regexp.MustCompile(`^(?:bin/)?make ([a-z][a-z-]*)`)
	makeRule    = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)
	// builtPath is made by a build, not kept.
	builtPath = regexp.MustCompile(`^frontend/(dist|node_modules)(/|$)|^terraform/terraform\.tfvars$`)
)

// TestLinks: relative links lead to files and headings that there are, and
// pictures too.
func TestLinks(t *testing.T) {
	t.Parallel()
	all := documents(t)
	seen := 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, target := range all[name].links() {
			if elsewhere.MatchString(target) {
				continue
			}
			seen++
			if fault := linkFault(all, all[name], target); fault != "" {
				t.Errorf("%s: %s", name, fault)
			}
		}
	}
	if seen < 150 {
		t.Errorf("only %d links were looked at", seen)
	}
}

func linkFault(all map[string]markdown, m markdown, target string) string {
	name, anchor := m.within(target)
	if strings.HasPrefix(name, "..") {
		return target + " leads out of the repository"
	}
	to, document := all[name]
	if _, err := os.Stat(name); err != nil && !document {
		return target + " leads to no file"
	}
	if anchor != "" && !document {
		return target + " leads to a heading of what is no document"
	}
	if anchor != "" && !to.anchors[anchor] {
		return target + " leads to no heading"
	}
	return ""
}

// TestPathsInDocuments: what a document names as a file of the repository is one.
func TestPathsInDocuments(t *testing.T) {
	t.Parallel()
	seen := 0
	for name, m := range documents(t) {
		if name == "CHANGELOG.md" { // it tells of what was
			continue
		}
		for _, named := range pathsNamed(m) {
			seen++
			if found, err := filepath.Glob(strings.TrimSuffix(named, "/")); err != nil || len(found) == 0 {
				t.Errorf("%s: there is no %s", name, named)
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d paths were looked at", seen)
	}
}

func pathsNamed(m markdown) (paths []string) {
	for _, code := range m.code() {
		if repoPath.MatchString(code) && !builtPath.MatchString(code) {
			paths = append(paths, code)
		}
	}
	for _, f := range m.fences {
		if f.lang != "mermaid" {
			continue
		}
		for _, named := range nodePath.FindAllString(f.text, -1) {
			if !builtPath.MatchString(named) {
				paths = append(paths, named)
			}
		}
	}
	return paths
}

// TestTargetsInDocuments: what a document has somebody make, the Makefile makes.
func TestTargetsInDocuments(t *testing.T) {
	t.Parallel()
	targets := firstGroups(makeRule, readText(t, "Makefile"))
	seen := 0
	for name, m := range documents(t) {
		for _, target := range targetsNamed(m) {
			seen++
			if !slices.Contains(targets, target) {
				t.Errorf("%s: the Makefile has no %s", name, target)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d targets were looked at", seen)
	}
}

func targetsNamed(m markdown) (targets []string) {
	lines := m.code()
	for _, f := range m.fences {
		if f.lang == "sh" || f.lang == "" {
			lines = append(lines, strings.Split(f.text, "\n")...)
		}
	}
	for _, line := range lines {
		if call := makeCall.FindStringSubmatch(strings.TrimSpace(line)); call != nil {
			targets = append(targets, call[1])
		}
	}
	return targets
}

// TestSettingsInDocuments: a setting that a document names is one of the
// program's, or is read by a test, a script or Terraform.
func TestSettingsInDocuments(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, name := range repositoryPaths(t) {
		info, err := os.Stat(name)
		if err != nil || info.IsDir() || strings.HasSuffix(name, ".md") {
			continue
		}
		if regexp.MustCompile(`\.(go|ts|mjs|tf|py)$`).MatchString(name) {
			known = noted(known, readText(t, name))
		}
	}
	scripts, err := filepath.Glob(".ci/*")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err)
	}
	for _, name := range scripts {
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			known = noted(known, readText(t, name))
		}
	}
	for name, m := range documents(t) {
		text := m.text
		for _, f := range m.fences {
			text += f.text
		}
		for _, named := range setting.FindAllString(text, -1) {
			if !known[named] {
				t.Errorf("%s: nothing reads %s", name, named)
			}
		}
	}
}

// noted adds the settings that a source reads: they stand in quotes, or behind
// what expands them.
func noted(known map[string]bool, text string) map[string]bool {
	for _, name := range settingRead.FindAllString(text, -1) {
		known[name[1:]] = true
	}
	return known
}

func TestLinksThatLeadNowhere(t *testing.T) {
	t.Parallel()
	m := readMarkdown("docs/a.md", "# A `b` (c): d, [e](f.md)\n\n## Twice\n## Twice\n\n[x](#twice-1) `[y](gone.md)`\n\n"+
		"```sh\nmake nothing\n# no heading\n```\n<!-- [z](gone.md) -->\n`internal/gone` `make test`\n")
	if diff := cmp.Diff(map[string]bool{"a-b-c-d-e": true, "twice": true, "twice-1": true}, m.anchors); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"f.md", "#twice-1"}, m.links()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"internal/gone"}, pathsNamed(m)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"test", "nothing"}, targetsNamed(m)); diff != "" {
		t.Error(diff)
	}
	all := map[string]markdown{"docs/a.md": m}
	for target, want := range map[string]string{
		"#twice-1": "", "a.md#twice": "", "../README.md": "",
		"#thrice":         "#thrice leads to no heading",
		"gone.md":         "gone.md leads to no file",
		"../../x.md":      "../../x.md leads out of the repository",
		"../go.mod#top":   "../go.mod#top leads to a heading of what is no document",
		"pictures/no.png": "pictures/no.png leads to no file",
	} {
		if got := linkFault(all, m, target); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	if diff := cmp.Diff(map[string]bool{"ALEX_ONE": true}, noted(map[string]bool{}, "$"+"ALEX_ONE ALEX_TWO")); diff != "" {
		t.Error(diff)
	}
}

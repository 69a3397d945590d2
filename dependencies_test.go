package alex_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	moduleLine    = regexp.MustCompile(`(?m)^(?:require |\t)([\w.\-]+\.[\w.\-/]+) v\S+$`)
	dependencyRow = regexp.MustCompile(`(?m)^\| (\S+\.\S+) \| \S.* \|$`)
)

// firstGroups lists what the first group of pattern matches, sorted.
func firstGroups(pattern *regexp.Regexp, text string) []string {
	var found []string
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	return found
}

func TestDependenciesHaveReasons(t *testing.T) {
	t.Parallel()
	direct := firstGroups(moduleLine, readText(t, "go.mod"))
	if diff := cmp.Diff(direct, firstGroups(dependencyRow, readText(t, "docs/dependencies.md"))); diff != "" {
		t.Errorf("docs/dependencies.md is not the direct modules of go.mod, each with a reason:\n%s", diff)
	}
}

func TestDependenciesAreRead(t *testing.T) {
	t.Parallel()
	mod := "module alex\n\ngo 1.26\n\nrequire example.org/a v1.0.0\n\nrequire (\n\tb.example/c/v2 v2.3.4-pre\n" +
		"\tb.example/d v0.1.0 // indirect\n)\n"
	if diff := cmp.Diff([]string{"b.example/c/v2", "example.org/a"}, firstGroups(moduleLine, mod)); diff != "" {
		t.Error(diff)
	}
	table := "| module | why |\n|---|---|\n| example.org/a | because |\n| example.org/b |  |\n"
	if diff := cmp.Diff([]string{"example.org/a"}, firstGroups(dependencyRow, table)); diff != "" {
		t.Error(diff)
	}
}

// TestPageDependenciesHaveReasons holds the second table to frontend/package.json.
func TestPageDependenciesHaveReasons(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Dependencies, DevDependencies map[string]string
	}
	if err := json.Unmarshal([]byte(readText(t, "frontend/package.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	maps.Copy(manifest.Dependencies, manifest.DevDependencies)
	_, table, _ := strings.Cut(readText(t, "docs/dependencies.md"), "## The page")
	row := regexp.MustCompile(`(?m)^\| ` + "`([^`]+)`" + ` \| \S.* \|$`)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(manifest.Dependencies)), firstGroups(row, table)); diff != "" {
		t.Errorf("docs/dependencies.md is not the packages of the page, each with a reason:\n%s", diff)
	}
}

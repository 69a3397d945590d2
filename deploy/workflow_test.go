package deploy_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// workflow is what a file of GitHub's workflows says, as far as it is looked at.
type workflow struct {
	Name        string
	On          yaml.Node
	Permissions map[string]string
	Concurrency map[string]any
	Jobs        map[string]struct {
		Uses        string
		Timeout     int `yaml:"timeout-minutes"`
		Permissions map[string]string
		Steps       []struct {
			Uses, Run string
			With      map[string]any
		}
	}
}

var (
	// An action by its commit, with the release that it is of behind it.
	pinned  = regexp.MustCompile(`^\s*(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	local   = regexp.MustCompile(`^\s*(?:- )?uses: \./\.github/workflows/[\w-]+\.yml$`)
	making  = regexp.MustCompile(`\bmake ([a-z-]+)`)
	targets = regexp.MustCompile(`(?m)^([a-z-]+):`)
)

// loose is what a workflow leaves open: actions that may change, rights that nobody
// needs, what never ends, targets that there are not.
func loose(text, makefile string) (faults []string) {
	var w workflow
	if err := yaml.Unmarshal([]byte(text), &w); err != nil {
		return []string{err.Error()}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.Contains(line, "uses:") && !pinned.MatchString(line) && !local.MatchString(line) {
			faults = append(faults, "not pinned: "+strings.TrimSpace(line))
		}
	}
	if !cmp.Equal(w.Permissions, map[string]string{"contents": "read"}) {
		faults = append(faults, fmt.Sprintf("everything may %v", w.Permissions))
	}
	if w.Concurrency["group"] == nil {
		faults = append(faults, "several may run at once")
	}
	if strings.Contains(text, "pull_request_target") {
		faults = append(faults, "it gives strangers' changes its rights")
	}
	var known []string
	for _, target := range targets.FindAllStringSubmatch(makefile, -1) {
		known = append(known, target[1])
	}
	for name, job := range w.Jobs {
		if job.Uses == "" && (job.Timeout == 0 || job.Timeout > 90) {
			faults = append(faults, name+" ends after "+fmt.Sprint(job.Timeout)+" minutes")
		}
		writes := slices.ContainsFunc([]string{job.Permissions["contents"], job.Permissions["actions"], job.Permissions["packages"]}, func(p string) bool { return p == "write" })
		for _, step := range job.Steps {
			if strings.Contains(step.Run, "${{") {
				faults = append(faults, name+" puts what others have written into a command: "+step.Run)
			}
			if step.Uses != "" && writes {
				faults = append(faults, name+" may write, and runs "+step.Uses)
			}
			if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false {
				faults = append(faults, name+" leaves its token in the tree")
			}
			for _, made := range making.FindAllStringSubmatch(step.Run, -1) {
				if !slices.Contains(known, made[1]) {
					faults = append(faults, "there is no target "+made[1])
				}
			}
		}
	}
	return faults
}

// TestWorkflows: CI runs the targets that people run, and no more is open than is used.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(names) < 2 {
		t.Fatalf("there are %v, %v", names, err)
	}
	makefile := read(t, "../Makefile")
	run := map[string][]string{}
	for _, name := range names {
		text := read(t, name)
		for _, fault := range loose(text, makefile) {
			t.Errorf("%s: %s", name, fault)
		}
		for _, made := range making.FindAllStringSubmatch(text, -1) {
			run[filepath.Base(name)] = append(run[filepath.Base(name)], made[1])
		}
	}
	want := map[string][]string{"ci.yml": {"test"}, "release.yml": {"verify", "release"}, "vulnerabilities.yml": {"vulnerabilities"}}
	if diff := cmp.Diff(want, run); diff != "" {
		t.Errorf("the targets (-want +got): %s", diff)
	}
	if !strings.Contains(read(t, "../.ci/run"), "exec make test") {
		t.Error(".ci/run does not run what the workflow runs")
	}
	// The workflow tests with the release of Go that go.mod asks for.
	of := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "../go.mod"))
	image := regexp.MustCompile(`image: golang:(\d+\.\d+)(\.\d+)-`).FindStringSubmatch(read(t, "../.github/workflows/ci.yml"))
	if of == nil || image == nil || image[1] != of[1] {
		t.Fatalf("go.mod asks for %v, and the tests run with %v", of, image)
	}
	// And what is released is built with the one that it was tested with, to the last digit.
	for _, name := range []string{"release.yml", "vulnerabilities.yml"} {
		if want := `go-version: "` + image[1] + image[2] + `"`; !strings.Contains(read(t, "../.github/workflows/"+name), want) {
			t.Errorf("%s does not ask for %s", name, want)
		}
	}
}

func TestWorkflowsThatAreLoose(t *testing.T) {
	t.Parallel()
	const makefile = "test: a\n\tb\n"
	hash := strings.Repeat("0a", 20)
	good := `
name: ci
permissions: {contents: read}
concurrency: {group: ci}
jobs:
  test:
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@` + hash + ` # v7.0.1
        with: {persist-credentials: false}
      - run: make test
`
	for name, c := range map[string]struct{ old, new, want string }{
		"a good one":    {"", "", ""},
		"a tag":         {"@" + hash + " # v7.0.1", "@v7", "not pinned: - uses: actions/checkout@v7"},
		"no release":    {" # v7.0.1", "", "not pinned: - uses: actions/checkout@" + hash},
		"all rights":    {"permissions: {contents: read}\n", "", "everything may map[]"},
		"more rights":   {"contents: read", "contents: write", "everything may map[contents:write]"},
		"for ever":      {"    timeout-minutes: 5\n", "", "test ends after 0 minutes"},
		"at once":       {"concurrency: {group: ci}\n", "", "several may run at once"},
		"a token":       {"        with: {persist-credentials: false}\n", "", "test leaves its token in the tree"},
		"another's":     {"name: ci\n", "name: ci\non: pull_request_target\n", "it gives strangers' changes its rights"},
		"no target":     {"make test", "make tests", "there is no target tests"},
		"others' words": {"make test", "make test ${{ github.head_ref }}", "test puts what others have written into a command: make test ${{ github.head_ref }}"},
		"it may write":  {"    steps:", "    permissions: {contents: write}\n    steps:", "test may write, and runs actions/checkout@" + hash},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := loose(strings.Replace(good, c.old, c.new, 1), makefile)
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFormsOfGitHub can be read, and ask for the version.
func TestFormsOfGitHub(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../.github/ISSUE_TEMPLATE/*.yml")
	if err != nil || len(names) != 3 {
		t.Fatalf("there are %v, %v", names, err)
	}
	for _, name := range append(names, "../.github/dependabot.yml") {
		var form struct {
			Name, Description string
			Body              []struct{ Type, ID string }
			Links             []struct{ Name, URL, About string } `yaml:"contact_links"`
			Updates           []struct {
				Ecosystem string `yaml:"package-ecosystem"`
				Schedule  struct{ Interval string }
			}
		}
		if err := yaml.Unmarshal([]byte(read(t, name)), &form); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		asked := map[string]bool{}
		for _, field := range form.Body {
			asked[field.ID] = true
		}
		switch filepath.Base(name) {
		case "bug.yml":
			if !asked["version"] || !asked["steps"] {
				t.Errorf("%s asks for %v", name, asked)
			}
		case "idea.yml":
			if form.Name == "" || form.Description == "" || len(form.Body) == 0 {
				t.Errorf("%s is %+v", name, form)
			}
		case "config.yml":
			if len(form.Links) != 1 || !strings.HasPrefix(form.Links[0].URL, "https://") || !strings.Contains(form.Links[0].About, "SECURITY.md") {
				t.Errorf("%s leads to %+v", name, form.Links)
			}
		case "dependabot.yml":
			var kinds []string
			for _, u := range form.Updates {
				kinds = append(kinds, u.Ecosystem)
				if u.Schedule.Interval != "weekly" {
					t.Errorf("%s is looked at %s", u.Ecosystem, u.Schedule.Interval)
				}
			}
			if !slices.Equal(kinds, []string{"gomod", "npm", "github-actions"}) {
				t.Errorf("%s looks after %v", name, kinds)
			}
		}
	}
}

package alex_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// arrow is one of the flowchart of docs/architecture.md.
var arrow = regexp.MustCompile(`(?m)^ {4}(\w+)(?:\[[^\]]*\])? --> (\w+)(?:\[[^\]]*\])?$`)

// nounOf is the package as the picture has it; empty for what it leaves out: the
// domain, adapters, what runs the program from outside, and what tests alone import.
func nounOf(path string) string {
	if path == "cmd/alex" {
		return "cmd"
	}
	noun, internal := strings.CutPrefix(path, "internal/")
	switch {
	case !internal, strings.Contains(noun, "/"), noun == "bench", noun == "drill", noun == "release", noun == "trust", noun == "goldenfile":
		return ""
	}
	return noun
}

// pictured are the arrows of a flowchart, by where they begin.
func pictured(text string) map[string][]string {
	arrows := map[string][]string{}
	for _, a := range arrow.FindAllStringSubmatch(text, -1) {
		arrows[a[1]] = append(arrows[a[1]], a[2])
	}
	return arrows
}

// pictureFaults compares a picture with the imports: an arrow that is no import,
// and an import that no way along the arrows shows.
func pictureFaults(arrows, imports map[string][]string) (faults []string) {
	for from, to := range arrows {
		for _, target := range to {
			if !slices.Contains(imports[from], target) {
				faults = append(faults, fmt.Sprintf("%s does not import %s", from, target))
			}
		}
	}
	for from, to := range imports {
		for _, target := range to {
			if !leads(arrows, from, target) {
				faults = append(faults, fmt.Sprintf("%s imports %s", from, target))
			}
		}
	}
	slices.Sort(faults)
	return slices.Compact(faults)
}

// leads reports a way along the arrows, which have no circle.
func leads(arrows map[string][]string, from, to string) bool {
	return slices.ContainsFunc(arrows[from], func(next string) bool { return next == to || leads(arrows, next, to) })
}

func TestPictureIsTheCode(t *testing.T) {
	t.Parallel()
	imports, nouns := map[string][]string{}, map[string]bool{}
	for _, file := range readSource(t) {
		from := nounOf(file.dir())
		if from == "" || file.isTest() {
			continue
		}
		nouns[from] = true
		for _, path := range file.imports() {
			if inside, ours := modulePackage(path); ours && nounOf(inside) != "" {
				imports[from] = append(imports[from], nounOf(inside))
			}
		}
	}
	_, text, _ := strings.Cut(readText(t, "docs/architecture.md"), "flowchart TD\n")
	text, _, closed := strings.Cut(text, "```")
	if !closed {
		t.Fatal("docs/architecture.md has no picture")
	}
	for _, fault := range pictureFaults(pictured(text), imports) {
		t.Errorf("docs/architecture.md: %s", fault)
	}
	for noun := range nouns {
		if !regexp.MustCompile(`\b` + noun + `\[`).MatchString(text) {
			t.Errorf("docs/architecture.md does not say what %s is", noun)
		}
	}
}

func TestPicturesThatLie(t *testing.T) {
	t.Parallel()
	arrows := pictured("    a[x: y] --> b[z]\n    b --> c\n    c --> d[w]\n")
	imports := map[string][]string{"a": {"b", "c"}, "b": {"c"}, "d": {"a"}}
	if diff := cmp.Diff([]string{"c does not import d", "d imports a"}, pictureFaults(arrows, imports)); diff != "" {
		t.Error(diff)
	}
}

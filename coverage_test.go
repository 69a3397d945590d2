package alex_test

import (
	"fmt"
	"go/ast"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Shapes of docs/coverage.md: a row, and within its last cell a proof or one
// of the words for what is missing.
var (
	coverageRow   = regexp.MustCompile(`^\| ([A-Z]\d\d) \| (.+) \| (.*) \|$`)
	statePart     = regexp.MustCompile("(?:`[^`]*`|[^`,])*,") // a title may hold commas
	coverageProof = regexp.MustCompile("^`(\\S+) ((?:Test|Fuzz|Benchmark|Example)\\w*)`$")
	// A journey, a measurement or a unit test of the page is named by its file and its title.
	pageProof = regexp.MustCompile("^`(frontend/\\S+\\.tsx?) “(.+)”`$")
	// Where documentation is asked for, a section of it is the proof.
	docProof = regexp.MustCompile("^`((?:docs/)?[\\w/.-]+\\.md) “(.+)”`$")
	docTitle = regexp.MustCompile(`(?m)^#+ (.+)$`)
	pageTest = regexp.MustCompile(`(?m)^\s*(?:it|describe)(?:\.each\([^)]*\))?\(\s*['"\x60](.+?)['"\x60],`)
)

// requirementIDs lists every id that the table must hold, in order.
func requirementIDs() []string {
	var ids []string
	for _, group := range []struct {
		letter string
		last   int
	}{
		{"D", 42}, {"A", 43}, {"W", 44}, {"Q", 9}, {"O", 21}, {"S", 21}, {"C", 7}, {"P", 5}, {"R", 5}, {"X", 18},
	} {
		for n := 1; n <= group.last; n++ {
			ids = append(ids, fmt.Sprintf("%s%02d", group.letter, n))
		}
	}
	return ids
}

// coverageFaults checks the text of the table against the ids it must hold and
// the proofs ("package/path TestName") that exist.
func coverageFaults(text string, ids []string, proofs map[string]bool) []string {
	var faults []string
	listed := map[string]int{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		row := coverageRow.FindStringSubmatch(line)
		if row == nil {
			if strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "| requirement |") && !strings.HasPrefix(line, "|---") {
				faults = append(faults, "not a row of id, what and state: "+line)
			}
			continue
		}
		listed[row[1]]++
		for _, fault := range stateFaults(row[3], proofs) {
			faults = append(faults, row[1]+": "+fault)
		}
	}
	for _, id := range ids {
		if listed[id] != 1 {
			faults = append(faults, fmt.Sprintf("%s: listed %d times", id, listed[id]))
		}
		delete(listed, id)
	}
	for id := range listed {
		faults = append(faults, id+": no such requirement")
	}
	return faults
}

func stateFaults(state string, proofs map[string]bool) []string {
	var faults []string
	for _, part := range statePart.FindAllString(state+",", -1) {
		part = strings.TrimSpace(strings.TrimSuffix(part, ","))
		if part == "open" || part == "needs an account" {
			continue
		}
		switch fault := proofFault(part, proofs); {
		case strings.HasSuffix(fault, noProof):
			faults = append(faults, fmt.Sprintf("%q is neither a proof, nor open, nor “needs an account”", part))
		case fault != "":
			faults = append(faults, fault)
		}
	}
	return faults
}

const noProof = " is no proof"

// proofFault is what is wrong with one proof as a table names it, and a comma
// after it; empty where it exists.
func proofFault(part string, proofs map[string]bool) string {
	part = strings.TrimSpace(strings.TrimSuffix(part, ","))
	for _, form := range []*regexp.Regexp{coverageProof, pageProof, docProof} {
		if named := form.FindStringSubmatch(part); named != nil {
			if proofs[named[1]+" "+named[2]] {
				return ""
			}
			return fmt.Sprintf("%s has no %s", named[1], named[2])
		}
	}
	return fmt.Sprintf("%q", part) + noProof
}

// testProofs finds every test of the repository.
func testProofs(t *testing.T) map[string]bool {
	t.Helper()
	proofs := proofsOf(readSource(t))
	maps.Copy(proofs, pageProofs(t))
	return proofs
}

// headingProofs finds the sections of the documents by "path heading".
func headingProofs(t *testing.T) map[string]bool {
	t.Helper()
	proofs := map[string]bool{}
	for _, name := range repositoryPaths(t) {
		if strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "frontend/") {
			for _, heading := range docTitle.FindAllStringSubmatch(readText(t, name), -1) {
				proofs[name+" "+heading[1]] = true
			}
		}
	}
	return proofs
}

// proofsOf finds the test functions by "package/path TestName".
func proofsOf(files []sourceFile) map[string]bool {
	proofs := map[string]bool{}
	for _, file := range files {
		for _, decl := range file.ast.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && file.isTest() {
				proofs[file.dir()+" "+f.Name.Name] = true
			}
		}
	}
	return proofs
}

// pageProofs finds the tests of the page by "path title".
func pageProofs(t *testing.T) map[string]bool {
	t.Helper()
	proofs := map[string]bool{}
	for _, name := range repositoryPaths(t) {
		if regexp.MustCompile(`^frontend/(e2e/.+\.ts|src/.+\.test\.tsx?)$`).MatchString(name) {
			for _, found := range pageTest.FindAllStringSubmatch(readText(t, name), -1) {
				proofs[name+" "+found[1]] = true
			}
		}
	}
	return proofs
}

func TestCoverageTable(t *testing.T) {
	t.Parallel()
	for _, fault := range coverageFaults(readText(t, "docs/coverage.md"), requirementIDs(), testProofs(t)) {
		t.Error("docs/coverage.md: " + fault)
	}
}

func TestCoverageTableCatchesFaults(t *testing.T) {
	t.Parallel()
	proofs := proofsOf([]sourceFile{
		parseSource(t, "a_test.go", "package a\nfunc TestOne(){}\nfunc FuzzTwo(){}\nfunc (x) TestMethod(){}"),
		parseSource(t, "internal/b/b_test.go", "package b\nfunc BenchmarkThree(){}"),
		parseSource(t, "internal/b/b.go", "package b\nfunc TestInProduction(){}"),
	})
	cases := []struct {
		name, table string
		want        []string
	}{
		{"proofs", "| D01 | a | `. TestOne`, `. FuzzTwo` |\n| D02 | b | `internal/b BenchmarkThree` |", nil},
		{"open and account", "| D01 | a | open |\n| D02 | b | `. TestOne`, needs an account |", nil},
		{"twice", "| D01 | a | open |\n| D01 | a | open |\n| D02 | b | open |", []string{"D01: listed 2 times"}},
		{"missing", "| D01 | a | open |", []string{"D02: listed 0 times"}},
		{
			"unknown id", "| D01 | a | open |\n| D02 | b | open |\n| Z01 | c | open |",
			[]string{"Z01: no such requirement"},
		},
		{
			"no such test", "| D01 | a | `. TestTwo` |\n| D02 | b | `internal/b TestOne` |",
			[]string{"D01: . has no TestTwo", "D02: internal/b has no TestOne"},
		},
		{
			"not a test", "| D01 | a | `. TestMethod` |\n| D02 | b | `internal/b TestInProduction` |",
			[]string{"D01: . has no TestMethod", "D02: internal/b has no TestInProduction"},
		},
		{
			"no state", "| D01 | a |  |\n| D02 | b | done |",
			[]string{
				`D01: "" is neither a proof, nor open, nor “needs an account”`,
				`D02: "done" is neither a proof, nor open, nor “needs an account”`,
			},
		},
		{
			"not a row", "| D01 | a | open |\n| D02 | b | open |\n| D3 | b |",
			[]string{"not a row of id, what and state: | D3 | b |"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, coverageFaults(c.table, []string{"D01", "D02"}, proofs)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

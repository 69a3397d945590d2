package alex_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	racedCase = regexp.MustCompile(`(?m)^\*/(\S+)\) (?:run|skip)=(?:'([^']*)'|(\S+)) ;;$`)
	testFunc  = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	exercise  = regexp.MustCompile(`(?m)^\t\t"([^"]+)":\s+\w+,$`)
)

// TestRacedNamesTests: what .ci/raced runs or leaves out is there. Go takes a pattern
// that fits no test for one that has nothing to do.
func TestRacedNamesTests(t *testing.T) {
	t.Parallel()
	conformance := firstGroups(exercise, readText(t, "internal/store/storetest/exercise.go"))
	for i, name := range conformance {
		conformance[i] = strings.ReplaceAll(name, " ", "_")
	}
	seen := 0
	for _, c := range racedCase.FindAllStringSubmatch(readText(t, ".ci/raced"), -1) {
		tests := testsOf(t, c[1])
		for _, pattern := range alternatives(c[2] + c[3]) {
			top, sub, isDeep := strings.Cut(pattern, "/.*")
			want(t, c[1], top, tests)
			if isDeep {
				for _, name := range alternatives(sub) {
					want(t, c[1], name, conformance)
				}
			}
			seen++
		}
	}
	if seen < 40 || len(conformance) < 100 {
		t.Errorf("only %d patterns and %d parts of the suite were read", seen, len(conformance))
	}
}

func want(t *testing.T, folder, pattern string, names []string) {
	t.Helper()
	if fits := regexp.MustCompile(pattern); !slices.ContainsFunc(names, fits.MatchString) {
		t.Errorf(".ci/raced: %s: %s fits no test", folder, pattern)
	}
}

func testsOf(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no tests: %v", folder, err)
	}
	for _, file := range files {
		names = append(names, firstGroups(testFunc, readText(t, file))...)
	}
	return names
}

// alternatives are the parts of a pattern between the bars that stand in no bracket, or
// in one around all of it.
func alternatives(pattern string) (parts []string) {
	pattern = strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$")
	if strings.HasPrefix(pattern, "(") && strings.HasSuffix(pattern, ")") {
		pattern = pattern[1 : len(pattern)-1]
	}
	depth, from := 0, 0
	for i, r := range pattern {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == '|' && depth == 0:
			parts, from = append(parts, pattern[from:i]), i+1
		}
	}
	return append(parts, pattern[from:])
}

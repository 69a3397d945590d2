package terraform_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

var (
	sizeOfFunctions = regexp.MustCompile(`([\d.]+) s of (\d+) (GB|MB) \(([^)]+)\)`) // in docs/costs.md
	rowOfFunctions  = regexp.MustCompile(`(?m)^\| ([a-z, ]+) \| (\d+) (GB|MB) \| (\d+) (s|min) \|`)
	functionName    = regexp.MustCompile(`\b(api|webhook|planner|tagger|reporter|charter|retirement|ingest|researcher|sweeper)\b`)
)

// TestDocumentsKnowTheFunctions: docs/aws.md and docs/costs.md have the memory and the
// time of each function as they are set here, and the costs are computed by them.
func TestDocumentsKnowTheFunctions(t *testing.T) {
	t.Parallel()
	roles := local(t, scope(read(t, "modules/lambda"), given(), nil), "roles").AsValueMap()
	for name, c := range map[string]struct {
		faults func(map[string]cty.Value, string) ([]string, int)
		told   int
	}{
		"aws.md":   {tableFaults, len(roles)},
		"costs.md": {costFaults, len(roles) - 2}, // nobody counts on webhook and ingest
	} {
		text, err := os.ReadFile("../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		faults, told := c.faults(roles, string(text))
		for _, fault := range faults {
			t.Errorf("docs/%s: %s", name, fault)
		}
		if told != c.told {
			t.Errorf("docs/%s tells of %d functions, want %d", name, told, c.told)
		}
	}
	for text, faults := range map[string]func(map[string]cty.Value, string) ([]string, int){
		"| planner | 3 GB | 14 min |": tableFaults, "| sweeper | 256 MB | 5 min |": tableFaults,
		"0.1 s of 256 MB (sweeper) | × 0.1 × 0.25": costFaults, "10 s of 2 GB (retirement) | × 10 × 1 +": costFaults,
	} {
		if got, _ := faults(roles, text); len(got) != 1 {
			t.Errorf("of %s these are told: %q", text, got)
		}
	}
}

// tableFaults looks at the table of functions, and counts them.
func tableFaults(roles map[string]cty.Value, text string) (faults []string, told int) {
	for _, row := range rowOfFunctions.FindAllStringSubmatch(text, -1) {
		seconds, _ := strconv.ParseInt(row[4], 10, 64)
		if row[5] == "min" {
			seconds *= 60
		}
		for role := range strings.SplitSeq(row[1], ", ") {
			told++
			if want := number(roles[role], "timeout"); seconds != want {
				faults = append(faults, fmt.Sprintf("%s has %d s, not %d", role, want, seconds))
			}
			faults = append(faults, sizeFaults(roles, role, row[2], row[3])...)
		}
	}
	return faults, told
}

// costFaults looks at what is said of functions, and at the product that computes it.
func costFaults(roles map[string]cty.Value, text string) (faults []string, told int) {
	for _, said := range sizeOfFunctions.FindAllStringSubmatch(text, -1) {
		for _, role := range functionName.FindAllString(said[4], -1) {
			told++
			faults = append(faults, sizeFaults(roles, role, said[2], said[3])...)
		}
		product := "× " + said[1] + " × " + strconv.FormatFloat(float64(megabytes(said[2], said[3]))/1024, 'f', -1, 64)
		if !strings.Contains(text, product+" ") && !strings.HasSuffix(text, product) {
			faults = append(faults, "nothing is computed by "+product)
		}
	}
	return faults, told
}

func sizeFaults(roles map[string]cty.Value, role, size, unit string) []string {
	if want, got := number(roles[role], "memory"), megabytes(size, unit); got != want {
		return []string{fmt.Sprintf("%s has %d MB, not %d", role, want, got)}
	}
	return nil
}

func number(role cty.Value, name string) int64 {
	n, _ := role.GetAttr(name).AsBigFloat().Int64()
	return n
}

func megabytes(size, unit string) int64 {
	n, _ := strconv.ParseInt(size, 10, 64)
	if unit == "GB" {
		n *= 1024
	}
	return n
}

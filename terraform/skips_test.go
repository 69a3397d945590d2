package terraform_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// skipFaults are checks of the scanner that are left out without a reason, or twice.
func skipFaults(texts map[string]string) (faults []string) {
	everywhere := map[string]bool{}
	for name, text := range texts {
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			check := regexp.MustCompile(`CKV2?_\w+`).FindString(line)
			reason := ""
			switch {
			case check == "":
				continue
			case strings.HasPrefix(line, "- CKV"):
				_, reason, _ = strings.Cut(line, "# ")
				if everywhere[check] {
					faults = append(faults, name+": "+check+" twice")
				}
				everywhere[check] = true
			case strings.HasPrefix(line, "#checkov:skip="):
				_, reason, _ = strings.Cut(line, check+":")
			}
			if len(strings.Fields(reason)) < 4 {
				faults = append(faults, name+": "+check+" without a reason")
			}
		}
	}
	for name, text := range texts {
		for check := range everywhere {
			if strings.Contains(text, "skip="+check+":") {
				faults = append(faults, name+": "+check+" is left out everywhere")
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// TestEachSkippedCheckHasItsReason, in the file that leaves it out.
func TestEachSkippedCheckHasItsReason(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("checkov.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"checkov.yaml": string(list)}
	for _, m := range byName(t) {
		for name, text := range m.sources {
			files[name] = string(text)
		}
	}
	for _, fault := range skipFaults(files) {
		t.Error(fault)
	}
	broken := map[string]string{
		"a.yaml": "skip-check:\n  - CKV_AWS_1\n  - CKV_AWS_2 # nobody ever needs it here\n  - CKV_AWS_2 # nobody ever needs it here\n",
		"b.tf":   "#checkov:skip=CKV_AWS_2:it is not needed here\n#checkov:skip=CKV_AWS_3:no\n",
	}
	want := []string{"a.yaml: CKV_AWS_1 without a reason", "a.yaml: CKV_AWS_2 twice", "b.tf: CKV_AWS_2 is left out everywhere", "b.tf: CKV_AWS_3 without a reason"}
	if diff := cmp.Diff(want, skipFaults(broken)); diff != "" {
		t.Error(diff)
	}
}

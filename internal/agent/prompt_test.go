package agent_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"alex/internal/agent"
)

// TestPromptVersions holds each prompt to its line in prompts/VERSIONS: whoever
// changes a text gives it the next number, so that traces and the log tell which
// text was asked. -update writes the hashes; the numbers are raised by hand.
func TestPromptVersions(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, name := range agent.PromptNames() {
		p := agent.PromptNamed(name)
		if p.Number < 1 || !strings.HasPrefix(p.ID(), name+"@") {
			t.Errorf("%s has number %d, %s", name, p.Number, p.ID())
		}
		lines = append(lines, fmt.Sprintf("%s %d %s", name, p.Number, p.Version))
	}
	want := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile("prompts/VERSIONS", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("prompts/VERSIONS")
	if err != nil || string(got) != want {
		t.Errorf("prompts/VERSIONS says %q, %v, want %q: raise the number of what changed, then -update", got, err, want)
	}
}

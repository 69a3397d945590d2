//go:build unix

package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestOperatorsGuide runs the commands of docs/operators.md beside a server.
func TestOperatorsGuide(t *testing.T) {
	t.Parallel()
	w := newWalk(t, "ALEX_ADDR=127.0.0.1:0")
	w.environ = append(w.environ, "ALEX_DATA="+filepath.Join(w.dir, "data"))
	startServer(t, w.dir)
	text, err := w.run(t, marked(t, "docs/operators.md"))
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	for _, want := range []string{"An invitation for ann@example.org", "alex_", "ann laptop", "opens nothing any more", "reads back as it was written", "is restored", "The database is in order."} {
		if !strings.Contains(text, want) {
			t.Errorf("the guide's commands do not show %q:\n%s", want, text)
		}
	}
}

//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAPIWalk runs what docs/api.md tells a newcomer to run, by curl
// alone, against the real program.
func TestAPIWalk(t *testing.T) {
	t.Parallel()
	w := newWalk(t)
	s := startServer(t, w.dir)
	if err := os.Symlink(testdata(t), filepath.Join(w.dir, "testdata")); err != nil {
		t.Fatal(err)
	}
	text, err := w.run(t, strings.Replace(marked(t, "docs/api.md"), "ALEX=http://localhost:8080", "ALEX="+s.url, 1))
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	for _, want := range []string{
		`"accessToken"`, `"importId"`, `"totalValue":"474762.12"`, "event: done", `"status":"completed"`,
		"You own **$474,762** in 4 accounts", `{"result":"same"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the journey does not show %s:\n%.4000s", want, text)
		}
	}
	page, err := os.ReadFile(filepath.Join(w.dir, "report.html"))
	if err != nil || !strings.HasPrefix(string(page), "<!") {
		t.Errorf("report.html is %.60q, %v", page, err)
	}
	if _, err := s.end(t, syscall.SIGTERM); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

func testdata(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const root = "../.."

// Every promise and failure mode names tests that are there.
func TestProofsExist(t *testing.T) {
	t.Parallel()
	promises, err := readAll(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range promises {
		for _, test := range p.proofs {
			if !exists(t, test) {
				t.Errorf("%s: there is no %s", p.what, test.key())
			}
		}
	}
	t.Attr("measured", strconv.Itoa(len(promises))+" promises and failure modes")
}

func exists(t *testing.T, p proof) bool {
	t.Helper()
	pattern, name := filepath.Join(root, p.where, "*_test.go"), regexp.MustCompile(`(?m)^func `+p.name+`\(`)
	if p.page() {
		pattern, name = filepath.Join(root, p.where), regexp.MustCompile(`it\(\s*['"\x60]`+regexp.QuoteMeta(p.name)+`['"\x60]`)
	}
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if name.Match(text) {
			return true
		}
	}
	return false
}

// The runbook has the 36 failure modes, in order, each with a proof.
func TestRunbookIsWhole(t *testing.T) {
	t.Parallel()
	promises, err := readAll(root)
	if err != nil {
		t.Fatal(err)
	}
	next := 1
	for _, p := range promises {
		if p.area != "Failure modes" {
			continue
		}
		if !strings.HasPrefix(p.what, "F"+strconv.Itoa(next)+" ") {
			t.Errorf("%q stands where F%d belongs", p.what, next)
		}
		if len(p.proofs)+len(p.open) == 0 {
			t.Errorf("%s: nothing shows it", p.what)
		}
		next++
	}
	if next != 37 {
		t.Errorf("the runbook has %d failure modes, want 36", next-1)
	}
}

func TestDocumentsAreRead(t *testing.T) {
	t.Parallel()
	text := "# P\n## Jobs\n| promise | figure | shown by |\n|---|---|---|\n" +
		"| None is lost | 0 | `cmd/alex TestKilled -kills 30 -fast`, `frontend/e2e/04-crash.e2e.ts “a, b”`, open: not on AWS |\n"
	got, err := readPromises(text)
	if err != nil {
		t.Fatal(err)
	}
	want := []promise{{area: "Jobs", what: "None is lost", figure: "0", proofs: []proof{
		{where: "cmd/alex", name: "TestKilled", flags: []string{"-kills", "30", "-fast"}},
		{where: "frontend/e2e/04-crash.e2e.ts", name: "a, b"},
	}, open: []string{"not on AWS"}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(promise{}, proof{})); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"| a | b |", "| a | b |  |", "| a | b | soon |", "| a | b | `x` |", "| a | b | `x TestY`, later |"} {
		if _, err := readPromises(bad); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
	if _, err := readRunbook("Shown by: `a TestB`"); err == nil {
		t.Error("a proof of nothing is taken")
	}
}

// A report tells what was measured, and counts as failed what did not run.
func TestReport(t *testing.T) {
	t.Parallel()
	promises, err := readRunbook("### F1 One\nShown by: `a TestA`\n### F2 Two\nShown by: `a TestB`\n### F3 Three\nShown by: `a TestC`, open: half\n### F4 Four\nShown by: `a TestD`\n")
	if err != nil {
		t.Fatal(err)
	}
	events := `{"Action":"attr","Test":"TestA/sqlite","Key":"measured","Value":"lost=0"}
{"Action":"pass","Test":"TestA/sqlite","Elapsed":1}
{"Action":"pass","Test":"TestA","Elapsed":1.5}
{"Action":"fail","Test":"TestB","Elapsed":0}
not JSON
{"Action":"pass","Test":"TestC","Elapsed":0}
`
	results := map[string]result{}
	if err := readEvents(strings.NewReader(events), "a", new(bytes.Buffer), results); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	sound, err := write(&out, about{at: time.Unix(0, 0), commit: "abc", long: true}, promises, results)
	if err != nil || sound {
		t.Errorf("sound %v, %v: a test failed, and another did not run", sound, err)
	}
	for _, line := range []string{
		"4 promises and failure modes: 1 hold, 1 fall short, 2 fail.",
		"- F2 Two: `a TestB` failed", "- F3 Three: half", "- F4 Four: `a TestD` did not run",
		"| F1 One |  | `TestA` passed in 1.5 s: sqlite: lost=0 | holds |",
	} {
		if !strings.Contains(out.String(), line+"\n") {
			t.Errorf("the report lacks %q:\n%s", line, out.String())
		}
	}
	if err := readJourneys([]byte(`{"testResults":[{"name":"/x/e2e/04.ts","assertionResults":[{"title":"a, b","status":"passed","duration":1500},{"title":"c","status":"pending"}]}]}`), "/x", results); err != nil {
		t.Fatal(err)
	}
	if r := results["frontend/e2e/04.ts a, b"]; r.state != "pass" || r.took != 1500*time.Millisecond {
		t.Errorf("a journey that passed is %v", r)
	}
	if r := results["frontend/e2e/04.ts c"]; r.state != "skip" {
		t.Errorf("a journey that did not run is %v", r)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// object decodes the one JSON document that text has to be.
func object(t *testing.T, text string) map[string]json.RawMessage {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	var document map[string]json.RawMessage
	if err := decoder.Decode(&document); err != nil {
		t.Fatalf("no JSON document: %v in %.200s", err, text)
	}
	if _, err := decoder.Token(); err != io.EOF { //nolint:errorlint // a decoder's end is io.EOF itself
		t.Fatalf("more follows the document: %v", err)
	}
	return document
}

func keys(document map[string]json.RawMessage) []string { return slices.Sorted(maps.Keys(document)) }

func words(text string) []string { return slices.Sorted(slices.Values(strings.Fields(text))) }

// TestAnalyzeJSON pins the keys that other programs read.
func TestAnalyzeJSON(t *testing.T) {
	t.Parallel()
	document := object(t, done(t, t.TempDir(), "analyze", "--sample", "--json"))
	if diff := cmp.Diff(words("asOf imports portfolio facts report charts retirement hash steps"), keys(document)); diff != "" {
		t.Errorf("the document (-want +got): %s", diff)
	}
	for _, part := range []struct{ name, keys string }{
		{"portfolio", `asOf totalValue cash accounts byAssetClass byRegion bySector byAccount unpriced unclassifiedPercent
			drift concentration riskScore checks`},
		{"report", "asOf generatedBy summary sections charts facts hash engineVersion seed"},
		{"retirement", projected},
	} {
		if missing := lacking(part.keys, object(t, string(document[part.name]))); len(missing) > 0 {
			t.Errorf("%s lacks %v", part.name, missing)
		}
	}
	for _, list := range []struct{ name, keys string }{
		{"imports", "file broker asOf accounts fileTotal readTotal rows"},
		{"facts", "id value unit text label source asOf"},
		{"charts", "key title caption type data"},
		{"steps", "agent status author fellBack startedAt completedAt tokens cost"},
	} {
		var rows []map[string]json.RawMessage
		if err := json.Unmarshal(document[list.name], &rows); err != nil || len(rows) == 0 {
			t.Fatalf("%s: %d rows, %v", list.name, len(rows), err)
		}
		for _, row := range rows {
			if missing := lacking(list.keys, row); len(missing) > 0 && string(row["status"]) != `"skipped"` {
				t.Errorf("%s lacks %v in %v", list.name, missing, keys(row))
			}
		}
	}
}

// lacking are those of the words that the document has not as keys.
func lacking(list string, document map[string]json.RawMessage) []string {
	return slices.DeleteFunc(words(list), func(key string) bool { _, ok := document[key]; return ok })
}

// The keys of a projection: those that it always has, and those that depend
// on the mode and on the plan.
const (
	projected = `mode timing successes successRate successLow successHigh standardError percentiles endingBalance endingHistogram cashFlows
		shortfallByAge medianTotalSpent seed engineVersion assumptionSet inputsHash warnings sustainableIncome
		depletionAges expectedShortfall incomeCurve sensitivities levers methods stress requiredSaving requiredBalance worstStart`
	sometimesProjected = "paths windows failedStarts comparison nominalPercentiles"
)

func TestProjectJSON(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"plan.json": trinity, "other.json": strings.Replace(trinity, "40000", "50000", 1)})
	for name, c := range map[string]struct {
		args []string
		has  string
	}{
		"parametric": {nil, "paths"},
		"quick":      {[]string{"--detail", "quick"}, "paths"},
		"historical": {[]string{"--mode", "historical", "--detail", "standard"}, "windows worstStart"},
		"bootstrap":  {[]string{"--mode", "bootstrap", "--paths", "1000", "--seed", "7"}, "paths"},
		"compared":   {[]string{"--paths", "1000", "--against", "$DIR/other.json"}, "comparison"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"project", "--plan", "$DIR/plan.json", "--json"}, c.args...)
			text := done(t, dir, args...)
			document := object(t, text)
			if missing := lacking(projected+" "+c.has, document); len(missing) > 0 {
				t.Errorf("the projection lacks %v", missing)
			}
			known := words(projected + " " + sometimesProjected)
			for key := range document {
				if !slices.Contains(known, key) {
					t.Errorf("nobody promises the key %q", key)
				}
			}
			var income map[string]string
			if err := json.Unmarshal(document["sustainableIncome"], &income); err != nil {
				t.Errorf("amounts are decimal strings: %v", err)
			}
			if again := done(t, dir, args...); again != text {
				t.Errorf("a second run differs: %s", cmp.Diff(text, again))
			}
		})
	}
}

// TestOtherJSON looks that --json prints one document everywhere.
func TestOtherJSON(t *testing.T) {
	t.Parallel()
	for _, agent := range []string{"planner", "tagger", "reporter", "charter", "retirement"} {
		t.Run(agent, func(t *testing.T) {
			t.Parallel()
			text := done(t, t.TempDir(), "agent", agent, "--json")
			decoder := json.NewDecoder(strings.NewReader(text))
			var document any
			if err := decoder.Decode(&document); err != nil || document == nil {
				t.Fatalf("%v: %.100s", err, text)
			}
			if decoder.More() {
				t.Errorf("more follows the document: %s", text)
			}
		})
	}
	t.Run("check", func(t *testing.T) {
		t.Parallel()
		document := object(t, invoke(t, t.TempDir(), "Up 12%.", "check", "-").out)
		if diff := cmp.Diff([]string{"violations"}, keys(document)); diff != "" {
			t.Error(diff)
		}
		var violations []alex.Violation
		decoder := json.NewDecoder(bytes.NewReader(document["violations"]))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&violations); err != nil || len(violations) != 1 {
			t.Errorf("%v, %v", violations, err)
		}
	})
}

// written is the content of a folder by file name.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	uuidPattern  = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	clockPattern = regexp.MustCompile(`\d\d:\d\d:\d\d`)
)

// TestOut looks at what --out leaves: the same five files each time, with
// neither ids nor times nor account numbers in them.
func TestOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := func(out string) []string {
		return []string{
			"analyze", "--out", "$DIR/" + out, brokerFiles + "fidelity_positions.csv", brokerFiles + "vanguard_positions.csv",
			brokerFiles + "ibkr_activity.csv",
		}
	}
	text := done(t, dir, args("deep/first")...)
	if !strings.Contains(text, filepath.Join(dir, "deep", "first", "report.html")) {
		t.Errorf("the report's place is not said: %s", text)
	}
	done(t, dir, args("second")...)
	first, second := written(t, filepath.Join(dir, "deep", "first")), written(t, filepath.Join(dir, "second"))
	if diff := cmp.Diff(words("charts.json facts.json report.html report.json report.md"), slices.Sorted(maps.Keys(first))); diff != "" {
		t.Errorf("the files (-want +got): %s", diff)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two runs differ: %s", diff)
	}
	for name, body := range first {
		for _, pattern := range []*regexp.Regexp{uuidPattern, clockPattern, accountNumber(t)} {
			if found := pattern.FindString(body); found != "" {
				t.Errorf("%s has %q", name, found)
			}
		}
		if strings.TrimSpace(body) == "" {
			t.Errorf("%s is empty", name)
		}
	}
}

// accountNumber matches the whole account numbers of the files of TestOut.
func accountNumber(t *testing.T) *regexp.Regexp {
	t.Helper()
	numbers := []string{}
	for _, source := range []struct {
		file    string
		pattern *regexp.Regexp
	}{
		{"fidelity_positions.csv", regexp.MustCompile(`(?m)^([A-Z0-9]{8,9}),`)},
		{"vanguard_positions.csv", regexp.MustCompile(`(?m)^([0-9]{8}),`)},
		{"ibkr_activity.csv", regexp.MustCompile(`\b(U[0-9]{7})\b`)},
	} {
		body, err := os.ReadFile(brokerFiles + source.file)
		if err != nil {
			t.Fatal(err)
		}
		found := source.pattern.FindAllStringSubmatch(string(body), -1)
		if len(found) == 0 {
			t.Fatalf("%s names no account number", source.file)
		}
		for _, match := range found {
			numbers = append(numbers, regexp.QuoteMeta(match[1]))
		}
	}
	return regexp.MustCompile(strings.Join(numbers, "|"))
}

// TestOutRefused looks that a failed analysis leaves no folder behind, and
// that a folder which cannot be made is named.
func TestOutRefused(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"file": "", "p.json": `{"retirementAge":"abc"}`})
	got := invoke(t, dir, "", "analyze", brokerFiles+"generic.csv", "--profile", "$DIR/p.json", "--out", "$DIR/out")
	if got.code != exitFailed || !strings.Contains(got.err, "p.json: retirementAge: ") {
		t.Errorf("exit code %d: %s", got.code, got.err)
	}
	if _, err := os.Stat(filepath.Join(dir, "out")); !os.IsNotExist(err) {
		t.Errorf("a failed analysis wrote %v", err)
	}
	got = invoke(t, dir, "", "analyze", "--sample", "--out", "$DIR/file")
	if got.code != exitFailed || !strings.Contains(got.err, filepath.Join(dir, "file")) {
		t.Errorf("--out over a file: exit code %d: %s", got.code, got.err)
	}
}

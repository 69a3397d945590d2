package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/app"
	"alex/internal/goldenfile"
	"alex/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const households = "../../testdata/households"

// TestGoldenHouseholds analyzes each household twice and compares the words
// with the golden report, which a person has read.
func TestGoldenHouseholds(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob(filepath.Join(households, "*", "profile.json"))
	if err != nil || len(dirs) != 12 {
		t.Fatalf("%d households, %v; want twelve", len(dirs), err)
	}
	for _, profile := range dirs {
		name := filepath.Base(filepath.Dir(profile))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := analyze(t, filepath.Dir(profile))
			again := analyze(t, filepath.Dir(profile))
			if a, b := document(t, out), document(t, again); !bytes.Equal(a, b) {
				t.Errorf("two runs differ: %s", cmp.Diff(string(a), string(b)))
			}
			soundOutcome(t, out)
			words := countWords(report.Markdown(out.Report))
			if words < 900 || words > 1800 {
				t.Errorf("%d words, want 900 to 1,800", words)
			}
			goldenfile.Compare(t, *update, filepath.Join("testdata", "golden", name+".md"), report.Markdown(out.Report))
		})
	}
}

// countWords counts words as a reader does: no marks of lists and tables.
func countWords(markdown string) int {
	words := 0
	for _, field := range strings.Fields(strings.ReplaceAll(markdown, "|", " ")) {
		if strings.ContainsFunc(field, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			words++
		}
	}
	return words
}

func analyze(t *testing.T, dir string) app.Outcome {
	t.Helper()
	out, err := app.Analyze(context.Background(), household(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func household(t testing.TB, dir string) app.Analysis {
	t.Helper()
	var in app.Analysis
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no positions in %s: %v", dir, err)
	}
	for _, name := range files {
		in.Files = append(in.Files, app.PositionsFile{
			Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) },
		})
	}
	data, err := os.ReadFile(filepath.Join(dir, "profile.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &in.Person); err != nil {
		t.Fatal(err)
	}
	return in
}

// document is all of an outcome but its clock.
func document(t *testing.T, out app.Outcome) []byte {
	t.Helper()
	out.Steps = nil
	page, err := report.Page(out.Report)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, page...)
}

// soundOutcome checks what must hold of every report.
func soundOutcome(t *testing.T, out app.Outcome) {
	t.Helper()
	for _, line := range out.Imports {
		if line.FileTotal.Cmp(line.ReadTotal.Add(line.NotHeld)) != 0 {
			t.Errorf("%s does not reconcile: %s", line.File, line.Line)
		}
	}
	total := alex.Money{}
	for _, account := range out.Portfolio.Accounts {
		total = total.Add(account.Value)
	}
	if total.Cmp(out.Portfolio.TotalValue) != 0 {
		t.Errorf("accounts add up to %s, the portfolio to %s", total, out.Portfolio.TotalValue)
	}
	soundCharts(t, out.Charts)
	soundSections(t, out)
	if text := string(document(t, out)); strings.Contains(text, "NaN") || strings.Contains(text, "Infinity") {
		t.Error("a figure is not a number")
	}
}

func soundCharts(t *testing.T, charts []alex.Chart) {
	t.Helper()
	for _, c := range charts {
		var sum alex.Percent
		shares := 0
		for _, point := range c.Data {
			if point.Percentage != nil {
				sum = sum.Add(*point.Percentage)
				shares++
			}
		}
		if shares > 0 && sum.Cmp(alex.DecimalOf(100)) != 0 {
			t.Errorf("chart %s sums to %s", c.Key, sum)
		}
		if c.Title == "" || c.Caption == "" {
			t.Errorf("chart %s has no title or caption", c.Key)
		}
	}
}

func soundSections(t *testing.T, out app.Outcome) {
	t.Helper()
	sheet, err := report.NewSheet(out.Facts)
	if err != nil {
		t.Fatal(err)
	}
	if sheet.Hash() != out.Hash {
		t.Errorf("hash %s, recomputed %s", out.Hash, sheet.Hash())
	}
	for _, s := range out.Report.Sections {
		if len(strings.Fields(s.Markdown)) < 5 {
			t.Errorf("section %s is empty: %q", s.Key, s.Markdown)
		}
		for _, v := range report.Check(s.Template, report.ContextOf(sheet)) {
			t.Errorf("section %s: %s: %q in …%s…", s.Key, v.Rule, v.Text, around(s.Template, v))
		}
	}
}

func around(text string, v alex.Violation) string {
	return text[max(v.Start-40, 0):min(v.End+40, len(text))]
}

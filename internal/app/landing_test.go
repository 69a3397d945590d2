package app_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/app"
	"alex/internal/goldenfile"
)

// landingSample is what the start page shows of a report: real output, of the
// household that ships with Alex.
type landingSample struct {
	AsOf    alex.Date    `json:"asOf"`
	Imports []string     `json:"imports"` // how each file reconciles
	Summary string       `json:"summary"`
	Choices []choice     `json:"choices"`
	Working []alex.Fact  `json:"working"` // figures that are opened to their source
	Charts  []alex.Chart `json:"charts"`
}

// choice is an option of the report: its name and what it changes.
type choice struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// TestLandingSample holds the figures of the start page to those of a report.
func TestLandingSample(t *testing.T) {
	t.Parallel()
	const path = "../../frontend/src/pages/landing/sample.json"
	in, err := app.Sample()
	if err != nil {
		t.Fatal(err)
	}
	out, err := app.Analyze(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	goldenfile.Compare(t, *update, path, string(encoded(t, landingOf(t, out))))
}

func landingOf(t *testing.T, out app.Outcome) landingSample {
	t.Helper()
	sample := landingSample{AsOf: out.AsOf, Summary: out.Report.Summary, Choices: choicesOf(t, out.Report)}
	for _, file := range out.Imports {
		sample.Imports = append(sample.Imports, file.Line)
	}
	for _, id := range []string{"retirement.success", "retirement.income.p90.year", "class.equity.percent"} {
		i := slices.IndexFunc(out.Facts, func(f alex.Fact) bool { return f.ID == id })
		if i < 0 {
			t.Fatalf("no fact %s", id)
		}
		sample.Working = append(sample.Working, out.Facts[i])
	}
	for _, key := range []string{"retirement_fan", "asset_class"} {
		i := slices.IndexFunc(out.Charts, func(c alex.Chart) bool { return c.Key == key })
		if i < 0 {
			t.Fatalf("no chart %s", key)
		}
		sample.Charts = append(sample.Charts, out.Charts[i])
	}
	return sample
}

// choicesOf reads the options out of their section: "- **Title.** Text".
func choicesOf(t *testing.T, r alex.Report) []choice {
	t.Helper()
	var choices []choice
	for _, s := range r.Sections {
		if s.Key != "choices" {
			continue
		}
		for line := range strings.Lines(s.Markdown) {
			item, isItem := strings.CutPrefix(line, "- **")
			title, text, isTitled := strings.Cut(item, ".** ")
			if isItem && isTitled {
				choices = append(choices, choice{Title: title, Text: strings.TrimSpace(text)})
			}
		}
	}
	if len(choices) < 3 {
		t.Fatalf("%d choices, want at least three", len(choices))
	}
	return choices
}

// encoded is a document of the page: HTML stays as it is.
func encoded(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

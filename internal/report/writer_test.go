package report_test

import (
	"flag"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// bounds of a report in words.
const (
	mostWords       = 2200 // 2,000, and what changed since the last report
	mostGlanceWords = 120
)

// TestWriterOnRandomPortfolios runs over rapid's default of a hundred
// portfolios; -rapid.checks=1000 is the promise.
func TestWriterOnRandomPortfolios(t *testing.T) {
	t.Parallel()
	w := writer(t)
	checked := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSnapshot(rt)
		s.Previous = drawPrevious(rt)
		in := study(t, s)
		drawLook(rt, &in)
		sheet, err := report.Facts(in)
		if err != nil {
			rt.Fatal(err)
		}
		sections := write(rt, w, in, sheet)
		words := 0
		for _, s := range sections {
			soundSection(rt, s, sheet)
			if once := s.Template + directions(s, sheet); !checked[once] {
				checkSection(rt, s, sheet)
				checked[once] = true
			}
			words += countWords(s.Markdown)
		}
		if words > mostWords {
			rt.Errorf("the report has %d words, more than %d", words, mostWords)
		}
		if n := countWords(sections[0].Markdown); n > mostGlanceWords {
			rt.Errorf("at a glance has %d words, more than %d:\n%s", n, mostGlanceWords, sections[0].Markdown)
		}
		checkChoices(rt, in, sectionOf(sections, "choices"))
		if diff := cmp.Diff(sections, write(rt, w, in, sheet)); diff != "" {
			rt.Errorf("the same input gives other words:\n%s", diff)
		}
	})
}

func writer(t testing.TB) *report.Writer {
	t.Helper()
	w, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// failer is what *testing.T and *rapid.T share.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func write(t failer, w *report.Writer, in report.Input, sheet *report.Sheet) []alex.Section {
	t.Helper()
	sections, err := w.Sections(in, sheet, func(string) bool { return true })
	if err != nil {
		t.Fatalf("%v", err)
	}
	wanted := len(report.SectionKeys())
	if len(in.Portfolio.Drift) == 0 {
		wanted-- // no targets
	}
	if len(in.Snapshot.Previous) == 0 {
		wanted-- // no changes
	}
	if len(in.Snapshot.Research) == 0 {
		wanted-- // no words of others
	}
	if len(sections) != wanted {
		t.Errorf("%d sections, want %d", len(sections), wanted)
	}
	return sections
}

// soundSection checks one section against everything that holds of all.
func soundSection(t failer, s alex.Section, sheet *report.Sheet) {
	t.Helper()
	if countWords(s.Markdown) < 4 {
		t.Errorf("section %s is empty: %q", s.Key, s.Markdown)
	}
	for _, bad := range []string{"NaN", "%!", "{{", "}}", "[[", "]]", "<no value>", "<nil>", "Infinity"} {
		if strings.Contains(s.Markdown, bad) {
			t.Errorf("section %s shows %q:\n%s", s.Key, bad, s.Markdown)
		}
	}
	if rest := idiom.ReplaceAllString(withoutFacts(t, s, sheet), ""); strings.ContainsFunc(rest, unicode.IsDigit) {
		t.Errorf("section %s has a figure that is no fact:\n%s", s.Key, rest)
	}
}

func checkSection(t failer, s alex.Section, sheet *report.Sheet) {
	t.Helper()
	for _, v := range report.Check(s.Template, report.ContextOf(sheet)) {
		t.Errorf("section %s: %s: %q in\n%s", s.Key, v.Rule, v.Text, s.Template)
	}
}

// directions are the words of direction that a template names. The checks look
// at the template and at these, so that the same ones need one check only.
func directions(s alex.Section, sheet *report.Sheet) string {
	var words string
	for _, id := range tokens.FindAllStringSubmatch(s.Template, -1) {
		if fact, _ := sheet.Fact(id[1]); strings.HasSuffix(fact.ID, "direction") {
			words += fact.Text
		}
	}
	return words
}

// idiom is what the prose may say with a digit in it.
var idiom = regexp.MustCompile(`\b4% rule of thumb\b`)

var tokens = regexp.MustCompile(`\{\{([a-z0-9_.]+)\}\}`)

// withoutFacts is a section's Markdown without the texts of the facts that its
// template names, in their places.
func withoutFacts(t failer, s alex.Section, sheet *report.Sheet) string {
	t.Helper()
	rest, own, last := s.Markdown, "", 0
	skip := func(text string) {
		after, ok := strings.CutPrefix(rest, text)
		if !ok {
			t.Fatalf("section %s goes on with %.60q, not with %.60q", s.Key, rest, text)
		}
		rest = after
	}
	for _, at := range tokens.FindAllStringSubmatchIndex(s.Template, -1) {
		skip(s.Template[last:at[0]])
		own += s.Template[last:at[0]]
		shown, err := sheet.Render(s.Template[at[0]:at[1]])
		if err != nil {
			t.Fatalf("section %s: %v", s.Key, err)
		}
		skip(shown)
		last = at[1]
	}
	skip(s.Template[last:])
	return own + s.Template[last:]
}

// countWords counts words as a reader does: no rules and pipes of tables.
func countWords(markdown string) int {
	words := 0
	for _, field := range strings.Fields(markdown) {
		if strings.ContainsFunc(field, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			words++
		}
	}
	return words
}

func checkChoices(t failer, in report.Input, s alex.Section) {
	t.Helper()
	p := in.Portfolio
	if len(p.Stakes)+len(p.Unpriced) == 0 && p.Cash.IsZero() {
		return
	}
	if n := strings.Count(s.Markdown, "\n- **"); n < 3 || n > 5 {
		t.Errorf("%d choices, want three to five:\n%s", n, s.Markdown)
	}
	for _, option := range strings.Split(s.Markdown, "\n- ")[1:] {
		if !strings.Contains(option, "*What it ") || !strings.Contains(option, "*Where in Alex:*") {
			t.Errorf("an option without its cost or its place: %s", option)
		}
	}
}

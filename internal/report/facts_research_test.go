package report_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/report"
)

// quoting is the couple's input with these citations.
func quoting(t *testing.T, list ...alex.Citation) (in report.Input, sheet *report.Sheet, section alex.Section) {
	t.Helper()
	snapshot := couple()
	snapshot.Research = list
	in = study(t, snapshot)
	sheet = factsOf(t, in)
	return in, sheet, sectionOf(write(t, writer(t), in, sheet), "research")
}

func citation() alex.Citation {
	return alex.Citation{
		About: "bonds, interest rates and inflation", Quote: "Inflation has eased over the past year but remains above the goal of 2 percent.",
		Title: "The committee's statement", Source: "https://www.reserve.example/press/2026-10-28_(final)", PublishedOn: "2026-10-28", KeptOn: "2026-10-29",
		Document: "11111111-1111-4111-8111-111111111111", Ordinal: 2,
	}
}

// TestResearchInAReport: the words stand as others wrote them, with a link to
// where, and of when; without any there is no such section.
func TestResearchInAReport(t *testing.T) {
	t.Parallel()
	undated := citation()
	undated.Source, undated.PublishedOn, undated.Title, undated.About = "meeting notes", "", "Notes", "stocks"
	in, sheet, section := quoting(t, citation(), undated)
	want := "- **Bonds, interest rates and inflation.** “Inflation has eased over the past year but remains above the goal of 2 percent.” — *The committee's statement*; " +
		"[reserve.example](https://www.reserve.example/press/2026-10-28_%28final%29), October 28, 2026.\n" +
		"- **Stocks.** “Inflation has eased over the past year but remains above the goal of 2 percent.” — *Notes*; meeting notes, undated, kept since October 29, 2026.\n"
	_, list, _ := strings.Cut(section.Markdown, "\n\n")
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	for _, s := range write(t, writer(t), in, sheet) {
		if said := strings.Contains(s.Markdown, "What is quoted was written by those who are named with it."); said != (s.Key == "method") {
			t.Errorf("%s says who wrote what is quoted: %v", s.Key, said)
		}
	}
	if quote, _ := sheet.Fact("research.1.quote"); quote.Source != "passage 3 of https://www.reserve.example/press/2026-10-28_(final)" {
		t.Errorf("its source is %q", quote.Source)
	}
	if report.TakesRemarks(section) {
		t.Error("a model may write between the words of others")
	}
	for _, statement := range report.StatementsOf(sheet) {
		if strings.Contains(statement, "{{research.") {
			t.Errorf("a model may say %q", statement)
		}
	}
	if _, _, none := quoting(t); none.Key != "" {
		t.Errorf("without research: %+v", none)
	}
}

// TestATextThatNobodyTitled does not repeat its own first words as a title.
func TestATextThatNobodyTitled(t *testing.T) {
	t.Parallel()
	c := citation()
	c.Title = "Inflation has eased over the past …"
	if _, _, section := quoting(t, c); !strings.Contains(section.Markdown, "goal of 2 percent.” — *an untitled text*; [reserve.example]") {
		t.Error(section.Markdown)
	}
}

// TestASourceThatNobodyNamed is said to be none.
func TestASourceThatNobodyNamed(t *testing.T) {
	t.Parallel()
	c := citation()
	c.Source = " "
	if _, _, section := quoting(t, c); !strings.Contains(section.Markdown, "*The committee's statement*; a text whose source was not named, October 28, 2026.") {
		t.Error(section.Markdown)
	}
}

// TestAddressesThatAreNoLinks are words: what they show may not be where they lead.
func TestAddressesThatAreNoLinks(t *testing.T) {
	t.Parallel()
	in, w := study(t, couple()), writer(t)
	for source, want := range map[string]bool{
		"https://a.example/x": true, "https://www.sec.gov/news?id=1#top": true, "https://xn--80ak6aa92e.com/": true,
		"https://\u0430pple.com/": false, "https://sec.gov\u2044filings.evil.example/": false, "https://a.example:8443/": false,
		"https://www./x": false, "https://[::1]/": false, "https://*/": false, "https://localhost/": false, "https://u@a.example/": false,
		"http://a.example/": false, "https://a.example./": false, "https://127.0.0.1/": false,
	} {
		c := citation()
		c.Source = source
		in.Snapshot.Research = []alex.Citation{c}
		sheet := factsOf(t, in)
		section, err := w.Section(alex.Section{Key: "research", Title: "Background"}, in, sheet)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		fact, _ := sheet.Fact("research.1.source")
		if linked := strings.Contains(section.Markdown, "]("); linked != want || (fact.Unit == alex.UnitLink) != want {
			t.Errorf("%s: %+v, %s", source, fact, section.Markdown)
		}
	}
}

// TestResearchIsFew: one is shown about each thing, and five in all; the others
// are facts all the same.
func TestResearchIsFew(t *testing.T) {
	t.Parallel()
	var list []alex.Citation
	for i := range 12 {
		c := citation()
		c.About = fmt.Sprintf("subject %c", 'a'+i/2)
		list = append(list, c)
	}
	_, sheet, section := quoting(t, list...)
	if n := strings.Count(section.Markdown, "\n- "); n != report.MostQuoted || strings.Count(section.Markdown, "**Subject b.**") != 1 {
		t.Errorf("%d are shown: %s", n, section.Markdown)
	}
	if _, ok := sheet.Fact("research.12.quote"); !ok {
		t.Error("the last is no fact")
	}
}

// TestHostileWordsOfOthers are words, in Markdown and on the page.
func TestHostileWordsOfOthers(t *testing.T) {
	t.Parallel()
	nasty, err := os.ReadFile("testdata/nasty.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := append(strings.Split(strings.TrimSpace(string(nasty)), "\n"),
		"{{portfolio.value}}", "[x](javascript:alert(1))", "![x](https://out.example/x.png)", "| a | b |", "# Heading", "\u202egnp.exe")
	in := study(t, couple())
	w := writer(t)
	hostile := []string{"javascript:alert(1)", "https://a.example/\"onclick=alert(1)", "https://user:pw@a.example/", "https://a.example/<script>"}
	for i, line := range lines {
		for _, source := range []string{line, hostile[i%len(hostile)]} {
			c := citation()
			c.Quote, c.Title, c.Source = line+" ", line+" ", source+" "
			in.Snapshot.Research = []alex.Citation{c}
			sheet := factsOf(t, in)
			section, err := w.Section(alex.Section{Key: "research", Title: "Background"}, in, sheet)
			if err != nil {
				t.Fatal(err)
			}
			page, err := report.Page(report.Assemble(in, sheet, []alex.Section{section}, nil))
			if err != nil {
				t.Fatal(err)
			}
			html, err := report.HTML(section.Markdown)
			if err != nil {
				t.Fatal(err)
			}
			for _, drawn := range []string{string(page), html} {
				for _, bad := range []string{"<script", "<img", `href="javascript`, `"onclick`, `href="https://user`, `href="https://out.example`} {
					if strings.Contains(drawn, bad) {
						t.Errorf("%q from %q: drawn with %q", line, source, bad)
					}
				}
			}
		}
	}
}

// TestQuotable: what sells or promises is not shown, whatever stands beside it.
func TestQuotable(t *testing.T) {
	t.Parallel()
	banned, err := os.ReadFile("testdata/banned.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(banned)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") || strings.Contains(line, "{{") {
			continue
		}
		n++
		if report.Quotable("Consumer prices rose over the year. " + line + " The committee meets again in March.") {
			t.Errorf("may be quoted: %s", line)
		}
	}
	if n < 100 || !report.Quotable("The committee left interest rates where they are. Yields of longer bonds fell after the announcement.") {
		t.Errorf("of %d", n)
	}
}

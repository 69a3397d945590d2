package report

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

func page(t testing.TB, r alex.Report) string {
	t.Helper()
	got, err := Page(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func TestPageGolden(t *testing.T) {
	t.Parallel()
	got := page(t, sampleReport())
	sameAsGolden(t, "page.golden.html", []byte(got))
	if again := page(t, sampleReport()); !bytes.Equal([]byte(got), []byte(again)) {
		t.Error("the same report gave other bytes")
	}
}

func TestPageLoadsNothing(t *testing.T) {
	t.Parallel()
	got := page(t, sampleReport())
	soundPage(t, got)
	for _, word := range []string{"url(", "@import", "<script", "<link", "<img", "<iframe", "<base"} {
		if strings.Contains(got, word) {
			t.Errorf("the page has %s", word)
		}
	}
	if !strings.Contains(got, `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`) {
		t.Error("the page has no policy against loading")
	}
	if n := strings.Count(got, "Educational, not individual advice"); n != 2 {
		t.Errorf("the page says %d times that it is no advice, want at the top and at the bottom", n)
	}
}

// soundPage fails if a page is not well-formed, has an element or attribute
// that acts or loads, an id twice, or a link within that leads nowhere.
func soundPage(t testing.TB, text string) []element {
	t.Helper()
	all := parsed(t, text)
	ids := map[string]int{}
	for _, e := range all {
		if slices.Contains([]string{"script", "iframe", "object", "embed", "link", "base", "form", "img", "image", "use", "foreignObject", "animate"}, e.name) {
			t.Errorf("the page has an element %s", e.name)
		}
		if id, ok := e.attr["id"]; ok {
			ids[id]++
		}
		for name := range e.attr {
			if strings.HasPrefix(name, "on") || name == "src" || name == "srcdoc" || name == "action" {
				t.Errorf("%s has the attribute %s", e.name, name)
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%d elements have the id %q", n, id)
		}
	}
	for _, e := range elementsNamed(all, "a") {
		soundLink(t, e, ids)
	}
	return all
}

func soundLink(t testing.TB, e element, ids map[string]int) {
	t.Helper()
	href := e.attr["href"]
	if fragment, within := strings.CutPrefix(href, "#"); within {
		if ids[fragment] == 0 {
			t.Errorf("%q leads nowhere", href)
		}
		return
	}
	if !strings.HasPrefix(href, "https://") || !strings.Contains(e.attr["rel"], "noopener") {
		t.Errorf("the link %q (rel %q) may not stand here", href, e.attr["rel"])
	}
}

func TestPageStructure(t *testing.T) {
	t.Parallel()
	got := page(t, sampleReport())
	for name, want := range map[string]string{
		"language":            `<html lang="en">`,
		"viewport":            `<meta name="viewport" content="width=device-width, initial-scale=1"/>`,
		"date in words":       `<p class="as-of">As of March 10, 2026</p>`,
		"skip link":           `<a class="skip" href="#report">`,
		"new page in print":   `class="section retirement new-page"`,
		"author that is code": `<p class="author">Written by rules</p>`,
		"author, a model":     `<p class="author">Written by rules, with remarks by openai/gpt</p>`,
		"fact":                `<a class="fact" href="#fact-portfolio.value" title="value of everything · Σ position values · as of March 10, 2026">$2,000</a>`,
		"fact in bold":        `<strong><a class="fact"`,
		"fact in a list":      `<li>Stocks: <a class="fact" href="#fact-class.equity.percent"`,
		"quotes in a title":   `look-through &#34;by class&#34;`,
		"fact in a table":     `title="an account · your file">Rollover [IRA] *1*</a></td>`,
		"aligned cell":        `<td align="right"><strong><a`,
		"table in a box":      `tabindex="0"><table>`,
		"outside link":        `<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noreferrer noopener" target="_blank">as said</a>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s: the page lacks %s", name, want)
		}
	}
	if n := strings.Count(got, "new-page\""); n != 1 {
		t.Errorf("%d sections begin a page, want 1", n)
	}
}

var tokenOfText = regexp.MustCompile(`\{\{([a-z0-9_.]+)\}\}`)

func TestEveryTokenLeadsToItsFact(t *testing.T) {
	t.Parallel()
	r := sampleReport()
	all := soundPage(t, page(t, r))
	var want, got []string
	for _, s := range r.Sections {
		for _, token := range tokenOfText.FindAllStringSubmatch(s.Template, -1) {
			want = append(want, "#fact-"+token[1])
		}
	}
	for _, a := range elementsNamed(all, "a") {
		if a.attr["class"] == "fact" {
			got = append(got, a.attr["href"])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	rows := 0
	for _, row := range elementsNamed(all, "tr") {
		if row.attr["id"] != "" {
			rows++
		}
	}
	if rows != len(r.Facts) {
		t.Errorf("%d rows of facts, want %d", rows, len(r.Facts))
	}
}

func TestChartsStandInTheirSections(t *testing.T) {
	t.Parallel()
	r := sampleReport()
	stray := samplePie()
	stray.Key = "of_no_section"
	r.Charts = append(r.Charts, stray)
	view, err := newPageView(r)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range view.Sections {
		got[s.Key] = keysOf(s.Before) + "|" + keysOf(s.After)
	}
	want := map[string]string{
		"glance": "|", "choices": "|", "retirement": "retirement_fan|retirement_income", "holdings": "asset_class|", "charts": "|of_no_section",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func keysOf(figures []figureView) string {
	keys := make([]string, len(figures))
	for i, f := range figures {
		keys[i] = f.Key
	}
	return strings.Join(keys, ",")
}

func TestStrayChartsStandInTheAppendix(t *testing.T) {
	t.Parallel()
	stray := samplePie()
	stray.Key = "of_no_section"
	view, err := newPageView(alex.Report{Charts: []alex.Chart{stray}, Sections: []alex.Section{{Key: "glance"}, {Key: "method"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := keysOf(view.Sections[1].After); got != "of_no_section" || len(view.Sections) != 2 {
		t.Errorf("the appendix has %q, in %d sections", got, len(view.Sections))
	}
}

func TestTwinTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		chart alex.Chart
		want  figureView
	}{
		{"parts with targets", samplePie(), figureView{
			Head: []string{"Name", "Value", "Share", "Target"},
			Rows: [][]string{
				{"Stocks", "$1,250", "62.50%", "60.00%"},
				{"Bonds", "$500.00", "25.00%", "40.00%"},
				{"Cash", "$250.00", "12.50%", "–"},
			},
			Foot: []string{"All", "$2,000", "100.00%", "100.00%"},
		}},
		{"amounts have no sum", sampleBars(), figureView{
			Head: []string{"Name", "Value"},
			Rows: [][]string{{"50%", "$92,000"}, {"95%", "−$800.50"}},
		}},
		{"fan", sampleFan(1), figureView{
			Head: []string{"Age", "5", "10", "25", "Middle", "75", "90", "95"},
			Rows: [][]string{{"60", "$1,000", "$1,000", "$2,000", "$4,000", "$8,000", "$16,000", "$32,000"}},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := newFigureView(c.chart)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, figureView{Head: got.Head, Rows: got.Rows, Foot: got.Foot}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEmptyReport(t *testing.T) {
	t.Parallel()
	got := page(t, alex.Report{})
	soundPage(t, got)
	for _, unwanted := range []string{"As of", "id=\"facts\"", "<figure", "Engine"} {
		if strings.Contains(strings.Split(got, "</style>")[1], unwanted) {
			t.Errorf("an empty report has %s", unwanted)
		}
	}
	if !strings.Contains(got, "This report has no sections yet.") {
		t.Error("an empty report does not say so")
	}
}

func TestManyFacts(t *testing.T) {
	t.Parallel()
	var r alex.Report
	var template strings.Builder
	for i := range 2000 {
		id := fmt.Sprintf("holding.%d.value", i)
		r.Facts = append(r.Facts, alex.Fact{ID: id, Text: fmt.Sprint(i), Label: "l", Source: "s"})
		template.WriteString("- {{" + id + "}}\n")
	}
	r.Sections = []alex.Section{{Key: "holdings", Title: "All", Template: template.String()}}
	got := page(t, r)
	soundPage(t, got)
	if n := strings.Count(got, `<a class="fact"`); n != 2000 {
		t.Errorf("%d figures lead to their fact, want 2000", n)
	}
	if !strings.Contains(got, "2000 figures and their sources") {
		t.Error("the number of facts is missing")
	}
}

func TestPageRefusesUnreadableNumbers(t *testing.T) {
	t.Parallel()
	r := sampleReport()
	r.Charts[1].Data[1].Value = "1e999"
	_, err := Page(r)
	if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(fmt.Sprint(err), "charts[1].data[1].value") {
		t.Errorf("got %v, want the place of the number refused", err)
	}
}

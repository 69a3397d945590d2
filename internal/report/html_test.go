package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, markdown, want string }{
		{"prose", "A **b** *c* ~~d~~", "<p>A <strong>b</strong> <em>c</em> <del>d</del></p>\n"},
		{"headings go down", "# A\n\n##### B", "<h3>A</h3>\n<h6>B</h6>\n"},
		{"table", "| a | b |\n|---|---:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n" +
			"<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"https link", "[a](https://example.org)", `<p><a href="https://example.org" rel="nofollow noreferrer noopener" target="_blank">a</a></p>` + "\n"},
		{"http link", "[a](http://example.org)", "<p>a</p>\n"},
		{"script link", "[a](javascript:alert(1))", "<p>a</p>\n"},
		{"relative link", "[a](/b)", "<p>a</p>\n"},
		{"link without a host", "[a](https:///b)", "<p>a</p>\n"},
		{"link with a password", "[a](https://b:c@example.org)", "<p>a</p>\n"},
		{"image", "![a](https://example.org/b.png)", "<p></p>\n"},
		{"raw block", "<script>alert(1)</script>", "\n"},
		{"raw inline", `a <b onclick="x">b</b>`, "<p>a b</p>\n"},
		{"code", "`<b>`", "<p><code>&lt;b&gt;</code></p>\n"},
		{"invisible", "a\x07\u202eb\u200bc", "<p>abc</p>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := HTML(c.markdown)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSectionHTML(t *testing.T) {
	t.Parallel()
	facts := indexFacts([]alex.Fact{
		{ID: "a", Text: "$1 <b>", Label: `"l"`, Source: "s", AsOf: "2026-03-10"},
		{ID: "b", Text: "two", Label: "l"},
		{ID: "b", Text: "second of its id"},
	})
	const a = `<a class="fact" href="#fact-a" title="&#34;l&#34; · s · as of March 10, 2026">$1 &lt;b&gt;</a>`
	const b = `<a class="fact" href="#fact-b" title="l · ">two</a>`
	for _, c := range []struct {
		name    string
		section alex.Section
		want    string
	}{
		{"tokens", alex.Section{Template: "{{a}} and **{{b}}**, {{a}}"}, "<p>" + a + " and <strong>" + b + "</strong>, " + a + "</p>\n"},
		{"beside letters", alex.Section{Template: "x{{b}}y"}, "<p>x" + b + "y</p>\n"},
		{
			"within a link",
			alex.Section{Template: "[see {{a}}](https://example.org) {{b}}"},
			`<p><a href="https://example.org" rel="nofollow noreferrer noopener" target="_blank">see $1 &lt;b&gt;</a> ` + b + "</p>\n",
		},
		{"within an address", alex.Section{Template: "[x](https://example.org/{{a}}) {{b}}"}, "<p>x " + b + "</p>\n"},
		{"unknown token", alex.Section{Template: "{{c}}", Markdown: "plain"}, "<p>plain</p>\n"},
		{"lone braces", alex.Section{Template: "{ {{a}}", Markdown: "plain"}, "<p>plain</p>\n"},
		{"no template", alex.Section{Template: " \n", Markdown: "*plain*"}, "<p><em>plain</em></p>\n"},
		{"stand-ins of the text", alex.Section{Template: "\U000F0000{{a}}\U000F0001"}, "<p>" + a + "</p>\n"},
		{"stand-ins of Markdown", alex.Section{Markdown: "x\U000F0000"}, "<p>x</p>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := facts.sectionHTML(c.section)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTablesStandInABox(t *testing.T) {
	t.Parallel()
	got, err := factIndex{}.sectionHTML(alex.Section{Markdown: "| a | |\n|---|---:|\n| 1 | 2 |\n\n`<table>`\n\n| a |\n|---|\n| 1 |\n"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(got, `<div class="scroll"`) != 2 || strings.Count(got, "</table></div>") != 2 {
		t.Errorf("two tables in their boxes wanted:\n%s", got)
	}
	if !strings.Contains(got, `<td align="right"></td>`) {
		t.Errorf("a head without a word is no head:\n%s", got)
	}
	parsed(t, "<div>"+got+"</div>")
}

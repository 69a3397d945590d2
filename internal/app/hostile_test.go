package app_test

import (
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"alex"
	"alex/internal/app"
	"alex/internal/report"
)

// hostileNames are names that someone else could put into a file.
func hostileNames() map[string]string {
	return map[string]string{
		"script":            `<script>alert(1)</script>`,
		"image":             `<img src=x onerror=alert(1)>`,
		"attribute":         `" onmouseover="alert(1)`,
		"html comment":      `<!-- -->`,
		"link":              `[click](javascript:alert(1))`,
		"picture":           `![x](https://example.com/x.png)`,
		"address":           `<https://example.com>`,
		"table":             `a | b | c`,
		"emphasis":          `**bold** _it_ ~~no~~ ` + "`code`",
		"heading":           "# Heading",
		"list":              "- item",
		"numbered list":     "1. item",
		"rule":              "---",
		"backslash":         `\`,
		"backslash at end":  `a\`,
		"token":             `{{portfolio.value}}`,
		"unknown token":     `{{no.such}}`,
		"template":          `[[.Empty]]`,
		"half a token":      `}}{{`,
		"entity":            `&lt;script&gt; &#x3c;`,
		"format":            `%!d(MISSING) %s %n`,
		"formula":           `=HYPERLINK("https://example.com")`,
		"minus formula":     `-2+3+cmd|' /C calc'!A0`,
		"plus formula":      `+1+2`,
		"at formula":        `@SUM(1)`,
		"255 characters":    strings.Repeat("ä", 255),
		"too long":          strings.Repeat("long ", 100),
		"right to left":     "\u202eevil\u202c حساب",
		"emoji":             "👩‍👩‍👧 💰",
		"invisible":         "a\u200bb\u2060c\u00ad",
		"line separator":    "a\u2028b\u2029c",
		"new line":          "a\nb\n\n# c",
		"advice":            "you must buy AAPL, guaranteed 12%",
		"number":            "7",
		"account number":    "Individual Z12345678",
		"word of a total":   "Total value",
		"quotation":         `say "hi"`,
		"json":              `{"a":1}`,
		"path":              `../../etc/passwd`,
		"question":          "' OR 1=1; DROP TABLE users; --",
		"only a blank":      " ",
		"terminal sequence": "\x1b[31mred\u009b0m",
	}
}

// TestHostileNames puts each name into every place where a name can stand.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	plain := mustAnalyze(t, app.Analysis{Files: []app.PositionsFile{named(t, "Plain", "Plain fund")}})
	for what, name := range hostileNames() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			file := named(t, name, name)
			file.Name = name + ".csv"
			out := mustAnalyze(t, app.Analysis{Files: []app.PositionsFile{file}})
			soundOutcome(t, out)
			if out.Portfolio.TotalValue.Cmp(plain.Portfolio.TotalValue) != 0 {
				t.Errorf("worth %s, want %s", out.Portfolio.TotalValue, plain.Portfolio.TotalValue)
			}
			intact(t, out.Report)
			harmless(t, out)
		})
	}
}

// TestTokenInName looks that a token in a name is shown and not rendered.
func TestTokenInName(t *testing.T) {
	t.Parallel()
	const name = "{{portfolio.value}}"
	out := mustAnalyze(t, app.Analysis{Files: []app.PositionsFile{named(t, name, name)}})
	if words := report.Markdown(out.Report); strings.Count(words, `\{\{portfolio.value\}\}`) < 2 {
		t.Errorf("the name is not shown as it is: %s", words)
	}
	if out.Portfolio.ByAccount[0].Name != name {
		t.Errorf("the account is called %q", out.Portfolio.ByAccount[0].Name)
	}
}

// named is a file whose account and one of whose instruments are called that.
func named(t *testing.T, account, instrument string) app.PositionsFile {
	t.Helper()
	var body strings.Builder
	w := csv.NewWriter(&body)
	for _, row := range [][]string{
		{"account", "account type", "symbol", "description", "quantity", "price", "currency", "date"},
		{account, "taxable", "QQZX", instrument, "10", "5", "USD", "2026-10-30"},
		{account, "taxable", "VTI", "Vanguard Total Stock Market ETF", "10", "300", "USD", "2026-10-30"},
	} {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return text("positions.csv", body.String())
}

var unescapedPipe = regexp.MustCompile(`(^|[^\\])\|`)

// intact looks that no name has become a block of Markdown: the headings are
// those of the report, every row of a table has as many cells as its head, and
// nothing is quoted, ruled or fenced.
func intact(t *testing.T, r alex.Report) {
	t.Helper()
	for _, s := range r.Sections {
		cells := 0
		for _, line := range strings.Split(s.Markdown, "\n") {
			pipes := len(unescapedPipe.FindAllString(line, -1))
			switch {
			case strings.HasPrefix(line, "#"), strings.HasPrefix(line, ">"), strings.HasPrefix(line, "---"), strings.HasPrefix(line, "```"):
				t.Errorf("section %s has the line %q", s.Key, line)
			case !strings.HasPrefix(line, "|"):
				cells = 0
			case cells == 0:
				cells = pipes
			case cells != pipes:
				t.Errorf("section %s: %d cells, the head has %d: %s", s.Key, pipes-1, cells-1, line)
			}
		}
	}
}

// harmless looks at the page as a browser would: no element and no handler
// that the report itself did not write.
func harmless(t *testing.T, out app.Outcome) {
	t.Helper()
	for _, s := range out.Report.Sections {
		html, err := report.HTML(s.Markdown)
		if err != nil {
			t.Fatal(err)
		}
		if odd := active(html); odd != "" {
			t.Errorf("section %s has %s", s.Key, odd)
		}
	}
	page, err := report.Page(out.Report)
	if err != nil {
		t.Fatal(err)
	}
	if odd := active(string(page)); odd != "" {
		t.Errorf("the page has %s", odd)
	}
}

var activeElement = regexp.MustCompile(`(?i)(?:^|[^\\])<(?:script|img|iframe|object|embed|form|input|base|link rel=.?(?:import|preload))|` +
	`href\s*=\s*["']?\s*(?:javascript:|https://example\.com)`)

// A handler is an attribute; what stands in the quoted value of another
// attribute, a tooltip, is text.
var (
	quotedValue  = regexp.MustCompile(`="[^"]*"`)
	eventHandler = regexp.MustCompile(`(?i)(?:^|[^\\])<[a-z][^<>\\]*\son[a-z]+\s*=`)
)

// active is markup that does something, with its surroundings.
func active(html string) string {
	if at := activeElement.FindStringIndex(html); at != nil {
		return html[max(0, at[0]-40):min(len(html), at[1]+40)]
	}
	bare := quotedValue.ReplaceAllString(html, `=""`)
	if at := eventHandler.FindStringIndex(bare); at != nil {
		return bare[max(0, at[0]-40):min(len(bare), at[1]+40)]
	}
	return ""
}

// TestActiveIsSeen looks that the test above can fail.
func TestActiveIsSeen(t *testing.T) {
	t.Parallel()
	for _, html := range []string{`<p><script>`, `<IMG src=x>`, `<a onclick=x>`, `<td class="a" onerror="x">`, `<a href="javascript:x">`} {
		if active(html) == "" {
			t.Errorf("%s passes", html)
		}
	}
	for _, html := range []string{`&lt;script&gt;`, `\<script\>`, `<p>onerror=alert</p>`, `<td>a</td>`} {
		if odd := active(html); odd != "" {
			t.Errorf("%s does not pass", html)
		}
	}
}

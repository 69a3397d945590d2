package report

import (
	"encoding/json"
	"strings"
	"testing"

	"alex"
)

// hostileTexts try to leave the place where they stand.
func hostileTexts() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `" autofocus onfocus="alert(1)`,
		`</style><script>alert(1)</script>`, `</title></svg><script>alert(1)</script>`, `{{`, `{{portfolio.value}}`, `{{template "figure"}}`,
		`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](data:text/html,<script>alert(1)</script>)`, `![x](https://example.org/a.png)`,
		`<https://example.org/{{portfolio.value}}>`, `[x](//example.org)`, `[x](https://user:pass@example.org)`, `[x](https:relative)`,
		"| a |\n|---|\n| <b onclick=alert(1)>b |", "```html\n<script>\n```", "a\x00b\x1b[31m\u202edcba\u2028\ufffe\U000F0000\xff", "]]>", "<!--", "-->", "&#x3c;script&#x3e;",
		"# A\n\n## B\n\n<h1 id=report>C</h1>", "<svg onload=alert(1)>", "<a href='https://example.org' onclick='alert(1)'>x</a>", `\`, "`", "|", strings.Repeat("W", 500),
	}
}

func hostileReport(text string) alex.Report {
	r := sampleReport()
	r.EngineVersion, r.Hash = text, text
	for i := range r.Facts {
		r.Facts[i].Text, r.Facts[i].Label, r.Facts[i].Source = text, text, text
	}
	for i := range r.Charts {
		c := &r.Charts[i]
		c.Title, c.Caption = text, text
		for k := range c.Data {
			c.Data[k].Name, c.Data[k].Color = text, text
		}
	}
	r.Facts = append(r.Facts, alex.Fact{ID: "x" + text, Text: text})
	for i := range r.Sections {
		r.Sections[i].Title, r.Sections[i].Author = text, text
	}
	r.Sections = append(r.Sections,
		alex.Section{Key: text, Template: text + "\n\n" + text + " {{portfolio.value}} [{{portfolio.value}}](https://example.org/{{portfolio.value}})"},
		alex.Section{Key: text, Markdown: text},
	)
	return r
}

func TestHostileTextsStayText(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			soundPage(t, page(t, hostileReport(text)))
		})
	}
}

// FuzzPage holds that any text gives a page that is well-formed and inert.
func FuzzPage(f *testing.F) {
	for _, text := range hostileTexts() {
		f.Add(text, "12.5")
	}
	f.Add("age", "-1e5")
	f.Fuzz(func(t *testing.T, text, number string) {
		r := hostileReport(text)
		r.Charts[1].Data[0].Value = json.Number(number)
		got, err := Page(r)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		soundPage(t, string(got))
	})
}

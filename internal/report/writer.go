package report

import (
	"embed"
	"fmt"
	"strings"
	"text/template"

	"alex"
)

//go:embed prose/*.md
var prose embed.FS

// Writer writes the sections of a report without any model: Markdown
// templates whose branches follow the facts, and whose every figure is a
// token. The same sheet gives the same words. It is the floor under every
// other author.
type Writer struct{ templates *template.Template }

// NewWriter reads the embedded templates.
func NewWriter() (*Writer, error) {
	t := template.New("").Delims("[[", "]]").Funcs(new(view).functions(nil))
	t, err := t.ParseFS(prose, "prose/*.md")
	if err != nil {
		return nil, fmt.Errorf("the report's templates: %w", err)
	}
	return &Writer{templates: t}, nil
}

// SectionKeys are the sections of a report in order, with their titles.
func SectionKeys() []alex.Section {
	return []alex.Section{
		{Key: "glance", Title: "At a glance"},
		{Key: "choices", Title: "Choices to consider"},
		{Key: "retirement", Title: "Retirement"},
		{Key: "holdings", Title: "What you own"},
		{Key: "targets", Title: "Against your targets"},
		{Key: "risk", Title: "Risk"},
		{Key: "costs", Title: "Costs and cash"},
		{Key: "method", Title: "How this was made"},
	}
}

// Sections writes those sections that wanted names and the input calls for,
// rendered with the sheet. Targets are left out where the person has none.
func (w *Writer) Sections(in Input, sheet *Sheet, wanted func(key string) bool) ([]alex.Section, error) {
	var sections []alex.Section
	for _, s := range SectionKeys() {
		if !wanted(s.Key) || s.Key == "targets" && len(in.Portfolio.Drift) == 0 {
			continue
		}
		written, err := w.Section(s, in, sheet)
		if err != nil {
			return nil, err
		}
		sections = append(sections, written)
	}
	return sections, nil
}

// Section writes one section: its template with tokens, and its Markdown.
func (w *Writer) Section(s alex.Section, in Input, sheet *Sheet) (alex.Section, error) {
	v := newView(in, sheet)
	text, err := w.execute(v, s.Key+".md")
	if err != nil {
		return s, err
	}
	s.Template = tidy(text)
	s.Author, s.Violations = alex.AuthorRules, []alex.Violation{}
	s.Markdown, err = sheet.Render(s.Template)
	if err != nil {
		return s, fmt.Errorf("section %s: %w", s.Key, err)
	}
	return s, nil
}

func (w *Writer) execute(v *view, name string) (string, error) {
	t, err := w.templates.Clone()
	if err != nil {
		return "", err
	}
	block := func(name string) (string, error) {
		var text strings.Builder
		err := t.ExecuteTemplate(&text, name, v)
		return text.String(), err
	}
	t.Funcs(v.functions(block))
	return block(name)
}

// tidy leaves at most one empty line between paragraphs and none at the ends.
func tidy(text string) string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		line = strings.TrimRight(line, " \t")
		if line == "" && len(lines) > 0 && lines[len(lines)-1] == "" {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

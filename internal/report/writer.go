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
type Writer struct {
	templates *template.Template
	known     *Known // sentences of its own
}

// ModelRules are those for a model's sentences over a sheet. Names are exempt
// from nothing: a model is told none, and a name is a token.
func (w *Writer) ModelRules(sheet *Sheet) CheckContext {
	ctx := w.Rules(sheet)
	ctx.Names = nil
	return ctx
}

// Rules are those for the writer's own text over a sheet.
func (w *Writer) Rules(sheet *Sheet) CheckContext {
	ctx := ContextOf(sheet)
	ctx.Known = w.known
	return ctx
}

// NewWriter reads the embedded templates.
func NewWriter() (*Writer, error) {
	t := template.New("").Delims("[[", "]]").Funcs(new(situation).functions(nil))
	t, err := t.ParseFS(prose, "prose/*.md")
	if err != nil {
		return nil, fmt.Errorf("the report's templates: %w", err)
	}
	return &Writer{templates: t, known: NewKnown()}, nil
}

// SectionKeys are the sections of a report in order, with their titles.
func SectionKeys() []alex.Section {
	return []alex.Section{
		{Key: "glance", Title: "At a glance"},
		{Key: "changes", Title: "Since your last report"},
		{Key: "choices", Title: "Choices to consider"},
		{Key: "retirement", Title: "Retirement"},
		{Key: "holdings", Title: "What you own"},
		{Key: "targets", Title: "Against your targets"},
		{Key: "risk", Title: "Risk"},
		{Key: "costs", Title: "Costs and cash"},
		{Key: researchKey, Title: "Background from others"},
		{Key: "method", Title: "How this was made"},
	}
}

// Sections writes those sections that wanted names and the input calls for,
// rendered with the sheet. Targets are left out where the person has none, and
// changes where there is no earlier report, and research where nothing may be
// quoted.
func (w *Writer) Sections(in Input, sheet *Sheet, wanted func(key string) bool) ([]alex.Section, error) {
	a, err := w.author(in, sheet)
	if err != nil {
		return nil, err
	}
	_, followsOne := sheet.Fact(factSince)
	var sections []alex.Section
	for _, s := range SectionKeys() {
		if !wanted(s.Key) || s.Key == "targets" && len(in.Portfolio.Drift) == 0 || s.Key == "changes" && !followsOne ||
			s.Key == researchKey && len(in.Snapshot.Research) == 0 {
			continue
		}
		if s, err = a.write(s); err != nil {
			return nil, err
		}
		sections = append(sections, s)
	}
	return sections, nil
}

// Section writes one section: its template with tokens, and its Markdown.
func (w *Writer) Section(s alex.Section, in Input, sheet *Sheet) (alex.Section, error) {
	a, err := w.author(in, sheet)
	if err != nil {
		return s, err
	}
	return a.write(s)
}

// author is the writer at work on one input.
type author struct {
	situation *situation
	templates *template.Template
}

func (w *Writer) author(in Input, sheet *Sheet) (*author, error) {
	t, err := w.templates.Clone()
	if err != nil {
		return nil, err
	}
	a := &author{situation: newSituation(in, sheet), templates: t}
	a.situation.block = a.block
	t.Funcs(a.situation.functions(a.block))
	return a, nil
}

// block is the text that a template gives in this situation.
func (a *author) block(name string) (string, error) {
	var text strings.Builder
	err := a.templates.ExecuteTemplate(&text, name, a.situation)
	return text.String(), err
}

func (a *author) write(s alex.Section) (alex.Section, error) {
	text, err := a.block(s.Key + ".md")
	if err != nil {
		return s, err
	}
	s.Template = tidy(text)
	s.Author, s.Violations = alex.AuthorRules, []alex.Violation{}
	if s.Markdown, err = a.situation.sheet.Render(s.Template); err != nil {
		return s, fmt.Errorf("section %s: %w", s.Key, err)
	}
	return s, nil
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

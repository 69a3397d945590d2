package report

import (
	"slices"
	"strings"

	"alex"
)

// GeneratedBy is the name under which reports are stored.
const GeneratedBy = "alex-analyzer-v1"

// Title heads every report.
const Title = "Your financial report"

// Assemble puts sections, charts and facts together into one report, the
// sections in their order. It has neither an id nor a clock.
func Assemble(in Input, sheet *Sheet, sections []alex.Section, charts []alex.Chart) alex.Report {
	r := alex.Report{
		AsOf: in.Snapshot.AsOf, GeneratedBy: GeneratedBy, Charts: charts, Facts: sheet.Facts(), Hash: sheet.Hash(),
		EngineVersion: in.Snapshot.Versions.Engine,
	}
	if seed, ok := sheet.Fact("retirement.seed"); ok {
		r.Seed = seed.Value
	}
	for _, s := range SectionKeys() {
		i := slices.IndexFunc(sections, func(written alex.Section) bool { return written.Key == s.Key })
		if i >= 0 {
			r.Sections = append(r.Sections, sections[i])
		}
	}
	if len(r.Sections) > 0 {
		r.Summary = r.Sections[0].Markdown
	}
	return r
}

// Markdown is the whole report as one Markdown document.
func Markdown(r alex.Report) string {
	text := "# " + Title + "\n"
	for _, s := range r.Sections {
		text += "\n## " + s.Title + "\n\n" + s.Markdown
	}
	return text
}

// ContextOf allows what a sheet holds: its tokens, and the symbols that its
// facts name.
func ContextOf(sheet *Sheet) CheckContext {
	ctx := CheckContext{Sheet: sheet, Tickers: map[alex.Symbol]bool{}}
	for _, fact := range sheet.Facts() {
		if strings.HasSuffix(fact.ID, "symbol") {
			ctx.Tickers[alex.Symbol(fact.Value)] = true
		}
		if strings.HasSuffix(fact.ID, "name") {
			ctx.Names = append(ctx.Names, fact.Value)
		}
	}
	return ctx
}

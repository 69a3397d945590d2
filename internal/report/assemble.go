package report

import (
	"slices"

	"alex"
)

// GeneratedBy is the name under which reports are stored.
const GeneratedBy = "alex-analyzer-v1"

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
func Markdown(r alex.Report, title string) string {
	text := "# " + title + "\n"
	for _, s := range r.Sections {
		text += "\n## " + s.Title + "\n\n" + s.Markdown
	}
	return text
}

package report

import (
	"slices"
	"strings"

	"alex"
)

// onlyRules says that code wrote every word.
const onlyRules = "Alex's rules wrote the words, section by section; no language model did."

// Credited is a report with the truth about who wrote it in the section that
// tells how it was made, which is written before the others are known. captions
// is who put the charts in order and added to their captions.
func Credited(r alex.Report, captions string) alex.Report {
	r.Sections = credited(r.Sections, captions)
	return r
}

func credited(sections []alex.Section, captions string) []alex.Section {
	var titles, models []string
	for _, s := range sections {
		if s.Author == alex.AuthorRules {
			continue
		}
		titles = append(titles, s.Title)
		if !slices.Contains(models, s.Author) {
			models = append(models, s.Author)
		}
	}
	if captions != "" && captions != alex.AuthorRules {
		titles = append(titles, "the captions and the order of the charts")
		if !slices.Contains(models, captions) {
			models = append(models, captions)
		}
	}
	if len(models) == 0 {
		return sections
	}
	truth := "A language model (" + EscapeMarkdown(strings.Join(models, ", ")) + ") added remarks to these parts: " +
		strings.Join(titles, "; ") + ". Code checked each remark. Every sentence with a figure is code's own, word for word."
	sections = slices.Clone(sections)
	for i, s := range sections {
		sections[i].Template = strings.Replace(s.Template, onlyRules, truth, 1)
		sections[i].Markdown = strings.Replace(s.Markdown, onlyRules, truth, 1)
	}
	return sections
}

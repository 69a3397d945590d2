package report

import (
	"slices"
	"strings"

	"alex"
)

// onlyRules says that code wrote every word.
const onlyRules = "The words were written by Alex's rules, section by section; no language model took part."

// credited is the sections with the truth about who wrote them in the one that
// tells how the report was made. It is written before the others are known.
func credited(sections []alex.Section) []alex.Section {
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
	if len(models) == 0 {
		return sections
	}
	truth := "A language model (" + EscapeMarkdown(strings.Join(models, ", ")) + ") worded these sections over drafts of code: " +
		strings.Join(titles, "; ") + ". Code checked each of its sentences against what its figures say; it wrote all else."
	sections = slices.Clone(sections)
	for i, s := range sections {
		sections[i].Template = strings.Replace(s.Template, onlyRules, truth, 1)
		sections[i].Markdown = strings.Replace(s.Markdown, onlyRules, truth, 1)
	}
	return sections
}

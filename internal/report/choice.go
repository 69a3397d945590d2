package report

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"alex"
)

// Choice is one option of the section "choices". Its key is the finding behind
// it with what that is about, and is the same in the next report that offers it
// in whatever words; of an option that a model wrote, the words of its title.
type Choice struct {
	Key      string `json:"key"`
	Title    string `json:"title"`
	Template string `json:"template"` // with a token for each figure
	Markdown string `json:"markdown"`
}

var (
	titleMarks = regexp.MustCompile(`^\*\*(.+?)\*\*`)
	notInKey   = regexp.MustCompile(`[^a-z0-9]+`)
	anyToken   = regexp.MustCompile(`\{\{[a-z0-9_.]+\}\}`)
)

// Choices are the options that a report offers, in its order: the items of the
// list in that section.
func Choices(r alex.Report) ([]Choice, error) {
	i := slices.IndexFunc(r.Sections, func(s alex.Section) bool { return s.Key == "choices" })
	if i < 0 {
		return []Choice{}, nil
	}
	sheet, err := NewSheet(r.Facts)
	if err != nil {
		return nil, err
	}
	list := []Choice{}
	byRules := r.Sections[i].Author == alex.AuthorRules
	for _, item := range listItems(r.Sections[i].Template) {
		title := choiceTitle(item)
		if title == "" {
			continue // a mark, or a remark of a model
		}
		text, err := sheet.Render(item)
		if err != nil {
			return nil, err
		}
		shown, err := sheet.Plain(title)
		if err != nil {
			return nil, err
		}
		key := titleKey(title)
		if fact, found := sheet.Fact(choiceFact(len(list))); found && byRules {
			key = fact.Value
		}
		list = append(list, Choice{Key: key, Title: shown, Template: item, Markdown: text})
	}
	return list, nil
}

// listItems are the items of the lists of a text, each without its indent.
func listItems(markdown string) []string {
	var items []string
	for line := range strings.Lines(markdown) {
		switch {
		case strings.HasPrefix(line, "- "):
			items = append(items, line[2:])
		case len(items) > 0 && (strings.HasPrefix(line, "  ") || strings.TrimSpace(line) == ""):
			items[len(items)-1] += strings.TrimPrefix(line, "  ")
		case len(items) > 0 && strings.TrimSpace(line) != "":
			return trimmed(items)
		}
	}
	return trimmed(items)
}

func trimmed(items []string) []string {
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return items
}

// choiceTitle is what stands bold at the beginning of an option, without its
// full stop.
func choiceTitle(item string) string {
	found := titleMarks.FindStringSubmatch(strings.TrimSpace(item))
	if found == nil {
		return ""
	}
	return strings.TrimSuffix(found[1], ".")
}

func titleKey(title string) string {
	words := notInKey.ReplaceAllString(strings.ToLower(anyToken.ReplaceAllString(title, " ")), "_")
	return strings.Trim(words, "_")
}

// choiceFact is the fact that holds the key of an option, from 0.
func choiceFact(i int) string { return fmt.Sprintf("choice.%d.key", i+1) }

// choices are the keys of the options in their order.
func (b *builder) choices(in Input) {
	for i, f := range choices(in, findings(in)) {
		b.word(choiceFact(i), f.choiceKey(in), "which option this is", "the finding behind it")
	}
}

// choiceKey names the option that a finding leads to, with the company, the
// holding or the region that it is about: "not for me" of one is not of another.
func (f finding) choiceKey(in Input) string {
	var subject string
	switch f.key {
	case "single_stock":
		s, _ := in.Portfolio.LargestStock()
		subject = string(s.Instrument.Symbol)
	case "single_holding":
		s, _ := in.Portfolio.LargestNarrow()
		subject = string(s.Instrument.Symbol)
	case "region_concentration":
		e, _ := in.Portfolio.LargestRegion()
		subject = e.Key
	}
	if subject == "" {
		return f.key
	}
	return f.key + ":" + subject
}

// notForMe reports that the person wants to hear no more of a finding's option.
func (f finding) notForMe(in Input) bool {
	return in.Snapshot.Person.Marks[f.choiceKey(in)].Mark == alex.MarkNotForMe
}

// marks are what the person said of options of earlier reports, in the order of
// the day and then of the key.
func (b *builder) marks(person alex.Person) {
	keys := slices.SortedFunc(maps.Keys(person.Marks), func(x, y string) int {
		if c := strings.Compare(string(person.Marks[x].On), string(person.Marks[y].On)); c != 0 {
			return c
		}
		return strings.Compare(x, y)
	})
	const source = "the person's marks"
	for i, key := range keys {
		mark, id := person.Marks[key], fmt.Sprintf("mark.%d.", i+1)
		b.word(id+"title", mark.Title, "an option of an earlier report", source)
		b.word(id+"mark", strings.ReplaceAll(string(mark.Mark), "_", " "), "what the person says of it", source)
		b.date(id+"on", mark.On, "the day of that", source)
	}
}

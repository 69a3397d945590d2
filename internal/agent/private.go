package agent

import (
	"slices"
	"strings"
	"unicode"

	"alex"
	"alex/internal/report"
)

// private knows what may not be sent to a model: exact amounts, and every text
// that a person or their files wrote. What is sent of a fact is its id, what it
// is, and a rough size.
type private struct {
	texts []string // in lower case
	names []string // the words of the person's name and address
}

// privateOf gathers the texts of a snapshot.
func privateOf(s alex.Snapshot) private {
	var p private
	add := func(texts ...string) {
		for _, text := range texts {
			if text = strings.ToLower(strings.TrimSpace(text)); text != "" {
				p.texts = append(p.texts, text)
			}
		}
	}
	add(s.Person.DisplayName, s.Person.Email, string(s.Person.ID))
	p.names = strings.FieldsFunc(strings.ToLower(s.Person.DisplayName+" "+s.Person.Email), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, a := range s.Accounts {
		add(a.Name, a.Purpose)
	}
	for _, i := range s.Instruments {
		if i.Name != string(i.Symbol) {
			add(i.Name)
		}
	}
	for _, income := range s.Person.Incomes {
		add(income.Name)
	}
	for _, phase := range s.Person.Spending {
		add(phase.Name)
	}
	for _, event := range s.Person.Events {
		add(event.Name)
	}
	for _, i := range s.Imports {
		add(i.File)
	}
	return p
}

// tells reports that a text holds one of the private ones.
func (p private) tells(text string) bool {
	text = strings.ToLower(text)
	for _, known := range p.texts {
		if strings.Contains(text, known) {
			return true
		}
	}
	return false
}

// factView is what a model sees of a fact.
type factView struct {
	ID    string    `json:"id"`
	Label string    `json:"label,omitempty"`
	Unit  alex.Unit `json:"unit"`
	About string    `json:"about,omitempty"` // its rough size
	Say   string    `json:"say,omitempty"`   // the sentence to say it in
}

func (p private) view(f alex.Fact) factView {
	v := factView{ID: f.ID, Label: f.Label, Unit: f.Unit, About: roughly(f)}
	if p.tells(f.Label) {
		v.Label = ""
	}
	if p.tells(v.About) {
		v.About = ""
	}
	return v
}

// roughly is a value to two significant digits; of words only tickers and
// directions are told.
func roughly(f alex.Fact) string {
	switch f.Unit {
	case alex.UnitWord:
		if strings.HasSuffix(f.ID, ".symbol") || strings.HasSuffix(f.ID, ".direction") || strings.HasSuffix(f.ID, ".status") {
			return f.Value
		}
		return ""
	case alex.UnitDate, alex.UnitYears, alex.UnitCount:
		return f.Value
	}
	value, err := alex.ParseDecimal(f.Value)
	if err != nil {
		return ""
	}
	return value.Significant(2).String()
}

// sizes are the rough sizes of the facts whose tokens a text has, by their ids.
func (p private) sizes(sheet *report.Sheet, text string) map[string]string {
	list := map[string]string{}
	for _, id := range report.TokensOf(text) {
		if f, found := sheet.Fact(id); found && !p.tells(roughly(f)) && roughly(f) != "" {
			list[id] = strings.TrimSpace(roughly(f) + " " + strings.TrimPrefix(string(f.Unit), string(alex.UnitWord)))
		}
	}
	return list
}

// statements say the facts of a sheet by their labels, but for labels with a
// private text in them.
func (p private) statements(sheet *report.Sheet) []string {
	return slices.DeleteFunc(report.StatementsOf(sheet), p.tells)
}

package agent

import (
	"fmt"
	"slices"
	"strings"

	"alex"
	"alex/internal/report"
)

// private knows what may not be sent to a model: exact amounts, and every text
// that a person or their files wrote. What is sent of a fact is its id, what it
// is, and a rough size. All that it knows is folded.
type private struct {
	texts []string // whole
	names []string // words of people's names and of an address of mail
	typed []string // words of what people name their own things

	unseen []string // what ids of facts begin with of which nothing is told
}

// privateOf gathers the texts of a snapshot.
func privateOf(s alex.Snapshot) private {
	var p private
	p.named(s.Person.DisplayName)
	p.add(s.Person.Email, string(s.Person.ID))
	if s.Person.Partner != nil {
		p.named(s.Person.Partner.Name)
	}
	// The host of an address is not the person's.
	box, _, _ := strings.Cut(s.Person.Email, "@")
	for _, word := range wordsOf(box, 3) {
		if !everyday[word] && !number(word) {
			p.names = append(p.names, word)
		}
	}
	for _, a := range s.Accounts {
		p.own(a.Name, a.Purpose)
	}
	for _, i := range s.Instruments {
		if i.Name != string(i.Symbol) {
			p.add(i.Name)
		}
	}
	for _, income := range s.Person.Incomes {
		p.own(income.Name)
	}
	for _, phase := range s.Person.Spending {
		p.own(phase.Name)
	}
	for _, event := range s.Person.Events {
		p.own(event.Name)
	}
	for _, i := range s.Imports {
		p.add(i.File)
	}
	for i, c := range s.Research {
		if c.Own {
			p.unseen = append(p.unseen, fmt.Sprintf("research.%d.", i+1))
		}
	}
	return p
}

func (p *private) add(texts ...string) {
	for _, text := range texts {
		if text = folded(strings.TrimSpace(text)); text != "" {
			p.texts = append(p.texts, text)
		}
	}
}

// named adds a name of somebody.
func (p *private) named(name string) {
	p.add(name)
	p.names = append(p.names, wordsOf(name, 2)...)
}

// own adds names that a person typed for what is theirs.
func (p *private) own(texts ...string) {
	p.add(texts...)
	for _, text := range texts {
		p.typed = append(p.typed, wordsOf(text, 3)...)
	}
}

// tells reports that a text holds one of the private ones.
func (p private) tells(text string) bool {
	text = folded(text)
	return slices.ContainsFunc(p.texts, func(known string) bool { return len(places(text, known)) > 0 })
}

// hides reports a fact of which nothing is told: of a text of the person's own.
func (p private) hides(id string) bool {
	return slices.ContainsFunc(p.unseen, func(begin string) bool { return strings.HasPrefix(id, begin) })
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

// roughly is a value to two significant digits, a number of shares too; of words
// only tickers and directions are told.
func roughly(f alex.Fact) string {
	switch f.Unit {
	case alex.UnitWord:
		if strings.HasSuffix(f.ID, ".symbol") || strings.HasSuffix(f.ID, ".direction") || strings.HasSuffix(f.ID, ".status") {
			return f.Value
		}
		return ""
	case alex.UnitDate, alex.UnitYears:
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

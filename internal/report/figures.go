package report

import "alex"

// Figures are facts that join those of a sheet, said the canonical way: what an
// answer computes beside the report.
type Figures struct{ b builder }

// NewFigures is of a day.
func NewFigures(asOf alex.Date) *Figures {
	return &Figures{builder{asOf: asOf, at: map[string]int{}}}
}

// Chance is a share of futures, from 0 to 1.
func (f *Figures) Chance(id string, rate float64, label, source string) {
	f.b.share(id, rateOf(rate), label, source)
}

// Simulated is an amount that a simulation came to, rounded as such are shown.
func (f *Figures) Simulated(id string, m alex.Money, label, source string) {
	f.b.simulated(id, m, label, source)
}

// Money is an amount as it was given or adds up.
func (f *Figures) Money(id string, m alex.Money, label, source string) {
	f.b.money(id, m, label, source)
}

// Age is in whole years.
func (f *Figures) Age(id string, years int, label, source string) { f.b.age(id, years, label, source) }

// Word is text that depends on figures.
func (f *Figures) Word(id, text, label, source string) { f.b.word(id, text, label, source) }

// On is the sheet with the figures added.
func (f *Figures) On(sheet *Sheet) (*Sheet, error) {
	return NewSheet(append(sheet.Facts(), f.b.facts...))
}

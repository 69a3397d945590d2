package report

import (
	"fmt"
	"strconv"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// series names the history that was replayed, and what stands in for classes
// of the mix that it has no record of.
func (b *builder) series(mix alex.ClassAllocation) {
	s := retirement.ShippedSeries()
	b.word("series.name", s.Name, "the record of history", "the engine")
	b.word("series.source", s.Source, "where that record comes from", "the engine")
	var stands []string
	for _, class := range alex.Equity.Known() {
		if _, words, ok := s.Column(class); ok && words != "" && mix[class].Sign() > 0 {
			stands = append(stands, plainly.Replace(words))
		}
	}
	if len(stands) > 0 {
		b.word("series.proxies", strings.Join(stands, ", "), "what stands in for kinds without a record", "the engine; a judgement")
	}
}

// plainly says classes as the report does.
var plainly = strings.NewReplacer("fixed income", "bonds", "equity", "stocks")

// stress is the plan begun in bad years of history.
func (b *builder) stress(p retirement.Projection) {
	const source = "the plan over the shipped series from that year on"
	for i, y := range p.Stress {
		id := fmt.Sprintf("stress.%d.", i+1)
		b.word(id+"year", strconv.Itoa(y.StartYear), "a bad year to begin in", "the engine")
		b.count(id+"years", y.Years, "years of the plan that history has from there", source)
		b.simulated(id+"balance", y.Balance, "left after those years, in dollars of the start", source)
		if y.UnderpaidAge != nil {
			b.age(id+"age", *y.UnderpaidAge, "age from which the money would have fallen short", source)
		}
	}
}

// mostBadYears is how many of the worst calendar years are told.
const mostBadYears = 3

// badYears are the worst calendar years of the series for today's mix; years
// that would have cost it nothing are left out.
func (b *builder) badYears(in Input) {
	total := in.Portfolio.TotalValue
	if in.Outlook.Swing == 0 || total.Sign() <= 0 {
		return
	}
	n := 0
	for _, y := range retirement.WorstYears(in.Outlook.Plan.Allocation, mostBadYears) {
		if y.Return.Sign() >= 0 {
			break
		}
		n++
		id, year := fmt.Sprintf("worst.%d.", n), strconv.Itoa(y.Year)
		loss := alex.Percent{Decimal: y.Return.Abs()}
		b.word(id+"year", year, "a bad calendar year for today's mix", "annual returns of the shipped series")
		b.percent(id+"percent", loss, year+", what today's mix would have lost", "Σ weight × return of the class that year, cash unchanged")
		b.simulated(id+"dollars", loss.Of(total), year+", the same loss in dollars", "loss in percent × value of everything")
	}
}

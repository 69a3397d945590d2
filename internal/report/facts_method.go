package report

import (
	"fmt"

	"alex"
)

func (b *builder) method(in Input) {
	b.word("concentration.hhi.spread", "0", "index of money spread over very many holdings", "definition of the index")
	b.word("concentration.hhi.single", "1", "index of a single holding", "definition of the index")
	b.word("swing.most", "10", "top of the swing scale", "definition of the score")
	b.classificationSources(in.Portfolio)
	b.excesses(in)
	if f := in.Portfolio.Fees(); f.Known.Sign() > 0 {
		b.money("fees.known", f.Known, "value of holdings whose cost is known", "Σ their values")
	}
	if top := largest(in.Portfolio.ByAssetClass); top != nil {
		b.word("class.top.key", top.Key, "largest asset class, key", "exposure by class")
		b.word("class.top.name", top.Name, "largest asset class", "exposure by class")
		b.percent("class.top.percent", top.Percent, "its share of everything", "exposure by class")
	}
}

func (b *builder) excesses(in Input) {
	p, person := in.Portfolio, in.Snapshot.Person
	for _, found := range []struct {
		check string
		find  func() (alex.Stake, bool)
	}{{"single_stock", p.LargestStock}, {"single_holding", p.LargestNarrow}} {
		check := found.check
		s, ok := found.find()
		if !ok || severityOf(p, check) == 0 {
			continue
		}
		b.percent("finding."+check+".limit", alex.Percent{Decimal: limitOf(check, person).Warn}, "limit of "+check, "limits of the checks")
		b.money("finding."+check+".excess", excess(p, s, check, person), "value above that limit", "value − limit × value of everything")
	}
}

// classificationSources counts holdings by where their weights come from.
func (b *builder) classificationSources(p alex.Portfolio) {
	var oldest alex.Date
	row := 0
	for _, kind := range []struct {
		source alex.Source
		name   string
	}{
		{alex.SourceReference, "Alex's reference table"},
		{alex.SourceUser, "you"},
		{alex.SourceModel, "a language model"},
		{alex.SourceRules, "rules on the name"},
		{"", "unclassified"},
	} {
		count, low := 0, alex.PercentOf100(100)
		var value alex.Money
		for _, s := range p.Stakes {
			c := s.Instrument.Classification
			if c.Source != kind.source || s.Instrument.Classified() != (kind.source != "") {
				continue
			}
			count++
			value = value.Add(s.Value)
			if c.Confidence.Cmp(low.Decimal) < 0 {
				low = c.Confidence
			}
			if kind.source == alex.SourceReference && (oldest == "" || c.AsOf < oldest) {
				oldest = c.AsOf
			}
		}
		if count == 0 {
			continue
		}
		row++
		id := fmt.Sprintf("source.%d.", row)
		b.word(id+"name", kind.name, "source of classifications", "instruments")
		b.count(id+"count", count, "holdings classified by "+kind.name, "instruments")
		b.money(id+"value", value, "their value", "Σ their values")
		b.word(id+"confidence", confidenceText(kind.source, low), "how sure that source is, at least", "instruments")
	}
	if oldest != "" {
		b.date("reference.as_of", oldest, "oldest reference weights used", "reference table")
	} else {
		b.word("reference.as_of", "when they were published", "date of reference weights", "none was used")
	}
}

func confidenceText(source alex.Source, low alex.Percent) string {
	switch source {
	case "":
		return "not known"
	case alex.SourceReference, alex.SourceUser:
		return "high"
	default:
		return "from " + low.Fixed(0) + "%"
	}
}

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
		b.money("fees.known", f.Known, "value of funds whose cost is known", "Σ their values")
	}
	b.top("class", "largest asset class", in.Portfolio.ByAssetClass)
	b.top("region", "largest region", in.Portfolio.ByRegion)
	b.top("stocks.sector", "largest industry of the stocks", in.Portfolio.StocksBySector())
}

// top names the largest of an exposure.
func (b *builder) top(prefix, label string, list []alex.Exposure) {
	top := largest(list)
	if top == nil {
		return
	}
	b.word(prefix+".top.key", top.Key, label+", key", "exposures "+prefix)
	b.word(prefix+".top.name", top.Name, label, "exposures "+prefix)
	b.percent(prefix+".top.percent", top.Percent, label+", share", "exposures "+prefix)
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
		b.percent("finding."+check+".limit", alex.Percent{Decimal: person.LimitOf(check).Warn}, "limit of "+check, "limits of the checks")
		b.money("finding."+check+".excess", excess(p, s, check, person), "value above that limit", "value − limit × value of everything")
	}
}

// classificationSources counts holdings by where their weights come from.
func (b *builder) classificationSources(p alex.Portfolio) {
	sources := sourcesOf(p.Stakes)
	values := make([]alex.Money, len(sources))
	for i, s := range sources {
		values[i] = s.value
	}
	oldest := alex.Date("")
	for i, text := range amountTexts(values) {
		s, id := sources[i], fmt.Sprintf("source.%d.", i+1)
		b.word(id+"name", s.name, "source of classifications", "instruments")
		b.count(id+"count", s.count, "holdings classified by "+s.name, "instruments")
		b.moneyText(id+"value", s.value, text, "their value", "Σ their values")
		b.word(id+"confidence", confidenceText(s.kind, s.low), "how sure that source is, at least", "instruments")
		if s.kind == alex.SourceReference {
			oldest = s.oldest
		}
	}
	if oldest != "" {
		b.date("reference.as_of", oldest, "oldest reference weights used", "reference table")
	}
}

// classified is what one source of classifications covers.
type classified struct {
	kind   alex.Source
	name   string
	count  int
	value  alex.Money
	low    alex.Percent // least confidence
	oldest alex.Date
}

// sourcesOf are the sources that stakes have, "" for the unclassified.
func sourcesOf(stakes []alex.Stake) []classified {
	var list []classified
	for _, c := range []classified{
		{kind: alex.SourceReference, name: "Alex's reference table"},
		{kind: alex.SourceUser, name: "you"},
		{kind: alex.SourceModel, name: "a language model"},
		{kind: alex.SourceRules, name: "rules on the name"},
		{name: "unclassified"},
	} {
		c.low = alex.PercentOf100(100)
		for _, s := range stakes {
			c.add(s)
		}
		if c.count > 0 {
			list = append(list, c)
		}
	}
	return list
}

func (c *classified) add(s alex.Stake) {
	from := s.Instrument.Classification
	if from.Source != c.kind || s.Instrument.Classified() != (c.kind != "") {
		return
	}
	c.count++
	c.value = c.value.Add(s.Value)
	if from.Confidence.Cmp(c.low.Decimal) < 0 {
		c.low = from.Confidence
	}
	if c.oldest == "" || from.AsOf < c.oldest {
		c.oldest = from.AsOf
	}
}

func confidenceText(source alex.Source, low alex.Percent) string {
	switch source {
	case "":
		return "not known"
	case alex.SourceReference, alex.SourceUser:
		return "about " + low.Fixed(0) + "%"
	default:
		return "from " + low.Fixed(0) + "%"
	}
}

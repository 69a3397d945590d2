package report

import (
	"strconv"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// FactsVersion changes whenever the same input would give other facts.
const FactsVersion = "facts-6"

// Input is all that facts, charts and prose are made of.
type Input struct {
	Snapshot  alex.Snapshot
	Portfolio alex.Portfolio
	Outlook   retirement.Outlook
}

// Facts computes the fact sheet of an input: every figure, name and direction
// word that the report may show. The same input gives the same sheet.
func Facts(in Input) (*Sheet, error) {
	b := &builder{asOf: in.Snapshot.AsOf, at: map[string]int{}}
	b.portfolio(in)
	b.exposure(in.Portfolio)
	b.holdings(in.Portfolio)
	b.targets(in.Portfolio, in.Snapshot.Person)
	b.risk(in)
	b.badYears(in)
	b.costs(in)
	b.checks(in.Portfolio)
	b.plan(in.Outlook)
	b.projection(in.Outlook)
	b.closerLook(in.Outlook)
	b.assumptions(in.Outlook)
	b.method(in)
	b.changes(in)
	b.choices(in)
	b.marks(in.Snapshot.Person)
	b.research(in.Snapshot.Research)
	return NewSheet(b.facts)
}

// builder gathers facts; each method renders one unit the canonical way.
type builder struct {
	asOf  alex.Date
	facts []alex.Fact
	at    map[string]int // place of a fact by id
}

func (b *builder) put(id string, unit alex.Unit, value, text, label, source string) {
	b.at[id] = len(b.facts)
	b.facts = append(b.facts, alex.Fact{
		ID: id, Value: value, Unit: unit, Text: text, Label: label, Source: source, AsOf: b.asOf,
	})
}

func (b *builder) money(id string, m alex.Money, label, source string) {
	b.put(id, alex.UnitDollars, m.String(), m.Text(), label, source)
}

func (b *builder) percent(id string, p alex.Percent, label, source string) {
	b.put(id, alex.UnitPercent, p.String(), p.Text(), label, source)
}

// simulated is an amount that chance moves: three significant digits are all
// that its standard error allows. Value stays exact.
func (b *builder) simulated(id string, m alex.Money, label, source string) {
	b.put(id, alex.UnitDollars, m.String(), strings.TrimSuffix(Significant(m).Text(), ".00"), label, source)
}

// Significant rounds an amount, half-even, to three significant digits of
// whole dollars; below $1,000 to whole dollars.
func Significant(m alex.Money) alex.Money {
	whole := m.Abs().Decimal().Round(0)
	places := int32(0)
	for limit := alex.DecimalOf(1000); whole.Cmp(limit) >= 0; limit = limit.Mul(alex.DecimalOf(10)) {
		places--
	}
	return alex.Dollars(m.Decimal().Round(places))
}

// rate is a percentage that needs two decimals: a fee, a yield, a share in a column.
func (b *builder) rate(id string, p alex.Percent, label, source string) {
	b.put(id, alex.UnitPercent, p.String(), p.Hundredths(), label, source)
}

// share is a percentage known only to the whole point: a simulated one.
// None is ever all or nothing: what did not happen in the futures drawn may
// happen all the same.
func (b *builder) share(id string, p alex.Percent, label, source string) {
	b.put(id, alex.UnitPercent, p.String(), chanceText(p, p), label, source)
}

// chanceText shows whole as a whole percentage unless exact lies within a point
// of all or nothing.
func chanceText(whole, exact alex.Percent) string {
	switch {
	case exact.Cmp(alex.DecimalOf(99)) > 0:
		return "over 99%"
	case exact.Cmp(alex.DecimalOf(1)) < 0:
		return "under 1%"
	default:
		return whole.Fixed(0) + "%"
	}
}

func (b *builder) points(id string, p alex.Percent, label, source string) {
	b.put(id, alex.UnitPoints, p.String(), pointsText(p), label, source)
}

func pointsText(p alex.Percent) string { return p.Abs().Fixed(1) + " points" }

func (b *builder) count(id string, n int, label, source string) {
	b.put(id, alex.UnitCount, strconv.Itoa(n), groupCount(n), label, source)
}

func (b *builder) age(id string, years int, label, source string) {
	b.put(id, alex.UnitYears, strconv.Itoa(years), strconv.Itoa(years), label, source)
}

func (b *builder) number(id string, d alex.Decimal, places int32, label, source string) {
	b.put(id, alex.UnitRatio, d.String(), d.Fixed(places), label, source)
}

func (b *builder) date(id string, d alex.Date, label, source string) {
	b.put(id, alex.UnitDate, string(d), d.Text(), label, source)
}

func (b *builder) word(id, text, label, source string) {
	b.put(id, alex.UnitWord, text, text, label, source)
}

func groupCount(n int) string {
	text := alex.Dollars(alex.DecimalOf(int64(n))).Text()
	whole, _, _ := cutCents(text)
	return whole
}

func cutCents(dollars string) (whole, cents string, found bool) {
	text := dollars[1:]
	for i := range text {
		if text[i] == '.' {
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

// months is a year's amount spread over twelve months.
func months(year alex.Money) alex.Money {
	return alex.Dollars(year.Decimal().Div(alex.DecimalOf(12), 6))
}

// direction is the word for a difference: above, below or on.
func direction(difference alex.Decimal) string {
	switch difference.Sign() {
	case 1:
		return "above"
	case -1:
		return "below"
	default:
		return "on"
	}
}

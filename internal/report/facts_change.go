package report

import (
	"fmt"
	"strings"

	"alex"
)

// factSince is the id of the day of the report that this one follows.
const factSince = "change.since"

// changes compares with the last report, of which the snapshot has the facts.
// There are none without one.
func (b *builder) changes(in Input) {
	before := map[string]alex.Fact{}
	for _, fact := range in.Snapshot.Previous {
		before[fact.ID] = fact
	}
	day, dated := before["portfolio.as_of"]
	worth, err := alex.ParseMoney(before["portfolio.value"].Value)
	if !dated || err != nil || alex.Date(day.Value).IsZero() {
		return
	}
	b.date(factSince, alex.Date(day.Value), "day of the last report", "the last report")
	b.money("change.value.before", worth, "value of everything then", "the last report")
	d := in.Portfolio.TotalValue.Sub(worth)
	if shown := shownDifference(in.Portfolio.TotalValue, worth); !shown.IsZero() {
		b.moneyText("change.value.difference", d.Abs(), shown.Abs().Text(), "difference in value, deposits and withdrawals included", "|value of everything − value of everything then|")
		b.word("change.value.direction", moreOrLess(d), "whether it is more or less", "sign of value of everything − value of everything then")
	}
	_, projected := b.at["retirement.success"]
	if odds, had := before["retirement.success"]; had && projected {
		b.put("change.odds.before", odds.Unit, odds.Value, odds.Text, "futures then in which every planned year is paid in full", "the last report")
	}
	b.changedChecks(in.Portfolio.Checks, before)
}

// shownDifference is that between two amounts as they are shown.
func shownDifference(a, b alex.Money) alex.Money {
	if isWhole(a) && isWhole(b) {
		return alex.Dollars(a.Decimal().Round(0).Sub(b.Decimal().Round(0)))
	}
	return a.Sub(b)
}

func moreOrLess(difference alex.Money) string {
	if difference.Sign() < 0 {
		return "less"
	}
	return "more"
}

// changedChecks are those whose result is another one than then.
func (b *builder) changedChecks(checks []alex.Check, before map[string]alex.Fact) {
	n := 0
	for _, c := range checks {
		was := alex.Status(before["check."+c.ID+".status"].Value)
		if outcomeOf(was) == "" || was == c.Status {
			continue
		}
		n++
		id := fmt.Sprintf("change.check.%d.", n)
		b.word(id+"name", checkName(c), "a check with another result than then", "checks")
		b.word(id+"before", outcomeOf(was), "its result then", "the last report")
		b.word(id+"now", outcomeOf(c.Status), "its result now", "measured against the limit")
	}
}

// checkName is what a check measures, without its unit.
func checkName(c alex.Check) string {
	name, _, _ := strings.Cut(c.Text, ":")
	name, _, _ = strings.Cut(name, ", %")
	return strings.ToUpper(name[:1]) + name[1:]
}

// outcomeOf is a status in words; empty for what is none.
func outcomeOf(s alex.Status) string {
	switch s {
	case alex.Pass:
		return "fine"
	case alex.Warn:
		return "a warning"
	case alex.Fail:
		return "failed"
	default:
		return ""
	}
}

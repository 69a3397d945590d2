package report

import (
	"alex"
)

// What stands in one column is rounded together: a reader who adds the column
// up gets the total that the report shows. Values stay exact; only texts are
// rounded.

// amountTexts renders the amounts of a column as Money.Text does, whole
// dollars from $1,000 and cents below, but rounds the whole-dollar ones
// together (largest remainder): the column, added up and rounded to dollars,
// is its total rounded to dollars.
func amountTexts(column []alex.Money) []string {
	texts := make([]string, len(column))
	var at []int
	var large []alex.Decimal
	var total, small alex.Money
	for i, m := range column {
		texts[i] = m.Text()
		total = total.Add(m)
		if isWhole(m) {
			at, large = append(at, i), append(large, m.Decimal())
		} else {
			small = small.Add(m)
		}
	}
	for i, dollars := range alex.Apportion(large, wholeDollars(total, small), 0) {
		texts[at[i]] = alex.Dollars(dollars).Text()
	}
	return texts
}

// wholeDollars is what the whole-dollar amounts of a column must add up to, so
// that with the small ones they come to the total.
func wholeDollars(total, small alex.Money) alex.Decimal {
	large := total.Sub(small).Decimal().Round(0)
	missed := total.Decimal().Round(0).Sub(large.Add(small.Decimal()))
	if missed.Abs().Cmp(alex.MustDecimal("0.5")) <= 0 {
		return large
	}
	return large.Add(missed.Round(0))
}

// isWhole reports that an amount is shown in whole dollars.
func isWhole(m alex.Money) bool { return m.Abs().Cmp(alex.MustMoney("1000")) >= 0 }

// shownShares are the percentages of a column to one decimal, rounded together
// so that they add up to whole rounded to one decimal.
func shownShares(column []alex.Percent, whole alex.Percent) []alex.Percent {
	parts := make([]alex.Decimal, len(column))
	for i, p := range column {
		parts[i] = p.Decimal
	}
	shown := make([]alex.Percent, len(column))
	for i, part := range alex.Apportion(parts, whole.Decimal, 1) {
		shown[i] = alex.Percent{Decimal: part}
	}
	return shown
}

// shareOf is the share of a part in its whole; 0 where there is no whole to
// share.
func shareOf(part, whole alex.Money) alex.Percent {
	if whole.Sign() <= 0 {
		return alex.Percent{}
	}
	return part.PercentOf(whole)
}

// sharesOf are the shares of parts in their whole, in hundredths of a percent
// that add up to 100; 0 where there is no whole to share.
func sharesOf(parts []alex.Money, whole alex.Money) []alex.Percent {
	percents := make([]alex.Percent, len(parts))
	if whole.Sign() <= 0 {
		return percents
	}
	exact := make([]alex.Decimal, len(parts))
	for i, m := range parts {
		exact[i] = m.Decimal().Mul(alex.DecimalOf(100)).Div(whole.Decimal(), 12)
	}
	for i, share := range alex.Apportion(exact, alex.DecimalOf(100), 2) {
		percents[i] = alex.Percent{Decimal: share}
	}
	return percents
}

// hundred is the sum of shares; nothing where there is no whole to share.
func hundred(column []alex.Percent) alex.Percent {
	for _, p := range column {
		if !p.IsZero() {
			return alex.PercentOf100(100)
		}
	}
	return alex.Percent{}
}

// moneyText and percentText are figures whose rendering was worked out with
// those around them.
func (b *builder) moneyText(id string, m alex.Money, text, label, source string) {
	b.put(id, alex.UnitDollars, m.String(), text, label, source)
}

func (b *builder) percentText(id string, p alex.Percent, text, label, source string) {
	b.put(id, alex.UnitPercent, p.String(), text, label, source)
}

// textOf is the rendering of the fact that says the same under another id, so
// that one figure never shows in two roundings; else the given one.
func (b *builder) textOf(id, otherwise string) string {
	if at, ok := b.at[id]; ok {
		return b.facts[at].Text
	}
	return otherwise
}

// moneyAs is money in the rendering of the fact like, where there is one.
func (b *builder) moneyAs(like, id string, m alex.Money, label, source string) {
	b.moneyText(id, m, b.textOf(like, m.Text()), label, source)
}

// percentAs is percent in the rendering of the fact like, where there is one.
func (b *builder) percentAs(like, id string, p alex.Percent, label, source string) {
	b.percentText(id, p, b.textOf(like, p.Text()), label, source)
}

package report

import (
	"alex"
)

// A reader who adds a column up gets the total that the report shows: amounts are
// rounded together, and shares are shown in the hundredths of a percent in which
// they add up. Amounts stay exact, and only their texts are rounded.

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

// shareOf is the share of a part in its whole, in hundredths of a percent; 0 where
// there is no whole to share.
func shareOf(part, whole alex.Money) alex.Percent {
	if whole.Sign() <= 0 {
		return alex.Percent{}
	}
	return alex.Percent{Decimal: part.PercentOf(whole).Round(2)}
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

// moneyText is an amount whose rendering was worked out with those around it.
func (b *builder) moneyText(id string, m alex.Money, text, label, source string) {
	b.put(id, alex.UnitDollars, m.String(), text, label, source)
}

// textOf is the rendering of the fact that says the same under another id, so
// that one figure never shows in two roundings; else the given one.
func (b *builder) textOf(id, otherwise string) string {
	if at, ok := b.at[id]; ok {
		return b.facts[at].Text
	}
	return otherwise
}

// percentOf is the percentage of the fact that says the same under another id, so
// that one share is never rounded in two ways; else the given one.
func (b *builder) percentOf(id string, otherwise alex.Percent) alex.Percent {
	if at, ok := b.at[id]; ok {
		return alex.Percent{Decimal: alex.MustDecimal(b.facts[at].Value)}
	}
	return otherwise
}

// moneyAs is money in the rendering of the fact like, where there is one.
func (b *builder) moneyAs(like, id string, m alex.Money, label, source string) {
	b.moneyText(id, m, b.textOf(like, m.Text()), label, source)
}

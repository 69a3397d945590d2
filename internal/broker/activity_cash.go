package broker

import (
	"strings"

	"alex"
)

// addCash adds the ending cash: where the base is dollars, the statement's
// own sum over all currencies; else each currency that it has a rate for.
func (s *activity) addCash(l *ledger) {
	var summary, single []sectionRow
	for _, r := range s.cash {
		if !strings.EqualFold(r.of("currencysummary"), "Ending Cash") {
			continue
		}
		if strings.EqualFold(r.of("currency"), "Base Currency Summary") {
			summary = append(summary, r)
			continue
		}
		single = append(single, r)
	}
	if s.base == "USD" && len(summary) > 0 || len(single) == 0 {
		single = summary
	}
	for _, r := range single {
		s.addEndingCash(l, r)
	}
}

func (s *activity) addEndingCash(l *ledger, r sectionRow) {
	currency := r.of("currency")
	if strings.EqualFold(currency, "Base Currency Summary") {
		currency = s.base
	}
	e := entry{line: r.rec.line, symbol: "", name: "Ending Cash " + currency, currency: currency, cash: true}
	a, err := numberFormat{}.parse(r.of("total"))
	if err != nil {
		e.problems = []string{fieldValue + ": " + err.Error()}
	}
	e.value, e.account = a.value, s.open(l, r.of("account"))
	e.rate = dollarsFor(currency, s.base, s.rates)
	l.add(e)
}

// netAssetValue takes the statement's own total, which also counts accruals:
// those are listed as not held. It is left alone where rows had no rate, since
// they are in that total but in no sum of ours, or where several accounts
// share the statement.
func (s *activity) netAssetValue(l *ledger) {
	if s.base != "USD" || len(l.accounts) != 1 || s.unrated() {
		return
	}
	var total *alex.Decimal
	for _, r := range s.nav {
		label := strings.ToLower(r.of("assetclass"))
		a, err := numberFormat{}.parse(r.of("currenttotal"))
		if err != nil || a.value == nil {
			continue
		}
		switch {
		case label == "total":
			total = a.value
		case strings.Contains(label, "accrual") && !a.value.IsZero():
			l.add(entry{
				line: r.rec.line, account: l.accounts[0], name: r.of("assetclass"), value: a.value,
				notHeld: "accrued and not yet paid, so not held",
			})
		}
	}
	if total != nil {
		l.accounts[0].total = l.roundedTotal(*total)
	}
}

// roundedTotal is a total that is printed with fractions of a cent: the rows'
// sum, where rounding each row to the cent explains the difference.
func (l *ledger) roundedTotal(total alex.Decimal) *alex.Money {
	sum := l.accounts[0].rows
	slack := alex.MustDecimal("0.005").Mul(alex.DecimalOf(int64(len(l.rows) + 1)))
	if total.Scale() > 2 && total.Sub(sum.Decimal()).Abs().Cmp(slack) <= 0 {
		return &sum
	}
	return money(total)
}

func (s *activity) unrated() bool {
	for _, r := range s.positions {
		if dollarsFor(r.of("currency"), s.base, s.rates) == nil {
			return true
		}
	}
	return false
}

// learnRate keeps the rates that an XML statement gives per row.
func learnRate(rates map[string]alex.Decimal, currency, text string) {
	a, err := numberFormat{}.parse(text)
	if err == nil && a.value != nil && a.value.Sign() > 0 && currency != "" {
		rates[currency] = *a.value
	}
}

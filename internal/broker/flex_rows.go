package broker

import (
	"strings"
)

// addPositions adds the summaries; lots only of a document without any.
func (f *flex) addPositions(l *ledger) {
	summaries := false
	for _, p := range f.positions {
		summaries = summaries || !f.isLot(p)
	}
	for _, p := range f.positions {
		if summaries && f.isLot(p) {
			continue
		}
		l.add(f.entry(l, p))
	}
}

func (f *flex) isLot(p flexElement) bool { return strings.EqualFold(p.of("levelOfDetail"), "LOT") }

// entry reads one OpenPosition. Older queries call the position quantity and
// the category class.
func (f *flex) entry(l *ledger, p flexElement) entry {
	e := entry{
		line: p.line, account: l.open(f.account(p)),
		symbol: p.of("symbol"), name: plainText(p.of("description")), cusip: p.of("cusip", "isin", "securityID"),
		kind: p.of("assetCategory", "assetClass"), currency: p.of("currency"),
		date: findDate(p.of("reportDate")),
	}
	e.readFlex(p)
	e.notHeld = derivative(e.kind)
	e.symbol = securitySymbol(e)
	e.rate = dollarsFor(e.currency, f.base(p.of("accountId")), f.rates)
	return e
}

// readFlex reads the amounts. Without a positionValue the value is quantity ×
// price × multiplier, as IBKR's own guide to Flex statements defines it.
func (e *entry) readFlex(p flexElement) {
	attr := columns{fieldQuantity: 0, fieldPrice: 1, fieldValue: 2, fieldCostBasis: 3}
	rec := record{line: p.line, cells: []string{
		p.of("position", "quantity"), p.of("markPrice"), p.of("positionValue"), p.of("costBasisMoney"),
	}}
	t := table{columns: attr}
	e.quantity = t.number(rec, fieldQuantity, e)
	e.price = t.number(rec, fieldPrice, e)
	e.value = t.number(rec, fieldValue, e)
	e.cost = t.number(rec, fieldCostBasis, e)
	if e.value != nil || e.quantity == nil || e.price == nil {
		return
	}
	multiplier, err := t.numbers.parse(p.of("multiplier"))
	if err == nil && multiplier.value != nil && multiplier.value.Sign() > 0 {
		value := e.quantity.Mul(*e.price).Mul(*multiplier.value)
		e.value = &value
	}
}

func (f *flex) account(e flexElement) accountID {
	info := f.info[e.of("accountId")]
	return accountID{
		number: e.of("accountId"),
		name:   firstText(e.of("acctAlias"), info.of("acctAlias")),
		taxed:  info.of("accountType") + " " + info.of("customerType"),
	}
}

// addCash adds each account's ending cash: the statement's own sum over all
// currencies where its base is dollars, else what it has rates for.
func (f *flex) addCash(l *ledger) {
	summed := map[string]bool{}
	for _, c := range f.cash {
		id := c.of("accountId")
		if isSummary(c) && f.base(id) == "USD" {
			summed[id] = true
		}
	}
	for _, c := range f.cash {
		if isSummary(c) == summed[c.of("accountId")] {
			l.add(f.cashEntry(l, c))
		}
	}
}

func isSummary(c flexElement) bool {
	return strings.EqualFold(c.of("currency"), "BASE_SUMMARY") || strings.EqualFold(c.of("levelOfDetail"), "BaseCurrency")
}

func (f *flex) cashEntry(l *ledger, c flexElement) entry {
	currency := c.of("currency")
	if isSummary(c) {
		currency = f.base(c.of("accountId"))
	}
	e := entry{line: c.line, account: l.open(f.account(c)), name: "Ending Cash " + currency, currency: currency, cash: true}
	a, err := numberFormat{}.parse(c.of("endingCash"))
	if err != nil {
		e.problems = []string{fieldValue + ": " + err.Error()}
	}
	e.value = a.value
	e.rate = dollarsFor(currency, f.base(c.of("accountId")), f.rates)
	return e
}

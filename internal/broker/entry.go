package broker

import (
	"fmt"
	"strings"

	"alex"
)

// entry is one row as its layout printed it, before anything is decided.
// Amounts are in currency.
type entry struct {
	line                      int
	account                   *account
	symbol, cusip, name, kind string
	quantity                  *alex.Decimal
	price, value, cost        *alex.Decimal
	currency                  string
	rate                      *alex.Decimal // dollars for one unit of currency, as the file gives it
	date                      alex.Date     // the row's own date
	problems                  []string      // cells that cannot be read: "quantity: …"

	cash    bool   // an amount of cash
	notHeld string // why Alex cannot hold this, where the layout says so
	lump    bool   // the layout has no quantities at all
	notes   []string
}

// table reads the records under one header.
type table struct {
	columns columns
	numbers numberFormat
}

// entry reads the fields of rec. Unreadable cells become problems.
func (t table) entry(rec record) entry {
	e := entry{
		line:     rec.line,
		symbol:   t.columns.of(rec, fieldSymbol),
		cusip:    t.columns.of(rec, fieldCUSIP),
		name:     plainText(t.columns.of(rec, fieldName)),
		kind:     t.columns.of(rec, fieldKind),
		currency: t.columns.of(rec, fieldCurrency),
	}
	e.quantity = t.number(rec, fieldQuantity, &e)
	e.price = t.number(rec, fieldPrice, &e)
	e.value = t.number(rec, fieldValue, &e)
	e.cost = t.number(rec, fieldCostBasis, &e)
	return e
}

// number reads a cell, remembering the currency that it shows. A cost basis
// that cannot be read is left out; anything else is a problem.
func (t table) number(rec record, field string, e *entry) *alex.Decimal {
	a, err := t.numbers.parse(t.columns.of(rec, field))
	switch {
	case err != nil && field == fieldCostBasis:
		e.notes = append(e.notes, field+": "+err.Error()+" and was left out")
	case err != nil:
		e.problems = append(e.problems, field+": "+err.Error())
	case a.currency != "" && e.currency == "":
		e.currency = a.currency
	}
	return a.value
}

// plainText is a description as text: no value becomes empty, and the
// apostrophe that our own export sets before a formula goes.
func plainText(text string) string {
	if isNull(text) {
		return ""
	}
	if rest, ok := strings.CutPrefix(text, "'"); ok && NeutraliseCell(rest) != rest {
		return rest
	}
	return text
}

// settle brings pence to pounds and other currencies to dollars. It reports
// false for another currency without a rate, whose amounts stay unknown.
func (e *entry) settle() bool {
	if pence(e.currency) {
		e.scale(alex.MustDecimal("0.01"))
		e.currency = "GBP"
	}
	e.currency = strings.ToUpper(e.currency)
	if e.notHeld == "" && !e.cash {
		e.fitPrice()
	}
	if e.currency == "" || e.currency == "USD" {
		return true
	}
	if e.rate == nil || e.rate.Sign() <= 0 {
		return false
	}
	e.notes = append(e.notes, fmt.Sprintf("converted from %s at %s, the file's own rate", clip(e.currency), e.rate))
	e.scale(*e.rate)
	return true
}

func pence(currency string) bool {
	return currency == "GBp" || strings.EqualFold(currency, "GBX")
}

func (e *entry) scale(factor alex.Decimal) {
	for _, p := range []**alex.Decimal{&e.price, &e.value, &e.cost} {
		if *p != nil {
			scaled := (*p).Mul(factor)
			*p = &scaled
		}
	}
}

// fitPrice makes price × quantity the printed value: where the file quotes
// its price otherwise (bonds per 100 of face), the price is value ÷ quantity.
func (e *entry) fitPrice() {
	if e.value == nil || e.quantity == nil || e.quantity.Sign() <= 0 {
		return
	}
	if e.price != nil && e.priceFits() {
		return
	}
	if e.price != nil {
		e.notes = append(e.notes, "the file quotes its price otherwise, so the price is value ÷ quantity")
	}
	price := e.value.Div(*e.quantity, 8)
	e.price = &price
}

// priceFits allows for what rounding the price and the value can explain.
func (e *entry) priceFits() bool {
	half := alex.MustDecimal("0.5")
	for range max(2, e.price.Scale()) {
		half = half.Mul(alex.MustDecimal("0.1"))
	}
	slack := e.quantity.Mul(half).Add(alex.MustDecimal("0.01"))
	return e.quantity.Mul(*e.price).Sub(*e.value).Abs().Cmp(slack) <= 0
}

// dollars is the row's value: printed, or quantity × price; nil where the
// file gives neither. Call it after settle.
func (e *entry) dollars() *alex.Money {
	switch {
	case e.value != nil:
		return money(*e.value)
	case e.quantity != nil && e.price != nil:
		return money(e.quantity.Mul(*e.price))
	case e.quantity != nil && e.cash:
		return money(*e.quantity)
	}
	return nil
}

func money(d alex.Decimal) *alex.Money {
	m := alex.Dollars(d)
	return &m
}

package broker

import (
	"strings"

	"alex"
)

// Amounts past these are no one's household: cash as DECIMAL(12,2) has it.
var (
	maxCash  = alex.MustMoney("9999999999.99")
	maxValue = alex.MustMoney("999999999999.99")
)

// add decides what becomes of a row: a position, cash, or listed as not held.
func (l *ledger) add(e entry) {
	row := Row{Line: e.line, Symbol: e.symbol, Description: e.name, Quantity: e.quantity}
	if e.notHeld == "" && !e.cash && isOption(e.symbol, e.name, e.kind) {
		e.notHeld = "options are not held"
	}
	rated := e.settle()
	if rated {
		row.Price, row.Value = rounded(e.price), e.dollars()
	}
	row.Reason = joinNotes(e.notes...)
	switch {
	case row.Value != nil && row.Value.Abs().Cmp(maxValue) > 0:
		row.Value = nil
		l.refuse(e.account, row, StatusError, "%s: is too large", fieldValue)
	case len(e.problems) > 0:
		l.refuse(e.account, row, StatusError, "%s", strings.Join(e.problems, "; "))
	case e.notHeld != "":
		l.refuse(e.account, row, StatusSkipped, "%s", e.notHeld)
	case e.cash:
		l.addCash(e, row, rated)
	default:
		l.addSecurity(e, row, rated)
	}
}

func rounded(d *alex.Decimal) *alex.Decimal {
	if d == nil {
		return nil
	}
	r := d.Round(8)
	return &r
}

func (l *ledger) addCash(e entry, row Row, rated bool) {
	if !rated {
		l.refuse(e.account, row, StatusWarning, "cash in %s, for which the file gives no rate", clip(e.currency))
		return
	}
	if row.Value == nil {
		l.refuse(e.account, row, StatusError, "%s: is missing", fieldValue)
		return
	}
	balance := e.account.CashBalance.Add(*row.Value)
	if balance.Abs().Cmp(maxCash) > 0 {
		l.refuse(e.account, row, StatusError, "%s: makes the account's cash larger than %s", fieldValue, maxCash.Cents())
		return
	}
	e.account.CashBalance = balance
	row.Held, row.Status, row.Share = HeldCash, StatusValid, &Share{Cash: *row.Value}
	l.put(e.account, row)
}

// addSecurity lists what Alex does not hold and holds the rest.
func (l *ledger) addSecurity(e entry, row Row, rated bool) {
	if e.quantity == nil && e.lump && row.Value != nil && row.Value.Sign() > 0 {
		one := alex.DecimalOf(1)
		e.quantity, row.Quantity, e.price = &one, &one, e.value
		row.Price = rounded(e.price)
		row.Status = StatusWarning
		row.Reason = joinNotes(row.Reason, "this layout prints no quantity: held as one unit at the printed value; set the quantity before you trade on it")
	}
	switch {
	case e.quantity == nil:
		l.refuse(e.account, row, StatusError, "%s: is missing", fieldQuantity)
	case e.quantity.IsZero():
		l.refuse(e.account, row, StatusSkipped, "the quantity is zero")
	case e.quantity.Sign() < 0:
		l.refuse(e.account, row, StatusSkipped, "short positions are not held")
	case row.Value != nil && row.Value.Sign() < 0:
		l.refuse(e.account, row, StatusSkipped, "the value is negative")
	default:
		l.hold(e, row, rated)
	}
}

// hold makes a position of the row, merged into one of the same symbol.
func (l *ledger) hold(e entry, row Row, rated bool) {
	symbol, err := symbolOf(e.symbol, e.cusip, e.name)
	if err == nil && !e.account.masked && without(string(symbol), e.account.number) != string(symbol) {
		err = alex.Invalid(fieldSymbol, "is the account's number")
	}
	if err != nil {
		l.refuse(e.account, row, StatusError, "%s", err.Error())
		return
	}
	quantity := e.quantity.Round(8)
	if quantity.Cmp(*e.quantity) != 0 {
		row.Reason = joinNotes(row.Reason, "the quantity was rounded to eight decimals")
	}
	pos := alex.Position{Symbol: symbol, Quantity: quantity, AsOf: e.date}
	row.Quantity, row.Held = &quantity, HeldPosition
	row.Status = firstText(row.Status, StatusValid)
	l.price(&pos, e, &row, rated)
	if err := pos.Validate(); err != nil {
		l.refuse(e.account, row, StatusError, "%s", err.Error())
		return
	}
	l.name(symbol, e.name)
	l.place(e, pos, row)
}

// price puts the file's price, value and cost on pos, as far as they are
// dollars.
func (l *ledger) price(pos *alex.Position, e entry, row *Row, rated bool) {
	if !rated {
		row.Status = StatusWarning
		row.Reason = joinNotes(row.Reason, "priced in "+clip(e.currency)+foreignValue(e)+", for which the file gives no rate: "+l.otherwise(*pos, "held without a price, and out of the totals"))
		return
	}
	if row.Price != nil && row.Price.Sign() > 0 {
		pos.Price = row.Price
	}
	if e.value != nil {
		pos.Printed = row.Value
	}
	if pos.Price != nil || pos.Printed != nil {
		pos.PriceAsOf, pos.PriceSource = e.date, alex.SourceImport
	} else {
		row.Status = StatusWarning
		row.Reason = joinNotes(row.Reason, "the file gives neither price nor value: "+l.otherwise(*pos, "held without a price"))
	}
	if e.cost != nil {
		pos.CostBasis = money(*e.cost)
	}
}

// otherwise says at what a position is valued whose file gives it no price in
// dollars: at what the book has, else as unpriced says. Where there is no book to look
// into, it may be either.
func (l *ledger) otherwise(pos alex.Position, unpriced string) string {
	if l.book == nil {
		return "held at the price that Alex knows of it, or without one"
	}
	h := pos.Worth(l.book.Find(pos.Symbol))
	switch {
	case !h.Priced:
		return unpriced
	case h.PriceSource == alex.SourceReference:
		return "valued at Alex's reference price of " + h.PriceAsOf.Text()
	}
	return "valued at a price of " + h.PriceAsOf.Text()
}

func foreignValue(e entry) string {
	if e.value == nil {
		return ""
	}
	return " (" + e.value.String() + ")"
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// name keeps the first description of a symbol.
func (l *ledger) name(symbol alex.Symbol, name string) {
	if _, known := l.names[symbol]; !known && name != "" {
		l.names[symbol] = limitText(name, 255)
	}
}

package broker

import (
	"strings"

	"alex"
)

// genericSynonyms are the headers that need no mapping: our own export's,
// Wealthfolio's, and the synonyms that Ghostfolio accepts.
func genericSynonyms() synonyms {
	return synonyms{
		fieldAccount:     {"account", "accountname", "accountid"},
		fieldNumber:      {"accountnumber"},
		fieldAccountType: {"accounttype"},
		fieldSymbol:      {"symbol", "ticker", "code"},
		fieldName:        {"description", "name", "securityname"},
		fieldQuantity:    {"quantity", "qty", "shares", "units"},
		fieldPrice:       {"price", "unitprice", "tradeprice"},
		fieldValue:       {"value", "marketvalue", "currentvalue", "totalvalue"},
		fieldCostBasis:   {"costbasis", "costbasistotal", "totalcost"},
		fieldCurrency:    {"currency", "ccy", "currencyprimary"},
		fieldDate:        {"date", "asof", "asofdate"},
	}
}

// isGeneric needs symbol and quantity, and a price or a value; without these
// every header must be known, lest a value under another name be lost.
func isGeneric(set headers, rec record) bool {
	known := genericSynonyms()
	c := known.pick(set)
	if !c.has(fieldSymbol) || !c.has(fieldQuantity) {
		return false
	}
	if c.has(fieldPrice) || c.has(fieldValue) {
		return true
	}
	for name := range set {
		if !known.knows(name) {
			return false
		}
	}
	return len(set) == rec.filled()
}

func readGeneric(src source, at int) (*ledger, error) {
	return readTable(src, at, "generic", genericSynonyms().pick(headersOf(src.records[at])))
}

// readTable reads the records below the header at, with the columns given.
func readTable(src source, at int, broker string, c columns) (*ledger, error) {
	l := newLedger(broker, "generic", src.opt, "", src.warnings)
	t := table{columns: c}
	records := src.records[at+1:]
	t.numbers = l.numberFormat(records, c)
	latest := newSnapshots(t, records)
	l.asOf = firstDate(latest.last, dateOf(src, at))
	for _, rec := range records {
		if rec.filled() == 1 && len(c) > 2 {
			continue // the text below the table
		}
		l.addRow(t, rec, latest, nameOfFile(src.opt.Name))
	}
	return l, l.needRows()
}

// numberFormat judges the number columns of the whole file at once.
func (l *ledger) numberFormat(records []record, c columns) numberFormat {
	var cells []string
	for _, rec := range records {
		for _, field := range []string{fieldQuantity, fieldPrice, fieldValue, fieldCostBasis} {
			if cell := c.of(rec, field); cell != "" {
				cells = append(cells, cell)
			}
		}
	}
	f, mixed := formatOf(cells)
	if mixed {
		l.warnf("some numbers of the file have a decimal comma and some a decimal point: read as 1,234.56")
	}
	return f
}

func (l *ledger) addRow(t table, rec record, latest snapshots, fallback string) {
	e := t.entry(rec)
	if isTotalLabel(e.symbol) || e.symbol == "" && (isTotalLabel(e.name) || isTotalLabel(rec.cell(0))) {
		l.closeGeneric(t, rec, e)
		return
	}
	e.account = l.open(genericAccount(t, rec, fallback))
	e.date = findDate(t.columns.of(rec, fieldDate))
	e.cash = isSweep(e.symbol, e.name) || isCashWord(e)
	if latest.outdated(t, rec) {
		row := Row{Line: rec.line, Symbol: e.symbol, Description: e.name, Quantity: e.quantity}
		l.refuse(e.account, row, StatusSkipped, "older than the account's latest date in this file")
		return
	}
	l.add(e)
}

// closeGeneric takes a total: of an account that the row names, else of all.
func (l *ledger) closeGeneric(t table, rec record, e entry) {
	text := t.columns.of(rec, fieldAccount)
	if text == "" || isTotalLabel(text) {
		l.closeTotal(nil, e.value)
		return
	}
	l.closeTotal(l.byKey[genericAccount(t, rec, "").key()], e.value)
}

func genericAccount(t table, rec record, fallback string) accountID {
	id := splitAccount(t.columns.of(rec, fieldAccount))
	id.taxed = t.columns.of(rec, fieldAccountType)
	if number := t.columns.of(rec, fieldNumber); number != "" {
		id.number, id.masked = splitAccount(number).number, splitAccount(number).masked
		id.number = firstText(id.number, number)
	}
	if id.name == "" && id.number == "" {
		id.name = fallback
	}
	return id
}

// isCashWord recognises "CASH" or "USD" as a symbol: cash, unless it has a
// price other than one, for CASH is also a ticker.
func isCashWord(e entry) bool {
	word := strings.ToUpper(e.symbol)
	if word == "" {
		word = strings.ToUpper(e.name)
	}
	if word != "CASH" && word != "USD" {
		return false
	}
	return e.price == nil || e.price.Cmp(alex.DecimalOf(1)) == 0
}

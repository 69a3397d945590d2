package broker

import (
	"regexp"
	"strings"

	"alex"
)

func fidelitySynonyms() synonyms {
	return synonyms{
		fieldNumber:    {"accountnumber", "accountnamenumber"},
		fieldAccount:   {"accountname"},
		fieldSymbol:    {"symbol"},
		fieldName:      {"description"},
		fieldCUSIP:     {"cusip"},
		fieldQuantity:  {"quantity"},
		fieldPrice:     {"lastprice"},
		fieldValue:     {"currentvalue"},
		fieldCostBasis: {"costbasistotal", "costbasis"},
		fieldKind:      {"securitytype", "type"},
	}
}

// isFidelity recognises all three variants: 16 columns, short, lower-case.
func isFidelity(set headers) bool {
	return set.has("symbol", "currentvalue") &&
		set.any("accountnumber", "accountname", "accountnamenumber", "lastprice")
}

func readFidelity(src source, at int) (*ledger, error) {
	l := newLedger("fidelity", "fidelity", src.opt, dateOf(src, at), src.warnings)
	t := table{columns: fidelitySynonyms().pick(headersOf(src.records[at]))}
	for _, rec := range src.records[at+1:] {
		if rec.names("symbol") && isFidelity(headersOf(rec)) || isFidelityFooter(t, rec) {
			continue
		}
		l.addFidelity(t, rec)
	}
	return l, l.needRows()
}

func fidelityAccount(t table, rec record) accountID {
	id := accountID{number: t.columns.of(rec, fieldNumber), name: t.columns.of(rec, fieldAccount)}
	if strings.Contains(id.number, " ") { // "Individual X12345678"
		split := splitAccount(id.number)
		id.number, id.name = split.number, firstText(id.name, split.name)
	}
	return id
}

// addFidelity adds a row; core positions and pending activity are cash.
func (l *ledger) addFidelity(t table, rec record) {
	e := t.entry(rec)
	id := fidelityAccount(t, rec)
	if isTotalLabel(e.symbol) || e.symbol == "" && (isTotalLabel(id.name) || isTotalLabel(id.number)) {
		l.closeTotal(l.byKey[id.key()], e.value)
		return
	}
	e.account, e.lump = l.open(id), !t.columns.has(fieldQuantity)
	pending := strings.EqualFold(e.symbol, "Pending Activity") || e.symbol == "" && strings.EqualFold(e.name, "Pending Activity")
	e.cash = pending || isSweep(e.symbol, e.name)
	if pending && e.value == nil {
		e.value, e.problems = shiftedAmount(rec), nil
	}
	l.add(e)
}

// shiftedAmount finds the amount of a pending-activity row that some
// downloads print under another column: the only dollar amount of the row.
func shiftedAmount(rec record) *alex.Decimal {
	var found *alex.Decimal
	for _, c := range rec.cells {
		if !strings.Contains(c, "$") {
			continue
		}
		a, err := numberFormat{}.parse(c)
		if err != nil || a.value == nil {
			continue
		}
		if found != nil {
			return nil
		}
		found = a.value
	}
	return found
}

var fidelityNumber = regexp.MustCompile(`^[A-Za-z0-9*.-]{2,24}$`)

// isFidelityFooter recognises the legal text below the table, quoted or not.
func isFidelityFooter(t table, rec record) bool {
	if rec.filled() == 1 {
		return true
	}
	for _, field := range []string{fieldQuantity, fieldPrice, fieldValue} {
		a, err := t.numbers.parse(t.columns.of(rec, field))
		if err == nil && a.value != nil {
			return false
		}
	}
	number := t.columns.of(rec, fieldNumber)
	return number != "" && !fidelityNumber.MatchString(number)
}

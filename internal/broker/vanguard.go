package broker

import "strings"

func vanguardSynonyms() synonyms {
	return synonyms{
		fieldNumber:   {"accountnumber"},
		fieldName:     {"investmentname", "fundname"},
		fieldSymbol:   {"symbol", "ticker"},
		fieldQuantity: {"shares"},
		fieldPrice:    {"shareprice", "price"},
		fieldValue:    {"totalvalue"},
	}
}

// isVanguard recognises the table of positions, not that of transactions.
func isVanguard(set headers) bool {
	return set.any("investmentname", "fundname") && set.has("shares", "totalvalue") &&
		!set.any("tradedate", "transactiontype")
}

// readVanguard reads the table of positions.
func readVanguard(src source, at int) (*ledger, error) {
	src = withoutTransactions(src, at)
	l := newLedger("vanguard", "vanguard", src.opt, dateOf(src, at), src.warnings)
	t := table{columns: vanguardSynonyms().pick(headersOf(src.records[at]))}
	for _, rec := range src.records[at+1:] {
		if rec.filled() <= 1 || rec.names("symbol") && isVanguard(headersOf(rec)) {
			continue
		}
		e := t.entry(rec)
		if isTotalLabel(e.symbol) || isTotalLabel(e.name) || isTotalLabel(t.columns.of(rec, fieldNumber)) {
			l.closeTotal(nil, e.value)
			continue
		}
		e.account = l.open(splitVanguard(t.columns.of(rec, fieldNumber)))
		e.cash = isSweep(e.symbol, e.name) || isNull(e.symbol) && strings.EqualFold(e.name, "Settlement Fund")
		l.add(e)
	}
	return l, l.needRows()
}

// splitVanguard reads an account number; some downloads mask it.
func splitVanguard(text string) accountID {
	id := splitAccount(text)
	if id.number == "" {
		return accountID{number: text}
	}
	return id
}

// withoutTransactions is src without the table of transactions, whose dates are not the
// positions'.
func withoutTransactions(src source, at int) source {
	for i, rec := range src.records[at:] {
		if rec.names("symbol") && headersOf(rec).any("tradedate", "transactiontype") {
			src.records = src.records[:at+i]
			break
		}
	}
	return src
}

package broker

import (
	"regexp"
	"strings"
)

func schwabSynonyms() synonyms {
	return synonyms{
		fieldSymbol:    {"symbol"},
		fieldName:      {"description"},
		fieldQuantity:  {"qtyquantity", "quantity", "qty"},
		fieldPrice:     {"price"},
		fieldValue:     {"mktvalmarketvalue", "marketvalue", "mktval"},
		fieldCostBasis: {"costbasis"},
		fieldKind:      {"assettype", "securitytype"},
	}
}

// isSchwab recognises the header in any order and age; the short names alone
// could be anyone's, so they need the title above or a column beside them.
func isSchwab(set headers, above []record) bool {
	if !set.has("symbol") || !set.any("qtyquantity", "quantity", "qty") {
		return false
	}
	if set.has("mktvalmarketvalue") {
		return true
	}
	return set.has("marketvalue") && (schwabTitled(above) ||
		set.any("reinvest", "reinvestdividends", "ofaccount", "ofacctofaccount", "securitytype", "assettype"))
}

func schwabTitled(above []record) bool {
	for _, rec := range above {
		if strings.HasPrefix(rec.cell(0), "Positions for ") {
			return true
		}
	}
	return false
}

func readSchwab(src source, at int) (*ledger, error) {
	l := newLedger("schwab", "schwab", src.opt, dateOf(src, at), src.warnings)
	s := schwabReader{ledger: l}
	for i, rec := range src.records {
		s.read(rec, src.records[:i])
	}
	return l, l.needRows()
}

// schwabReader walks the file: a title, then per account a line with its
// name, a header, rows and a total.
type schwabReader struct {
	ledger  *ledger
	table   table
	id      accountID
	account *account
}

func (s *schwabReader) read(rec record, above []record) {
	switch {
	case rec.names("symbol") && isSchwab(headersOf(rec), above):
		s.table = table{columns: schwabSynonyms().pick(headersOf(rec))}
		s.account = s.ledger.open(s.id)
	case rec.filled() <= 3 && schwabLabel(rec) != nil:
		s.id, s.account = *schwabLabel(rec), nil
	case s.account == nil || rec.filled() == 1:
		// a title, a blank account, or the legal text below
	default:
		s.row(rec)
	}
}

func (s *schwabReader) row(rec record) {
	e := s.table.entry(rec)
	e.account = s.account
	label := strings.ToLower(e.symbol)
	switch {
	case isTotalLabel(e.symbol):
		s.ledger.closeTotal(s.account, e.value)
		return
	case label == "futures positions market value":
		e.notHeld = "futures are not held"
	default:
		e.cash = isSweep(e.symbol, e.name)
	}
	s.ledger.add(e)
}

var (
	schwabTitle   = regexp.MustCompile(`(?i)^positions for (?:account )?(.*?)(?: as of .*)?$`)
	schwabAccount = regexp.MustCompile(`^.+(?:\.{2,}|…|[Xx*]{3,}-?) ?[A-Za-z0-9]{2,4}$`)
)

// schwabLabel is the account that a title or a line of its own names; nil for
// any other line. A comma in the name splits the line into cells.
func schwabLabel(rec record) *accountID {
	text := rec.text()
	if m := schwabTitle.FindStringSubmatch(text); m != nil {
		id := splitAccount(m[1])
		return &id
	}
	if !schwabAccount.MatchString(text) {
		if rec.filled() > 1 || len(rec.cells) > 2 {
			return nil
		}
		if len(text) > 60 || isTotalLabel(text) {
			return nil
		}
	}
	id := splitAccount(text)
	return &id
}

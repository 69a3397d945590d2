package broker

import (
	"strings"

	"alex"
)

func activitySynonyms() synonyms {
	return synonyms{
		fieldSymbol:    {"symbol"},
		fieldQuantity:  {"quantity"},
		fieldPrice:     {"closeprice"},
		fieldValue:     {"value"},
		fieldCostBasis: {"costbasis"},
		fieldCurrency:  {"currency"},
		fieldKind:      {"assetcategory"},
		fieldNumber:    {"account"},
	}
}

// position keeps a row of Open Positions. A Total in another currency that is
// followed at once by one in the base currency gives the rate between them.
func (s *activity) position(r sectionRow, data bool) {
	kind := strings.ToLower(r.of("datadiscriminator"))
	if data && kind != "total" && kind != "subtotal" {
		s.positions, s.lastTotal = append(s.positions, r), nil
		return
	}
	if !strings.EqualFold(r.rec.cell(1), "Total") {
		return
	}
	if last := s.lastTotal; last != nil && r.of("currency") == s.base && last.of("currency") != s.base {
		s.impliedRate(*last, r)
	}
	s.lastTotal = &r
}

func (s *activity) impliedRate(foreign, base sectionRow) {
	from, errFrom := numberFormat{}.parse(foreign.of("value"))
	to, errTo := numberFormat{}.parse(base.of("value"))
	if errFrom != nil || errTo != nil || from.value == nil || to.value == nil || from.value.Sign() <= 0 || to.value.Sign() <= 0 {
		return
	}
	if _, known := s.rates[foreign.of("currency")]; !known {
		s.rates[foreign.of("currency")] = to.value.Div(*from.value, 8)
	}
}

// dollarsFor is the dollars for one unit of currency; nil where the statement
// gives no rate.
func dollarsFor(currency, base string, rates map[string]alex.Decimal) *alex.Decimal {
	one := alex.DecimalOf(1)
	inBase := func(c string) (alex.Decimal, bool) {
		if c == base {
			return one, true
		}
		r, ok := rates[c]
		return r, ok && r.Sign() > 0
	}
	rate, ok := inBase(currency)
	dollar, okDollar := inBase("USD")
	if !ok || !okDollar {
		return nil
	}
	if base != "USD" {
		rate = rate.Div(dollar, 8)
	}
	return &rate
}

// addPositions adds the summary rows; lots only where there is no summary.
func (s *activity) addPositions(l *ledger) {
	summaries := false
	for _, r := range s.positions {
		summaries = summaries || strings.EqualFold(r.of("datadiscriminator"), "Summary")
	}
	for _, r := range s.positions {
		if summaries && strings.EqualFold(r.of("datadiscriminator"), "Lot") {
			continue
		}
		t := table{columns: activitySynonyms().pick(r.set)}
		e := t.entry(r.rec)
		e.account = s.open(l, t.columns.of(r.rec, fieldNumber))
		e.name, e.cusip = s.names[e.symbol], s.ids[e.symbol]
		e.rate = dollarsFor(e.currency, s.base, s.rates)
		e.notHeld = derivative(e.kind)
		e.symbol = securitySymbol(e)
		l.add(e)
	}
}

// securitySymbol leaves out what Interactive Brokers prints as the symbol of
// a bond ("T 4 5/8 02/15/35"): its CUSIP or its name will do.
func securitySymbol(e entry) string {
	if strings.Contains(strings.ToLower(e.kind), "bond") || strings.Contains(strings.ToLower(e.kind), "bill") {
		if !cusipPattern.MatchString(e.symbol) {
			return firstText(e.cusip, e.symbol)
		}
	}
	return e.symbol
}

func (s *activity) open(l *ledger, number string) *account {
	id := s.account
	if number != "" {
		id.number, _, _ = strings.Cut(number, " ")
	}
	return l.open(id)
}

// derivative is the reason why contracts are not held, empty for securities.
func derivative(category string) string {
	category = strings.ToLower(category)
	switch {
	case strings.Contains(category, "option"), category == "opt", category == "fop", category == "fsfop", category == "iopt":
		return "options are not held"
	case strings.Contains(category, "future"), category == "fut":
		return "futures are not held"
	case strings.HasPrefix(category, "cfd"):
		return "contracts for difference are not held"
	case category == "warrants", category == "war":
		return "warrants are not held"
	}
	return ""
}

package broker

import (
	"slices"
	"strings"

	"alex"
)

// isActivityStatement recognises Interactive Brokers' sectioned CSV: section,
// Header or Data, and the section's own columns.
func isActivityStatement(src source) bool {
	for _, rec := range src.records[:min(len(src.records), 40)] {
		kind := strings.ToLower(rec.cell(1))
		if (kind == "header" || kind == "data") && slices.Contains(activitySections(), rec.cell(0)) {
			return true
		}
	}
	return false
}

func activitySections() []string {
	return append([]string{
		"Statement", "Account Information", "Net Asset Value", "Cash Report", "Trades",
		"Financial Instrument Information",
	}, positionSections()...)
}

func positionSections() []string {
	return []string{"Open Positions", "Long Open Positions", "Short Open Positions"}
}

// activity is the statement taken apart.
type activity struct {
	src       source
	period    alex.Date
	account   accountID
	base      string
	rates     map[string]alex.Decimal // base currency for one unit
	names     map[string]string       // by symbol
	ids       map[string]string       // CUSIP or ISIN by symbol
	positions []sectionRow
	cash      []sectionRow
	nav       []sectionRow
	lastTotal *sectionRow
}

// sectionRow is a data row and the header above it.
type sectionRow struct {
	rec record
	set headers
}

func (r sectionRow) of(names ...string) string {
	for _, n := range names {
		if i, ok := r.set[n]; ok {
			return r.rec.cell(i)
		}
	}
	return ""
}

func readActivity(src source) (*ledger, error) {
	s := activity{src: src, base: "USD", rates: map[string]alex.Decimal{}, names: map[string]string{}, ids: map[string]string{}}
	var set headers
	for _, rec := range src.records {
		if strings.EqualFold(rec.cell(1), "Header") {
			set = headersOf(rec)
			continue
		}
		s.section(sectionRow{rec: rec, set: set})
	}
	if len(s.positions) == 0 && len(s.cash) == 0 {
		return nil, alex.Invalid("file", "this Interactive Brokers statement has no Open Positions and no Cash Report: run an Activity Statement with those sections and download it as CSV")
	}
	l := newLedger("interactive_brokers", "interactive_brokers", src.opt,
		firstDate(s.period, findDate(src.opt.Name), src.opt.AsOf), src.warnings)
	s.addPositions(l)
	s.addCash(l)
	s.netAssetValue(l)
	return l, l.needRows()
}

// section files one row under what it is.
func (s *activity) section(r sectionRow) {
	data := strings.EqualFold(r.rec.cell(1), "Data")
	name := r.rec.cell(0)
	switch {
	case slices.Contains(positionSections(), name):
		s.position(r, data)
	case !data:
	case name == "Statement":
		s.statement(r.rec)
	case name == "Account Information":
		s.information(r.rec)
	case name == "Financial Instrument Information":
		s.instrument(r)
	case name == "Base Currency Exchange Rate":
		s.rate(r.of("currency"), r.of("rate"))
	case name == "Cash Report":
		s.cash = append(s.cash, r)
	case name == "Net Asset Value":
		s.nav = append(s.nav, r)
	}
}

func (s *activity) statement(rec record) {
	switch rec.cell(2) {
	case "Period":
		s.period = firstDate(findDate(strings.Join(rec.cells[3:], " ")), s.period)
	case "WhenGenerated":
		s.period = firstDate(s.period, findDate(rec.cell(3)))
	}
}

func (s *activity) information(rec record) {
	switch rec.cell(2) {
	case "Account":
		s.account.number, _, _ = strings.Cut(rec.cell(3), " ")
	case "Account Alias":
		s.account.name = rec.cell(3)
	case "Account Type", "Customer Type":
		s.account.taxed += " " + rec.cell(3)
	case "Base Currency":
		s.base = firstText(strings.ToUpper(rec.cell(3)), s.base)
	}
}

// instrument learns the name and the security's number; one row may list
// several symbols.
func (s *activity) instrument(r sectionRow) {
	for _, symbol := range strings.Split(r.of("symbol"), ",") {
		symbol = strings.TrimSpace(symbol)
		s.names[symbol] = r.of("description")
		s.ids[symbol] = r.of("securityid", "cusip", "isin")
	}
}

// rate learns a rate; it must be a number above zero.
func (s *activity) rate(currency, text string) {
	a, err := numberFormat{}.parse(text)
	if err == nil && a.value != nil && a.value.Sign() > 0 {
		s.rates[currency] = *a.value
	}
}

package broker

import (
	"slices"
	"strings"

	"alex"
)

// Mapped is File.Broker of a file that was read with a mapping.
const Mapped = "mapping"

// mappingFields are the fields that a mapping may name.
func mappingFields() []string {
	return []string{
		fieldAccount, fieldAccountType, fieldSymbol, fieldName, fieldQuantity,
		fieldPrice, fieldValue, fieldCostBasis, fieldCurrency, fieldDate,
	}
}

// check refuses fields that do not exist and mappings that name no position.
func (m Mapping) check() error {
	var p alex.Problems
	for field, header := range m.Columns {
		switch {
		case !slices.Contains(mappingFields(), field):
			p.Addf("mapping.columns."+clip(field), "is no field; the fields are %s", strings.Join(mappingFields(), ", "))
		case normalise(header) == "":
			p.Addf("mapping.columns."+field, "names no header")
		}
	}
	if m.Columns[fieldQuantity] == "" {
		p.Addf("mapping.columns.quantity", "is missing")
	}
	if m.Columns[fieldSymbol] == "" && m.Columns[fieldName] == "" {
		p.Addf("mapping.columns.symbol", "is missing, and so is name")
	}
	return p.Err()
}

// readMapping reads src with the columns that m names. The header is the
// first record with all of them.
func readMapping(src source, m Mapping) (*ledger, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	best, most := headers{}, -1
	for i, rec := range src.records {
		set := headersOf(rec)
		if found := m.found(set); found > most {
			best, most = set, found
		}
		if m.found(set) == len(m.Columns) {
			return readTable(src, i, Mapped, m.pick(set))
		}
	}
	return nil, m.missing(best)
}

func (m Mapping) found(set headers) int {
	n := 0
	for _, header := range m.Columns {
		if set.has(normalise(header)) {
			n++
		}
	}
	return n
}

func (m Mapping) pick(set headers) columns {
	c := columns{}
	for field, header := range m.Columns {
		c[field] = set[normalise(header)]
	}
	return c
}

// missing names the headers that no line of the file has together.
func (m Mapping) missing(best headers) error {
	var p alex.Problems
	for _, field := range mappingFields() {
		header, named := m.Columns[field]
		if named && !best.has(normalise(header)) {
			p.Addf("mapping.columns."+field, "the file has no column %q", clip(maskRuns(header)))
		}
	}
	return p.Err()
}

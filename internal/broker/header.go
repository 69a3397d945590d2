package broker

import (
	"strings"
	"unicode"
)

// The fields of a row, as Mapping names them, and what only some layouts have.
const (
	fieldAccount     = "account"
	fieldAccountType = "accountType"
	fieldSymbol      = "symbol"
	fieldName        = "name"
	fieldQuantity    = "quantity"
	fieldPrice       = "price"
	fieldValue       = "value"
	fieldCostBasis   = "costBasis"
	fieldCurrency    = "currency"
	fieldDate        = "date"

	fieldNumber = "accountNumber"
	fieldCUSIP  = "cusip"
	fieldKind   = "kind" // the broker's own word for the kind of security
	fieldOwner  = "owner"
)

// headers are the normalised headers of a record and where they stand.
type headers map[string]int

func headersOf(rec record) headers {
	set := make(headers, len(rec.cells))
	for i, c := range rec.cells {
		name := normalise(c)
		if _, seen := set[name]; !seen && name != "" {
			set[name] = i
		}
	}
	return set
}

// normalise keeps letters and digits, in lower case: "Qty (Quantity)" becomes
// "qtyquantity".
func normalise(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}

func (h headers) has(names ...string) bool {
	for _, n := range names {
		if _, ok := h[n]; !ok {
			return false
		}
	}
	return true
}

func (h headers) any(names ...string) bool {
	for _, n := range names {
		if _, ok := h[n]; ok {
			return true
		}
	}
	return false
}

// columns says where the fields of a layout stand.
type columns map[string]int

// synonyms lists, by field, the normalised headers that name it, best first.
type synonyms map[string][]string

// pick finds the column of each field.
func (s synonyms) pick(h headers) columns {
	c := columns{}
	for field, names := range s {
		for _, n := range names {
			if i, ok := h[n]; ok {
				c[field] = i
				break
			}
		}
	}
	return c
}

func (c columns) has(field string) bool {
	_, ok := c[field]
	return ok
}

// of is the cell of a field, empty where the layout has no such column.
func (c columns) of(rec record, field string) string {
	i, ok := c[field]
	if !ok {
		return ""
	}
	return rec.cell(i)
}

// vocabulary is every normalised header that some layout knows.
type vocabulary map[string]bool

func newVocabulary() vocabulary {
	v := vocabulary{"header": true, "data": true}
	for _, names := range offerSynonyms() {
		for _, n := range names {
			v[n] = true
		}
	}
	return v
}

// count is the number of cells of rec that are known headers.
func (v vocabulary) count(rec record) int {
	known := 0
	for name := range headersOf(rec) {
		if v[name] {
			known++
		}
	}
	return known
}

func (s synonyms) knows(name string) bool {
	for _, names := range s {
		for _, n := range names {
			if n == name {
				return true
			}
		}
	}
	return false
}

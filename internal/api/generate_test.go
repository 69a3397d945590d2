package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// generator makes values by the schemas of the document.
type generator struct {
	*rand.Rand
	doc document
	own *household // whose ids are named
	odd int        // how odd the request is, of a hundred
}

// one chooses.
func one[T any](g *generator, list ...T) T { return list[g.IntN(len(list))] }

// often is true in so many of a hundred.
func (g *generator) often(percent int) bool { return g.IntN(100) < percent }

// oddly is often, for what is not as it should be.
func (g *generator) oddly(percent int) bool { return g.often(percent * g.odd / 100) }

// value is one that the schema allows; name is that of its member.
func (g *generator) value(s schema, name string) any {
	s = g.doc.resolved(s)
	if len(s.OneOf) > 0 {
		return g.value(one(g, s.OneOf...), name)
	}
	if likely, known := g.likely(name); known && g.often(70) {
		return likely
	}
	if len(s.Enum) > 0 {
		return one(g, s.Enum...)
	}
	types := slices.DeleteFunc(s.types(), func(t string) bool { return t == "null" })
	if len(types) == 0 {
		return g.anything(2)
	}
	switch types[0] {
	case "object":
		return g.object(s)
	case "array":
		return g.list(s, name)
	case "string":
		return g.text(s, name)
	case "boolean":
		return g.often(50)
	default:
		return g.number(s, types[0] == "integer")
	}
}

// likely is a value that makes sense together with others, so that not every
// request is refused.
func (g *generator) likely(name string) (any, bool) {
	age := func(from, span int) any { return json.Number(fmt.Sprint(from + g.IntN(span))) }
	switch name {
	case "currentAge":
		return age(40, 20), true
	case "retirementAge":
		return age(60, 10), true
	case "horizonAge", "endAge":
		return age(90, 20), true
	case "startAge", "age":
		return age(61, 25), true
	case "yearsUntilRetirement", "emergencyMonths":
		return age(0, 30), true
	case "birthYear":
		return age(1950, 40), true
	case "planId":
		return one(g, g.own.ids[kindPlan]...), true
	case "previewId":
		return one(g, g.own.ids[kindPreview]...), true
	case "symbol", "likeSymbol":
		return one(g, "VTI", "BND", "vxus", "AAPL", "BRK B", "NEW"+fmt.Sprint(g.IntN(50))), true
	case "feePercent", "taxPercent", "percent", "floorPercent", "ceilingPercent", "contributionGrowthPercent":
		return json.Number(fmt.Sprint(g.IntN(5))), true
	case "email":
		return fmt.Sprintf("p%d@example.org", g.IntN(1000)), true
	case "instruments":
		return []any{one[any](g, "VTI", "VXUS"), one[any](g, "BND", "VNQ")}, true
	}
	return nil, false
}

func (g *generator) object(s schema) any {
	if weights, is := g.weights(s); is {
		return weights
	}
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) { // in one order, or chance would not repeat itself
		if slices.Contains(s.Required, name) || g.often(40) {
			object[name] = g.value(s.Properties[name], name)
		}
	}
	rest, more := s.rest()
	if !more && s.More == true {
		rest, more = schema{}, true
	}
	for more && g.often(50) {
		object[one(g, "single_stock", "emergency_fund", "symbol", "quantity", g.words())] = g.value(rest, "")
	}
	return object
}

// weights is an allocation: numbers up to 100 that sum to it.
func (g *generator) weights(s schema) (any, bool) {
	keys := slices.Sorted(maps.Keys(s.Properties))
	for _, key := range keys {
		if p := s.Properties[key]; p.Maximum == nil || *p.Maximum != 100 {
			return nil, false
		}
	}
	if len(keys) == 0 {
		return nil, false
	}
	share := g.IntN(101)
	first, second := one(g, keys...), one(g, keys...)
	if first == second {
		return map[string]any{first: 100}, true
	}
	return map[string]any{first: share, second: 100 - share}, true
}

func (g *generator) list(s schema, name string) any {
	list := make([]any, s.MinItems+g.IntN(3))
	for i := range list {
		list[i] = g.value(*s.Items, strings.TrimSuffix(name, "s"))
	}
	return list
}

func (g *generator) number(s schema, whole bool) any {
	low, high := -1000.0, 1000.0
	if s.Minimum != nil {
		low = *s.Minimum
	}
	if s.Maximum != nil {
		high = *s.Maximum
	}
	n := one(g, low, high, low+float64(g.IntN(int(high-low)+1)), max(low, min(high, 0)))
	if !whole && g.often(20) {
		return json.Number(fmt.Sprintf("%.6f", low+g.Float64()*(high-low)))
	}
	return json.Number(fmt.Sprintf("%.0f", n))
}

// text is by the patterns and formats that the document has; a new one panics,
// so that it gets its line here.
func (g *generator) text(s schema, name string) any {
	switch s.Format {
	case "date":
		return one(g, "1970-05-05", "2026-10-30", "2026-11-02", "0001-01-01", "2000-02-29", "9999-12-31", "1899-12-31")
	case "date-time":
		return "2026-10-30T00:00:00Z"
	case "uuid":
		return uuid.NewString()
	}
	switch s.Pattern {
	case "":
	case `^-?[0-9]{1,16}(\.[0-9]{1,2})?$`:
		return one(g, "0", "0.01", "-0.00", "1250.5", "40000", "1000000", "9999999999.99", "-1", "9999999999999999.99", "0000000000000001")
	case `^-?[0-9]{1,20}(\.[0-9]{1,12})?$`:
		return one(g, "0", "1", "0.0450", "0.000000000001", "3.14159265", "999999999999.99999999", "-1", "99999999999999999999", "100.5")
	case `^\s*[A-Za-z0-9][A-Za-z0-9.\-^=]{0,19}([ /][A-Za-z]{1,3})?\s*$`:
		return one(g, "VTI", "brk/b", " AAPL ", "^GSPC", "A", "12345678901234567890", "X-Y", "9984.T")
	case `^[A-Z]{3}$`:
		return one(g, "USD", "EUR", "XXX")
	case `^[0-9]{1,20}$`:
		return one(g, "0", "42", "18446744073709551615", "18446744073709551616")
	default:
		panic("no text for the pattern " + s.Pattern)
	}
	text := g.words()
	if s.MaxLength != nil && g.often(10) {
		text = strings.Repeat("ä", *s.MaxLength)
	}
	return text
}

func (g *generator) words() string {
	return one(g, "Ann's own", "IRA", "Überweisung", "退職", "a\tb", "👩‍👩‍👧", "x", "=1+1", "<b>", "'; --", "%s%n", "Social Security")
}

// anything is JSON of any shape.
func (g *generator) anything(depth int) any {
	switch n := g.IntN(9); {
	case n == 0 && depth > 0:
		return map[string]any{g.words(): g.anything(depth - 1), "id": g.anything(0)}
	case n == 1 && depth > 0:
		return []any{g.anything(depth - 1), g.anything(depth - 1)}
	default:
		return one[any](g, nil, true, false, "", g.words(), "\x00", "\u202e", strings.Repeat("z", 70_000),
			json.Number("0"), json.Number("-1"), json.Number("1e400"), json.Number("1e-400"), json.Number("-0"), json.Number("0.1"),
			json.Number("9223372036854775808"), json.Number("99999999999999999999999999999999"), json.Number("1.7976931348623157e308"),
			map[string]any{}, []any{}, []any{nil}, "NaN", "1e5", "0x10", "+1", "1,000.00", " 1", "１２", "2026-02-30", "today", "null")
	}
}

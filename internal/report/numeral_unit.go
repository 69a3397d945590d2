package report

import (
	"regexp"
	"slices"
	"strings"

	"alex"
)

var (
	currencyBefore = regexp.MustCompile("[$€£¥] ?\uFFFC")
	unitAfter      = regexp.MustCompile("\uFFFC((?: ?%)|[ -]?(?:percentage points?|percent|pct|points?|basis points?|dollars?|cents?|euros?|pounds?|francs?|yen|usd|eur|gbp|k|m|mm|bn|x|thousand|million|billion|trillion|grand|years?|months?|weeks?|days?|times|fold)\\b)")
)

// unitWords says of which facts a unit after the token may speak. A unit that
// the rendering holds already, or that belongs to another kind of fact, would
// change the figure.
var unitWords = map[string][]alex.Unit{
	"point":            {alex.UnitPoints},
	"percentage point": {alex.UnitPoints},
	"year":             {alex.UnitYears, alex.UnitCount, alex.UnitWord},
	"month":            {alex.UnitYears, alex.UnitCount, alex.UnitRatio, alex.UnitWord},
	"week":             {alex.UnitCount, alex.UnitRatio, alex.UnitWord},
	"day":              {alex.UnitCount, alex.UnitRatio, alex.UnitWord},
	"time":             {alex.UnitCount, alex.UnitRatio, alex.UnitWord},
}

// wrongUnitSpans finds a currency sign before a token, and a unit after one
// that is not its fact's. Tokens that are not on the sheet are left alone.
func wrongUnitSpans(v *view, sheet *Sheet) []span {
	var spans []span
	for _, at := range currencyBefore.FindAllStringIndex(v.lower, -1) {
		spans = append(spans, span{at[0], at[1]})
	}
	for _, at := range unitAfter.FindAllStringSubmatchIndex(v.lower, -1) {
		fact, found := sheet.Fact(v.tokens[at[0]].id)
		if !found {
			continue
		}
		unit := strings.Trim(v.lower[at[2]:at[3]], " -")
		singular := strings.TrimSuffix(unit, "s")
		word := singular[strings.LastIndexByte(singular, ' ')+1:] // "point" of "percentage point"
		if !slices.Contains(unitWords[singular], fact.Unit) || strings.Contains(strings.ToLower(fact.Text), word) {
			spans = append(spans, span{at[2], at[3]})
		}
	}
	return spans
}

package report

import (
	"fmt"
	"slices"
	"strings"
	"text/template"

	"alex"
)

// situation is what the templates see: the conditions on which their words branch.
// Figures reach the words through tokens only.
type situation struct {
	block func(name string) (string, error) // the text that a template gives here

	in    Input
	sheet *Sheet
	found []finding
	known map[string]bool // what ids of facts begin with: "holding.1"

	// The largest keys of a list, worked out once: a template asks often.
	regions, sectors, bonds []string
}

func newSituation(in Input, sheet *Sheet) *situation {
	v := &situation{in: in, sheet: sheet, found: findings(in), known: map[string]bool{}}
	v.regions = exposedKeys(largestFirst(in.Portfolio.StocksByRegion()), 4)
	v.sectors = exposedKeys(largestFirst(in.Portfolio.StocksBySector()), 5)
	v.bonds = exposedKeys(largestFirst(in.Portfolio.BondsByType()), 4)
	v.regions = v.visible("stocks.region", v.regions)
	for _, fact := range sheet.facts {
		if at := strings.LastIndexByte(fact.ID, '.'); at > 0 {
			v.known[fact.ID[:at]] = true
		}
	}
	return v
}

func (v *situation) functions(block func(string) (string, error)) template.FuncMap {
	return template.FuncMap{
		"has":      v.has,
		"word":     v.word,
		"plural":   v.plural,
		"begun":    v.begun,
		"level":    v.level,
		"partners": v.partners,
		"drifts":   v.drifts,
		"either":   v.either,
		"reached":  func(lever string) bool { return slices.Contains(v.Reached(), lever) },
		"upper":    upperFirst,
		"number": func(list []string, one, many string) string {
			return map[bool]string{true: one, false: many}[len(list) == 1]
		},
		"fields": v.fields, "settings": settings,
		"dear":  v.dear,
		"fate":  v.fate,
		"most":  func(n int, list []string) []string { return firstN(list, n) },
		"rows":  v.rows,
		"list":  v.list,
		"title": alex.Title,
		"lower": lowerFirst,
		"say":   func(kind string, f finding) (string, error) { return block(kind + "." + f.key) },
	}
}

func (v *situation) has(id string) bool {
	_, ok := v.sheet.Fact(id)
	return ok
}

func (v *situation) word(id string) string {
	fact, _ := v.sheet.Fact(id)
	return fact.Value
}

// plural picks the form of a word by the value of a fact.
func (v *situation) plural(id, one, many string) string {
	if v.word(id) == "1" {
		return one
	}
	return many
}

// rows are the numbered prefixes of a table: holding.1, holding.2, …
func (v *situation) rows(prefix string) []string {
	var rows []string
	for i := 1; ; i++ {
		row := fmt.Sprintf("%s.%d", prefix, i)
		if !v.known[row] {
			return rows
		}
		rows = append(rows, row)
	}
}

// list keeps the keys that have a fact under prefix.
func (v *situation) list(prefix string, keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !v.has(prefix + "." + key + ".value") })
}

// visible drops the keys whose share is shown as nothing.
func (v *situation) visible(prefix string, keys []string) []string {
	return slices.DeleteFunc(keys, func(key string) bool { return v.text(prefix+"."+key+".percent") == "0.0%" })
}

func lowerFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

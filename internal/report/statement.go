package report

import (
	"regexp"
	"slices"
	"strings"

	"alex"
)

// Statements are what code says of facts, one sentence each, for other authors
// to use. Whoever uses one uses it word for word: a figure whose sentence
// somebody else may turn is no longer code's, however true it is (ADR 15).
// Statements do not change after they are made, and are safe for concurrent use.
type Statements struct{ byToken map[string][]string } // by the id of their first token

// NewStatements are sentences with tokens.
func NewStatements(sentences ...string) Statements { return Statements{}.And(sentences...) }

// And are further statements beside these.
func (s Statements) And(sentences ...string) Statements {
	both := Statements{map[string][]string{}}
	for id, list := range s.byToken {
		both.byToken[id] = slices.Clip(list)
	}
	for _, sentence := range sentences {
		if tokens := scanTokens(sentence); len(tokens) > 0 {
			both.byToken[tokens[0].id] = append(both.byToken[tokens[0].id], sentence)
		}
	}
	return both
}

// leading is the statement that a text begins with, its first letter large or
// small; "" where it begins with none.
func (s Statements) leading(text string) string {
	tokens := scanTokens(text)
	if len(tokens) == 0 {
		return ""
	}
	longest := ""
	for _, statement := range s.byToken[tokens[0].id] {
		begins := strings.HasPrefix(text, statement) || strings.HasPrefix(text, lowerFirst(statement))
		if begins && len(statement) > len(longest) {
			longest = statement
		}
	}
	return longest
}

// together are facts that nobody should read apart: odds beside their reverse,
// a good future beside a poor one, by the ends of their ids.
var together = [][]string{
	{"retirement.success", "retirement.failure"},
	{"retirement.success.low", "retirement.success.high"},
	{"retirement.at.p10", "retirement.at.p50", "retirement.at.p90"},
	{"retirement.ending.p10", "retirement.ending.p50", "retirement.ending.p90"},
	{"methods.low", "methods.high"},
	{"retirement.income.p50.year", "retirement.income.p75.year", "retirement.income.p90.year", "retirement.income.p95.year"},
}

// belongsTo is the group of together that a fact is one of, or nil.
func belongsTo(id string) []string {
	for _, ids := range together {
		if slices.Contains(ids, id) {
			return ids
		}
	}
	return nil
}

// misread are facts that mislead alone whatever their labels are: assumptions,
// which read like promises, what is true of some of the futures only, and of
// when a quotation is.
var misread = regexp.MustCompile(`^(?:assumption|research|retirement\.(?:depletion|four_percent|shortfall|income))\b`)

// ofFutures are facts of futures, of history replayed, and of what is assumed.
var ofFutures = regexp.MustCompile(`^(?:retirement|sensitivity|lever|methods|history|worst|assumption)\b`)

// readAlone reports a fact that says what it says without another beside it.
func readAlone(f alex.Fact) bool {
	return belongsTo(f.ID) == nil && !leaning.MatchString(f.Label) && !misread.MatchString(f.ID)
}

// leaning are labels that say nothing without the fact before them.
var leaning = regexp.MustCompile(`(?i)\b(?:same|its|their|it|then|that|such|check)\b`)

// StatementsOf say each figure of a sheet by its label: "Label: {{id}}." What
// nobody should read apart is said together. Labels that several facts have, or
// that lean on another's, say none.
func StatementsOf(sheet *Sheet) []string {
	labels := sheet.labels()
	var list []string
	for _, f := range sheet.facts {
		if group := belongsTo(f.ID); len(group) > 0 && group[0] == f.ID {
			list = append(list, sheet.statementOf(group)...)
		} else if f.Unit != alex.UnitWord && labels[f.Label] == 1 && readAlone(f) {
			list = append(list, statementOf(f))
		}
	}
	return list
}

// labels are how many facts have each label.
func (s *Sheet) labels() map[string]int {
	count := map[string]int{}
	for _, f := range s.facts {
		count[f.Label]++
	}
	return count
}

// statementOf says facts in one sentence; nothing where one of them is missing.
func (s *Sheet) statementOf(ids []string) []string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		f, found := s.Fact(id)
		if !found {
			return nil
		}
		parts[i] = strings.TrimSuffix(lowerFirst(statementOf(f)), ".")
	}
	return []string{upperFirst(strings.Join(parts, "; ")) + "."}
}

func statementOf(f alex.Fact) string { return upperFirst(f.Label) + ": {{" + f.ID + "}}." }

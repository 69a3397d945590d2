package report

import (
	"regexp"

	"alex"
)

// family is a group of facts of which text easily takes one for another: the
// asset classes, the regions, the industries, success and failure. Words are
// how prose speaks of each member.
type family struct {
	fact  *regexp.Regexp // its first group is the member
	words map[string]*regexp.Regexp
}

var families = []family{
	{
		fact: regexp.MustCompile(`^(?:class|drift\.asset_class|range)\.([a-z_]+)\.`),
		words: map[string]*regexp.Regexp{
			"equity": spoken(`stocks?|equity|equities|shares`), "fixed_income": spoken(`bonds?|fixed[- ]income`),
			"real_estate": spoken(`real estate|property`), "commodities": spoken(`commodit(?:y|ies)|gold`),
			"cash": spoken(`cash`), "alternatives": spoken(`alternatives?|crypto|bitcoin`),
		},
	},
	{
		fact: regexp.MustCompile(`^(?:region|stocks\.region|drift\.region)\.([a-z_]+)\.`),
		words: map[string]*regexp.Regexp{
			"north_america": spoken(`north america|united states|u\.s\.`), "europe": spoken(`europe`), "asia": spoken(`asia`),
			"latin_america": spoken(`latin america`), "africa": spoken(`africa`), "middle_east": spoken(`middle east`), "oceania": spoken(`oceania|australia`),
		},
	},
	{
		fact: regexp.MustCompile(`^stocks\.sector\.([a-z_]+)\.`),
		words: map[string]*regexp.Regexp{
			"technology": spoken(`technology|tech`), "healthcare": spoken(`health ?care`), "financials": spoken(`financials?|banks`),
			"consumer_discretionary": spoken(`consumer discretionary`), "consumer_staples": spoken(`consumer staples`),
			"industrials": spoken(`industrials?`), "energy": spoken(`energy`), "materials": spoken(`materials`),
			"utilities": spoken(`utilities`), "communication": spoken(`communications?`),
		},
	},
	{
		fact: regexp.MustCompile(`^(?:retirement|range\.[a-z]+)\.(success|failure)$`),
		words: map[string]*regexp.Regexp{
			"success": spoken(`paid in full|paid for|works?|succeeds?|successful|holds up|lasts`),
			"failure": spoken(`falls? short|runs? short|ran short|fails?|failed|failing|runs? out|shortfall`),
		},
	},
}

func spoken(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)\b(?:` + pattern + `)\b`) }

// subjectEnd ends what one figure's subject can be looked for in.
var subjectEnd = regexp.MustCompile(`[.!?;:]\s|\n|\|\s*\n`)

// checkSubjects refuses a figure in the place of another: a token to which, of
// all tokens of its family in the clause, a word for another member stands
// nearest, and none for its own. "Your stocks are {{class.cash.percent}}" is
// refused; text that does not name a subject near the figure is not judged.
func checkSubjects(text string, tokens []token) []alex.Violation {
	var list []alex.Violation
	bare := []byte(text)
	for _, t := range tokens {
		for i := t.start; i < t.end; i++ {
			bare[i] = ' '
		}
	}
	for _, clause := range clauses(text) {
		for _, f := range families {
			list = append(list, f.swapped(text, string(bare[clause.start:clause.end]), clause, tokens)...)
		}
	}
	return list
}

func clauses(text string) []span {
	var list []span
	start := 0
	for _, at := range subjectEnd.FindAllStringIndex(text, -1) {
		list = append(list, span{start, at[0]})
		start = at[1]
	}
	return append(list, span{start, len(text)})
}

// swapped judges the tokens of one clause.
func (f family) swapped(text, bare string, clause span, tokens []token) []alex.Violation {
	var inside []token
	for _, t := range tokens {
		if t.start >= clause.start && t.end <= clause.end && f.member(t) != "" {
			inside = append(inside, t)
		}
	}
	if len(inside) == 0 {
		return nil
	}
	named := make([]map[string]bool, len(inside))
	for member, pattern := range f.words {
		for _, at := range pattern.FindAllStringIndex(bare, -1) {
			i := nearest(inside, bare, span{at[0], at[1]}, clause.start)
			if named[i] == nil {
				named[i] = map[string]bool{}
			}
			named[i][member] = true
		}
	}
	var list []alex.Violation
	for i, t := range inside {
		if len(named[i]) > 0 && !named[i][f.member(t)] {
			list = append(list, alex.Violation{Rule: "swapped_fact", Text: text[t.start:t.end], Start: t.start, End: t.end})
		}
	}
	return list
}

// member is what the token's fact is about, if the family has words for it.
func (f family) member(t token) string {
	m := f.fact.FindStringSubmatch(t.id)
	if m == nil || f.words[m[1]] == nil {
		return ""
	}
	return m[1]
}

// parted is what sets a word off from a figure behind it or before it.
var parted = regexp.MustCompile(`[,()]|\b(?:and|but|against)\b`)

// nearest is the token with the fewest bytes between it and a word of the
// clause that begins at offset; a comma or an "and" between them counts as a
// long way. Of two as near it is the later one.
func nearest(tokens []token, clause string, word span, offset int) int {
	const longWay = 40
	best, least := 0, -1
	for i, t := range tokens {
		from, to := word.end, t.start-offset
		if to < word.start {
			from, to = t.end-offset, word.start
		}
		gap := to - from + longWay*len(parted.FindAllString(clause[from:to], -1))
		if least < 0 || gap <= least {
			best, least = i, gap
		}
	}
	return best
}

package report

import (
	"cmp"
	"encoding/json"
	"slices"

	"alex"
)

// CheckContext is what a section may speak of.
type CheckContext struct {
	// Sheet holds the facts; with nil, every token is unknown.
	Sheet *Sheet
	// Allowed narrows the sheet to the facts of this section; nil allows all.
	Allowed func(id string) bool
	// Tickers are the symbols that may be named.
	Tickers map[alex.Symbol]bool
	// Names are instruments and accounts, whose names may hold digits and
	// words that are otherwise refused. They match in any case, as whole words.
	Names []string
	// Hosts are where links may lead: exact host names, over https.
	Hosts []string
	// Headings are required, each once and in this order.
	Headings []string
	// Known are sentences that need no second look; nil knows none.
	Known *Known
	// MinLength and MaxLength bound the characters of the text; 0 is no bound.
	MinLength, MaxLength int
}

// CheckResult is the answer of `alex check`. Without violations it is
// {"violations":[]}.
type CheckResult struct {
	Violations []alex.Violation `json:"violations"`
}

// MarshalJSON writes an empty list rather than null.
func (r CheckResult) MarshalJSON() ([]byte, error) {
	if r.Violations == nil {
		r.Violations = []alex.Violation{}
	}
	type plain CheckResult
	return json.Marshal(plain(r))
}

// Check says what in text, a section's template in Markdown, breaks the rules:
// free_numeral, unknown_token, swapped_fact, unknown_ticker,
// direction, compliance, markdown and structure. Start and End are byte offsets
// in text. The answer is in order of place, and empty, never nil, for text that may be shown.
func Check(text string, ctx CheckContext) []alex.Violation {
	tokens := scanTokens(text)
	v := newView(text, tokens, ctx.Hosts)
	found := append([]alex.Violation{}, slices.Concat(
		checkTokens(text, tokens, ctx),
		checkNumerals(v, ctx),
		checkTickers(v, ctx),
		checkDirection(v, ctx.Sheet),
		checkSubjects(text, tokens),
		checkCompliance(v, ctx),
		checkMarkdown(text, ctx.Hosts),
		checkStructure(text, tokens, ctx),
	)...)
	slices.SortStableFunc(found, func(a, b alex.Violation) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.Compact(found)
}

// checkTokens refuses tokens that the sheet does not hold or the section may
// not use, and braces that are no token.
func checkTokens(text string, tokens []token, ctx CheckContext) []alex.Violation {
	var list []alex.Violation
	for _, t := range tokens {
		_, known := ctx.Sheet.Fact(t.id)
		if known && (ctx.Allowed == nil || ctx.Allowed(t.id)) {
			continue
		}
		list = append(list, alex.Violation{
			Rule: "unknown_token", Text: text[t.start:t.end], Start: t.start, End: t.end,
		})
	}
	return list
}

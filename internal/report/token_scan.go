package report

import "regexp"

// token is one {{id}} of a template, or braces that fail to be one.
type token struct {
	id         string // empty when malformed
	start, end int
	open       bool // a brace without its partner
}

var (
	braces    = regexp.MustCompile(`\{\{[a-z][a-z0-9_.]*\}\}|\{+[^{}\n]*\}+|[{}]+`)
	wellBrace = regexp.MustCompile(`^\{\{([a-z][a-z0-9_.]*)\}\}$`)
	paired    = regexp.MustCompile(`^(\{[^{}]*\}|\{\{[^{}]*\}\}|\{\{\{[^{}]*\}\}\})$`)
)

// scanTokens finds every brace of text, in order: tokens, malformed tokens
// such as {{ a b }} or {a}, and braces without a partner.
func scanTokens(text string) []token {
	var found []token
	for _, at := range braces.FindAllStringIndex(text, -1) {
		t := token{start: at[0], end: at[1]}
		raw := text[at[0]:at[1]]
		if id := wellBrace.FindStringSubmatch(raw); id != nil {
			t.id = id[1]
		} else {
			t.open = !paired.MatchString(raw)
		}
		found = append(found, t)
	}
	return found
}

package report

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// filtered is a regular expression that is tried only on texts that hold one
// of the strings without which it cannot match. Most sentences hold none for
// most rules, and looking for a string is a hundred times cheaper.
type filtered struct{ parts func() *parts } // nil: matches nothing

type parts struct {
	*regexp.Regexp
	needs []string // none: always tried
}

// filter is a pattern that matches lower-case text. It is compiled when a text first
// comes: the program has hundreds of them, and most of its runs check no text.
func filter(pattern string) filtered {
	return filtered{sync.OnceValue(func() *parts {
		p := &parts{Regexp: regexp.MustCompile(pattern)}
		if tree, err := syntax.Parse(pattern, syntax.Perl); err == nil {
			p.needs = needsOf(tree)
		}
		return p
	})}
}

// may reports that text holds what a match needs.
func (f filtered) may(text string) bool {
	needs := f.parts().needs
	for _, need := range needs {
		if strings.Contains(text, need) {
			return true
		}
	}
	return len(needs) == 0
}

// find are the places of all matches.
func (f filtered) find(text string) [][]int {
	if f.parts == nil || !f.may(text) {
		return nil
	}
	return f.parts().FindAllStringIndex(text, -1)
}

// needsOf are strings of which every match of the tree holds at least one;
// nil when none are known. It follows Cox, "Regular Expression Matching with
// a Trigram Index" (2012), with whole literals in place of trigrams.
func needsOf(tree *syntax.Regexp) []string {
	switch tree.Op {
	case syntax.OpLiteral:
		if tree.Flags&syntax.FoldCase == 0 {
			return []string{string(tree.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needsOf(tree.Sub[0])
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return needsOf(tree.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range tree.Sub {
			if needs := needsOf(sub); rarity(needs) > rarity(best) {
				best = needs
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range tree.Sub {
			needs := needsOf(sub)
			if needs == nil {
				return nil
			}
			all = append(all, needs...)
		}
		return all
	}
	return nil
}

// rarity prefers sets whose shortest string is long, then small sets.
func rarity(needs []string) int {
	if len(needs) == 0 {
		return 0
	}
	shortest := len(needs[0])
	for _, n := range needs {
		shortest = min(shortest, len(n))
	}
	return 1000*shortest - min(999, len(needs)) + 1000
}

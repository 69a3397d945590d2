package report

import (
	"regexp"
	"slices"
	"strings"

	"alex"
)

// complianceRule is one way of saying what an educational tool may not say.
type complianceRule struct {
	id       string
	pattern  filtered
	unless   filtered // matches that overlap one of these pass
	hedged   bool     // passes in a sentence that hedges ("may", "often")
	supposed bool     // passes in a sentence that supposes ("if", "whether")
	firm     bool     // a negation before it does not help
	why      string
}

var (
	negator = regexp.MustCompile(`^(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|hardly|avoid|avoids|avoiding|beware|instead|rather|against|impossible|unlikely|wary|suspicious|sceptical|skeptical|scams?|fraud|myth|refuse|resist|unable|barely|neither|nowhere|\w+n't)$`)
	// voided words between a negation and a claim turn it into insistence.
	voided     = wordSet(`only just merely miss wait hesitate delay doubt question worry forget overlook ignore matter fear but because since once lose misses reason`)
	listJoiner = wordSet(`or nor and a an any the tax legal investment individual personal financial professional of as to be is it`)
	hedge      = regexp.MustCompile(`\b(?:may|might|can|could|often|usually|generally|typically|sometimes|depends?|depending|in many cases|tends?|helps?|ask|check|possibly|potentially|would|expected|estimated|unless|as a rule|under current law|assumes?|assumed|if|rules)\b`)
	supposing  = regexp.MustCompile(`\b(?:if|whether|assum\w+|suppos\w+|unless|imagine[sd]?|imagining|would|nobody knows|no one knows|unknown|cannot be known|in case|how (?:often|much|long|many))\b`)
	clauseEnd  = regexp.MustCompile(`[;:—()"]|\.\s|[!?]\s`)
)

// checkCompliance refuses the claims of complianceRules. A claim that the
// clause negates ("not guaranteed", "no one can promise") passes, and so does
// one that lies inside a name of the excuseReach ("Best Buy").
func checkCompliance(v *view, ctx CheckContext) []alex.Violation {
	names := nameSpans(v, CheckContext{Names: ctx.Names})
	rules := slices.DeleteFunc(slices.Concat(complianceRules, complianceVariants),
		func(r complianceRule) bool { return !r.pattern.may(v.lower) })
	var found []span
	for _, sentence := range sentences(v.lower) {
		text := v.lower[sentence.start:sentence.end]
		if ctx.Known.has(text) {
			continue
		}
		clean := true
		for _, rule := range rules {
			for _, s := range rule.claims(text) {
				clean = false
				s.start, s.end = s.start+sentence.start, s.end+sentence.start
				if !within(names, s.start, s.end) && !touches(found, s.start, s.end) {
					found = append(found, s)
				}
			}
		}
		if clean {
			ctx.Known.add(text)
		}
	}
	return v.violations("compliance", found)
}

// claims are the matches of the rule in a sentence that nothing excuses.
func (r complianceRule) claims(sentence string) []span {
	var found, passes []span
	for i, at := range r.pattern.find(sentence) {
		if i == 0 {
			for _, pass := range r.unless.find(sentence) {
				passes = append(passes, span{pass[0], pass[1]})
			}
		}
		s := trimSpan(sentence, span{at[0], at[1]})
		if !touches(passes, s.start, s.end) && !r.excused(sentence, s) {
			found = append(found, s)
		}
	}
	return found
}

// excuseReach is how many bytes around a claim can excuse it.
const excuseReach = 300

// excused reports that the words around the claim s hedge, suppose or negate
// it.
func (r complianceRule) excused(sentence string, s span) bool {
	before, after := sentence[max(0, s.start-excuseReach):s.start], sentence[s.end:min(len(sentence), s.end+excuseReach)]
	switch {
	case r.hedged && (hedge.MatchString(before) || hedge.MatchString(after)):
		return true
	case r.supposed && (supposing.MatchString(before) || supposing.MatchString(after)):
		return true
	}
	return !r.firm && negated(before)
}

// negated reports that the clause before a claim denies it: a negation at
// most eight words back, with nothing between that voids it, and no comma
// unless what follows the comma only continues a list.
func negated(before string) bool {
	if ends := clauseEnd.FindAllStringIndex(before, -1); len(ends) > 0 {
		before = before[ends[len(ends)-1][1]:]
	}
	const reach = 8
	words := strings.Fields(before)
	listOnly := true // every word so far could continue a list
	for i := len(words) - 1; i >= max(0, len(words)-reach); i-- {
		comma := strings.HasSuffix(words[i], ",")
		w := strings.Trim(words[i], ",.-'*_\"")
		if comma && (!listOnly || negator.MatchString(w)) {
			return false
		}
		if voided[w] {
			return false
		}
		if negator.MatchString(w) {
			return true
		}
		listOnly = listOnly && listJoiner[w] || comma
	}
	return false
}

// trimSpan leaves out spaces and line starts that a pattern took along.
func trimSpan(text string, s span) span {
	const around = " \t\n.!?:;,->#\""
	for s.start < s.end && strings.ContainsRune(around, rune(text[s.start])) {
		s.start++
	}
	for s.end > s.start && strings.ContainsRune(" \t\n.,;:!?", rune(text[s.end-1])) {
		s.end--
	}
	return s
}

// phrase compiles a pattern in which a space stands for spaces, line ends or
// hyphens, " ?" for any number of them, and MARK for a token.
func phrase(pattern string) filtered {
	pattern = strings.ReplaceAll(pattern, "MARK", tokenPattern)
	pattern = strings.NewReplacer(" ?", `[\s\-]*`, " ", `[\s\-]+`).Replace(pattern)
	return filter(`(?:` + pattern + `)`)
}

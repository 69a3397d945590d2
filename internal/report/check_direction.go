package report

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"alex"
)

const tokenPattern = "\uFFFC"

// The forms in which a free word of direction compares a token. Group one is
// what is reported.
var (
	signBefore = regexp.MustCompile("(?:^|[^\\p{L}\\p{N}\uFFFC )-])([-+±]|(?:minus|negative|plus) )" + tokenPattern + "|" +
		"[\\s(]([-+±]|(?:minus|negative) )" + tokenPattern)
	tokenIs = regexp.MustCompile(tokenPattern + ` (?:is|are|was|were|stands|sits|remains|comes in|comes out)` +
		` (?:now |still |well |far |slightly |just |currently |also |a little |a bit |much )*` +
		`(above|below|over|under|higher|lower|more|less|greater|smaller|larger|ahead|behind|overweight|underweight|short|beyond)\b`)
	thanToken = regexp.MustCompile(`\b(above|below|higher|lower|more|less|greater|smaller|larger|fewer|better|worse)` +
		` than (?:the |your |its |a |about |roughly )*` + tokenPattern)
	besideToken = regexp.MustCompile(tokenPattern +
		` ((?:above|below|higher|lower|ahead of|behind|overweight|underweight|(?:over|under|short of) (?:the |your |its |their )?(?:target|goal|limit|budget)|(?:more|less) than)\b)`)
	beforeToken = regexp.MustCompile(`\b(above|below|exceeds?|exceeded|exceeding|overweight by|underweight by|ahead by|behind by|ahead of|behind|over by|under by)` +
		` (?:the |your |its |their |about |roughly |some )*` + tokenPattern + `|` +
		`(?:^|, |\b(?:is|are|was|were|be|been|went|goes?|moved|moves|and|ended|now) )((?:up|down)(?: by)?) (?:about |roughly |some )*` + tokenPattern)
	changeToken = regexp.MustCompile(`\b((?:rose|rises|rising|risen|fell|falls|falling|fallen|increase[ds]?|increasing|decrease[ds]?|decreasing|gained|gains?|lost|loses|loss|losses` +
		`|dropped|drops?|declined|declines?|grew|grows|grown|climbed|climbs|shrank|shrinks?|surplus|shortfall|deficit|rise|fall|growth|excess)` +
		`(?: (?:by|of|to|in value by|is|was|are))?)(?: about| roughly| nearly| some)? ` + tokenPattern)
	overTarget = regexp.MustCompile(`\b(above|below|over|under|ahead of|behind|beyond|short of|higher than|lower than|more than|less than)` +
		` (?:the |your |its |their |that |this |a )?(?:target|goal)s?\b`)
	beTarget = regexp.MustCompile(`\b(?:is|are|was|were|stands?|sits?|remains?) (?:now |still |well |far |slightly |just |currently )*$`)
)

// hypothetical words make a sentence a supposition, in which a change has the
// sign that the sentence itself supposes.
var (
	hypothetical = regexp.MustCompile(`\b(?:if|when|whenever|would|could|might|may|can|whether|where|unless|until|once|suppose|assume[sd]?|assuming|had)\b`)
	eitherWay    = regexp.MustCompile(`\b(?:above or below|over or under|higher or lower|more or less|up or down|below or above)\b`)
)

// comparisons are the words that a direction fact replaces.
var comparisons = wordSet(`above below over under higher lower more less greater smaller ahead behind overweight underweight
	exceeds exceed on within inside outside at up down gain loss surplus shortfall rose fell increase decrease increased
	decreased longer shorter better worse unchanged even short`)

// checkDirection refuses words of direction that compare a token and are not
// tokens themselves. A word is refused where it
//   - gives a token a sign: "-{{a}}", "minus {{a}}";
//   - follows a token and a form of to be: "{{a}} is above";
//   - compares with a token: "higher than {{a}}", "exceeds {{a}}", "up {{a}}",
//     "{{a}} below", "{{a}} over your target";
//   - tells a change: "fell by {{a}}", "a loss of {{a}}", unless the sentence
//     supposes ("would mean a loss of {{a}}") or the fact is named after the
//     change (its id or label holds the word);
//   - places something at a target: "is below target", or "below your target"
//     in a sentence with a token, unless it supposes or says "above or below";
//   - stands at most four words from a token whose sheet has a direction fact
//     beside it (equity.direction beside equity.weight) that the sentence
//     does not use.
func checkDirection(v *view, sheet *Sheet) []alex.Violation {
	var found []span
	for _, s := range sentences(v.lower) {
		sentence := v.lower[s.start:s.end]
		for _, at := range directionSpans(v, s, sentence, sheet) {
			if !touches(found, at.start, at.end) {
				found = append(found, at)
			}
		}
	}
	return v.violations("direction", found)
}

func directionSpans(v *view, s span, sentence string, sheet *Sheet) []span {
	var found []span
	hasToken := strings.Contains(sentence, tokenPattern)
	supposes := hypothetical.MatchString(sentence)
	either := matches(eitherWay, sentence)
	if hasToken {
		for _, p := range []*regexp.Regexp{signBefore, tokenIs, thanToken, besideToken, beforeToken} {
			found = append(found, groupSpans(p, sentence)...)
		}
		if !supposes {
			found = append(found, changes(v, s, sentence, sheet)...)
		}
		found = append(found, besideDirectionFact(v, s, sheet)...)
	}
	for _, at := range matches(overTarget, sentence) {
		if !supposes && (hasToken || beTarget.MatchString(sentence[:at.start])) {
			found = append(found, at)
		}
	}
	kept := found[:0]
	for _, at := range found {
		if !within(either, at.start, at.end) {
			kept = append(kept, span{s.start + at.start, s.start + at.end})
		}
	}
	return kept
}

// groupSpans is matches for patterns with alternative groups.
func groupSpans(p *regexp.Regexp, text string) []span {
	var spans []span
	for _, at := range p.FindAllStringSubmatchIndex(text, -1) {
		for g := 2; g < len(at); g += 2 {
			if at[g] >= 0 {
				spans = append(spans, span{at[g], at[g+1]})
				break
			}
		}
	}
	return spans
}

// changes are the told changes whose fact is not named after them.
func changes(v *view, s span, sentence string, sheet *Sheet) []span {
	var found []span
	for _, at := range changeToken.FindAllStringSubmatchIndex(sentence, -1) {
		mark := s.start + at[1] - len(tokenPattern)
		fact, _ := sheet.Fact(v.tokens[mark].id)
		stem, _, _ := strings.Cut(sentence[at[2]:at[3]], " ")
		stem = strings.TrimSuffix(strings.TrimSuffix(stem, "es"), "s")
		named := strings.ToLower(fact.ID + " " + fact.Label)
		if !strings.Contains(named, stem) {
			found = append(found, span{at[2], at[3]})
		}
	}
	return found
}

// besideDirectionFact finds a comparing word near a token that has a
// direction fact of its own, where the sentence leaves that fact out.
func besideDirectionFact(v *view, s span, sheet *Sheet) []span {
	if sheet == nil {
		return nil
	}
	var found []span
	used, marks := map[string]bool{}, v.marksIn(s)
	for _, at := range marks {
		used[v.tokens[at].id] = true
	}
	for _, at := range marks {
		if sheet.unusedDirection(v.tokens[at].id, used) {
			found = append(found, nearComparisons(v, s, at)...)
		}
	}
	return found
}

// unusedDirection reports a direction fact that shares its prefix with id and
// is not in used.
func (s *Sheet) unusedDirection(id string, used map[string]bool) bool {
	directions := s.directions[prefixOf(id)]
	return len(directions) > 0 && !slices.ContainsFunc(directions, func(id string) bool { return used[id] })
}

// prefixOf is what ids of one subject share: "equity." of "equity.weight".
func prefixOf(id string) string { return id[:strings.LastIndexByte(id, '.')+1] }

// directionsOf are the ids of the direction facts, by their prefix.
func directionsOf(facts []alex.Fact) map[string][]string {
	by := map[string][]string{}
	for _, f := range facts {
		if prefix := prefixOf(f.ID); prefix != "" && f.Unit == alex.UnitWord && comparisons[strings.ToLower(f.Value)] {
			by[prefix] = append(by[prefix], f.ID)
		}
	}
	return by
}

var strongComparisons = wordSet(`above below higher lower overweight underweight exceeds exceed ahead behind`)

func nearComparisons(v *view, s span, mark int) []span {
	const reach = 4
	next, _ := slices.BinarySearchFunc(v.words, mark, func(w word, mark int) int { return cmp.Compare(w.end, mark+1) })
	var found []span
	for _, w := range v.words[max(0, next-reach):min(next+reach, len(v.words))] {
		v.looks++
		if s.start <= w.start && w.end <= s.end && strongComparisons[w.lower] {
			found = append(found, span{w.start - s.start, w.end - s.start})
		}
	}
	return found
}

var sentenceEnd = regexp.MustCompile(`[.!?]+["')\]]*(?:\s+|$)|\n[ >]*(?:\n[ \n]*|[-+#]+ |\d+[.)] |\|)`)

// sentences cuts a view's text at full stops and between blocks. A line that
// merely wraps does not end its sentence. Abbreviations are not known, which
// only makes sentences shorter.
func sentences(text string) []span {
	var list []span
	last := 0
	for _, at := range sentenceEnd.FindAllStringIndex(text, -1) {
		if at[1] > last {
			list = append(list, span{last, at[1]})
		}
		last = at[1]
	}
	if last < len(text) {
		list = append(list, span{last, len(text)})
	}
	return list
}

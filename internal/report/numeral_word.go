package report

import "strings"

// Number words that are figures wherever they stand.
var numberWords = wordSet(`zero two three four five six seven eight nine ten eleven twelve thirteen fourteen
	fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
	hundred hundreds thousand thousands million millions billion billions trillion trillions
	dozen dozens fourscore thrice twice naught nought
	twos threes fours fives sixes sevens eights nines tens twenties thirties forties fifties sixties seventies
	eighties nineties elevens twelves
	double doubles doubled doubling triple triples tripled tripling treble trebled quadruple quadruples
	quadrupled quintuple quintupled half halves halve halved halving
	thirds fourths fifths sixths sevenths eighths ninths tenths twentieths hundredths thousandths`)

// Ordinals above third are figures unless they only number a thought.
var highOrdinals = wordSet(`fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
	fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth
	eightieth ninetieth hundredth thousandth millionth`)

var (
	percentileNouns = wordSet(`percentile percentiles decile deciles quartile quartiles quintile quintiles`)
	orderedThings   = wordSet(`option options choice step point question section part party quarter reason thing way`)
	// oneUnits make a count of the "one" before them.
	oneUnits = wordSet(`percent percentage pct basis point points dollar dollars cent cents buck year years month
		months week weeks day days decade decades hour share shares account accounts fund funds holding holdings
		position positions stock stocks bond bonds etf etfs hundred thousand million billion trillion dozen half
		third quarter fifth tenth hundredth thousandth in out person future futures path paths`)
	// oneLeads turn "one" into a pronoun or an idiom: "any one year", "no one stock".
	oneLeads = wordSet(`any no each every this that which day`)
	oneEnds  = wordSet(`is are was were equals of to than by least most`)
	// afterFraction follows "a third" and "a quarter" where they are fractions.
	afterFraction = wordSet(`of as less more lower higher above below over under in to from or and by off larger
		smaller bigger each is are was were`)
)

// numberWordSpans finds words that state a number, neighbours joined
// ("twenty-five thousand").
func numberWordSpans(v *view) []span {
	var spans []span
	for i := range v.words {
		if !statesNumber(v, i) {
			continue
		}
		w := v.words[i]
		if last := len(spans) - 1; last >= 0 && strings.Trim(v.lower[spans[last].end:w.start], " -") == "" {
			spans[last].end = w.end
			continue
		}
		spans = append(spans, span{w.start, w.end})
	}
	return append(spans, brokenNumberWords(v)...)
}

func statesNumber(v *view, i int) bool {
	w := v.words[i].lower
	switch {
	case numberWords[w] || compoundNumber(w):
		return true
	case w == "one" || w == "ones":
		return countsOne(v, i)
	case w == "third" || w == "quarter" || w == "quarters":
		return isFraction(v, i)
	case w == "first" || w == "second":
		return percentileNouns[v.wordAt(i+1)]
	case highOrdinals[w]:
		return !numbersThought(v, i)
	}
	return false
}

// countsOne reports that "one" is a number and not a pronoun: before a unit
// of measure or of account ("one year", "one more fund"), or as the end of
// "equals one". "One of", "one another", "any one year" pass.
func countsOne(v *view, i int) bool {
	next, after, before := v.wordAt(i+1), v.wordAt(i+2), v.wordAt(i-1)
	switch {
	case next == "day" && !v.adjacent(i, "-"):
		return false // "one day you may"
	case next == "point" && (before == "at" || before == "from"):
		return false
	case oneLeads[before]:
		return false
	case oneUnits[next]:
		return next != "in" || numberWords[after] || statesNumberWord(after)
	case next == "" || v.clauseEnds(i):
		lead := v.wordAt(i - 2)
		return oneEnds[before] && lead != "there" && lead != "one"
	case next == "single" || next == "full" || next == "whole" || next == "more" || next == "extra":
		return oneUnits[after]
	}
	return false
}

func statesNumberWord(w string) bool { return numberWords[w] || highOrdinals[w] || compoundNumber(w) }

// isFraction tells "a third of it" and "three quarters" from "a third party",
// "last quarter" and "the third option".
func isFraction(v *view, i int) bool {
	w, before, next := v.words[i].lower, v.wordAt(i-1), v.wordAt(i+1)
	switch {
	case percentileNouns[next] || before == "one" || numberWords[before]:
		return true
	case w == "quarters":
		return false
	case next == "of":
		return before == "a" || before == "about" || before == "nearly" || before == "roughly" || before == "over" ||
			before == "under" || before == "almost" || before == "than" || i == 0 || w == "third" && before != "the"
	case before != "a":
		return false
	case v.wordAt(i-2) == "once" || v.wordAt(i-2) == "times":
		return false
	}
	return next == "" || v.clauseEnds(i) || afterFraction[next]
}

// numbersThought reports an ordinal that counts off a thought: "Fourth, …",
// "the fifth option".
func numbersThought(v *view, i int) bool {
	if orderedThings[v.wordAt(i+1)] {
		return v.wordAt(i+1) != "quarter" || v.wordAt(i-1) != "one"
	}
	end := v.words[i].end
	return v.sentenceBegins(i) && end < len(v.lower) && v.lower[end] == ','
}

// compoundNumber reads number words written as one: "twentyfive", "tenfold".
func compoundNumber(w string) bool {
	if stem, isFold := strings.CutSuffix(w, "fold"); isFold && stem != "" {
		return numberWords[stem] || stem == "mani"
	}
	for _, ten := range [...]string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		if rest, begins := strings.CutPrefix(w, ten); begins {
			return numberWords[rest] || rest == "one" || highOrdinals[rest] || rest == "first" || rest == "second" || rest == "third"
		}
	}
	return false
}

// brokenNumberWords finds number words cut by hyphens: "fif-teen", "nine-ty".
func brokenNumberWords(v *view) []span {
	var spans []span
	for i := 0; i+1 < len(v.words); i++ {
		joined := v.words[i].lower
		for k := i + 1; k < len(v.words) && k < i+4 && v.adjacent(k-1, "-"); k++ {
			joined += v.words[k].lower
			if numberWords[joined] && !statesNumber(v, i) {
				spans = append(spans, span{v.words[i].start, v.words[k].end})
			}
		}
	}
	return spans
}

// wordAt is the i-th word in lower case; empty outside the text.
func (v *view) wordAt(i int) string {
	if i < 0 || i >= len(v.words) {
		return ""
	}
	return v.words[i].lower
}

// adjacent reports that only separator stands between words i and i+1.
func (v *view) adjacent(i int, separator string) bool {
	return i+1 < len(v.words) && v.lower[v.words[i].end:v.words[i+1].start] == separator
}

// clauseEnds reports punctuation, or the end of the text, right after word i.
func (v *view) clauseEnds(i int) bool {
	rest := strings.TrimLeft(v.lower[v.words[i].end:], " ")
	return rest == "" || strings.ContainsRune(".,;:!?)\n—", []rune(rest)[0])
}

// sentenceBegins reports that word i is the first of its sentence or line.
func (v *view) sentenceBegins(i int) bool {
	before := strings.TrimRight(v.lower[:v.words[i].start], " ->#\"")
	return before == "" || strings.ContainsRune(".!?:;\n", rune(before[len(before)-1]))
}

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

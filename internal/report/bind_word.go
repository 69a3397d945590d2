package report

import (
	"regexp"
	"strings"
)

// unitBreak parts the clauses of a sentence.
var unitBreak = regexp.MustCompile(`[,;:()–—]+|\b(?:and|but|while|whereas)\b`)

// fillers say nothing of which figure a sentence is about.
var fillers = wordSet(`a an the of in on at to for from by with as and or but so than then that this these those there
	here it its is are was were be been being am do does did has have had i you your yours we our they their them
	he she his her what which who whom whose when where while if whether also just still now today about roughly
	some such very quite s t re ll ve will would can could may might must should shall into out up down over under
	per each any all both one ones other others own same put plainly simply short brief overall words things thing stand stands`)

// polarity are words that turn a statement round, by what they do: negate,
// raise or lower. Words that are mere prepositions elsewhere are left to the
// check of direction, which looks at the figure beside them.
var polarity = polarities(map[string]string{
	"not": `not no never none nothing neither nor cannot without nobody nowhere hardly barely isn't aren't wasn't weren't
		don't doesn't didn't won't wouldn't can't couldn't shouldn't hasn't haven't`,
	"up": `more above higher greater larger bigger exceeds exceed exceeded exceeding ahead rise rises rising rose risen gain
		gains gained surplus increase increases increased increasing grow grows grew grown growth highest largest
		biggest better best richer stronger improves improved longer earlier`,
	"down": `less below lower smaller fewer behind fall falls falling fell fallen loss losses lose loses lost shortfall
		deficit decrease decreases decreased decreasing shrink shrinks shrank least lowest smallest worse worst poorer
		weaker shorter later`,
	"false":  `false untrue wrong mistaken incorrect myth`,
	"owe":    `owe owes owed owing debt debts borrowed`,
	"times":  `times fold several multiple`,
	"day":    `day days daily`,
	"week":   `week weeks weekly`,
	"month":  `month months monthly`,
	"year":   `year years yearly annual annually`,
	"decade": `decade decades`,
	"life":   `lifetime lifetimes`,
	"kept":   `paid works succeeds succeed successful enough sufficient covered safe fine healthy diversified`,
	"broken": `unpaid fails fail failed failing insufficient missing uncovered unsafe concentrated`,
})

func polarities(lists map[string]string) map[string]string {
	signs := map[string]string{}
	for sign, list := range lists {
		for word := range wordSet(list) {
			signs[word] = sign
		}
	}
	return signs
}

// runsOut are several words for one: what a plan does whose money does not last.
var runsOut = regexp.MustCompile(`^(?:falls?|fell|falling|runs?|ran|running|comes?|came) (?:short|out|dry)\b`)

// nearby are words beside a figure that raise or lower it there, and are mere
// prepositions elsewhere.
var nearby = regexp.MustCompile("\\b(up to|at most|at least|up|down|over|under|beyond|past|outside|inside|within)(?: by)? ?\uFFFC|\uFFFC (up|down|over|under)\\b")

// alike are words that people use for one another.
var alike = map[string]string{
	"hold": "own", "holds": "own", "usually": "typical", "normally": "typical", "yearly": "year", "annual": "year", "annually": "year",
	"monthly": "month", "everything": "total", "whole": "total", "funds": "fund",
}

// stemOf is a word without what its place in the sentence adds, or "" for a
// filler. It is rough: it only has to do the same to like words.
func stemOf(word string) string {
	if fillers[word] {
		return ""
	}
	if other, found := alike[word]; found {
		word = other
	}
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "'")
	for _, ending := range []string{"ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "e", "y"} {
		if stem, cut := strings.CutSuffix(word, ending); cut && len(stem) >= 3 {
			return stem
		}
	}
	return word
}

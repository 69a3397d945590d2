package report

import (
	_ "embed"
	"regexp"
	"strings"

	"alex"
)

// Words are those that a sentence of a remark may use, with their forms, and
// phrases of words that stand together only there.
//
//go:embed words.txt
var Words string

var (
	ownWords   = wordSet(partOfWords(0))
	ownPhrases = regexp.MustCompile(`\b(?:` + strings.ReplaceAll(partOfWords(1), "\n", "|") + `)\b`) // letters and spaces
)

// partOfWords is the list of words, then that of phrases, which have a line each.
func partOfWords(i int) string { return strings.SplitN(strings.TrimSpace(Words), "\n\n", 2)[i] }

// permitted are the characters of a sentence of a remark. It asks no question,
// quotes nothing and has no asides: each can turn what stands beside it round.
const permitted = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;:'-’"

// checkOwn is what is wrong with a sentence of an author's own.
func checkOwn(sentence string, rules CheckContext) []alex.Violation {
	if strings.ContainsAny(sentence, "{}") {
		list := checkTokens(sentence, scanTokens(sentence), rules)
		return append(list, alex.Violation{Rule: "unbound_fact", Text: "a figure stands in one of code's sentences, word for word: " + shortened(sentence)})
	}
	for _, r := range sentence {
		if !strings.ContainsRune(permitted, r) {
			return []alex.Violation{{Rule: "markdown", Text: string(r)}}
		}
	}
	var list []alex.Violation
	lower := strings.ReplaceAll(strings.ToLower(sentence), "’", "'")
	for _, word := range ownWord.FindAllString(ownPhrases.ReplaceAllString(lower, " "), -1) {
		if !IsPlain(word) {
			list = append(list, alex.Violation{Rule: "unknown_word", Text: word})
		}
	}
	if claim := claimIn(lower); claim != "" {
		list = append(list, alex.Violation{Rule: "claim", Text: "says what is so where no figure stands for it: " + claim})
	}
	if !saying.MatchString(lower) {
		list = append(list, alex.Violation{Rule: "structure", Text: "is no whole sentence: " + shortened(sentence)})
	}
	if order := urging.FindString(lower); order != "" {
		list = append(list, alex.Violation{Rule: "compliance", Text: "sounds like advice: " + order})
	}
	return append(list, Check(sentence, rules)...)
}

var ownWord = regexp.MustCompile(`[a-z]+(?:['-][a-z]+)*`)

// IsPlain reports a word of the list, in small letters, also as a possessive or
// joined of several.
func IsPlain(word string) bool {
	if ownWords[word] {
		return true
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(word, "'s"), "-") {
		if !ownWords[part] {
			return false
		}
	}
	return true
}

// Words that patterns below are made of.
const (
	// theirs is what a reader has, or might have.
	theirs = `plan portfolio money savings income mix cash spending funds? stocks? bonds? reserve cushion buffer targets?
		retirement costs? fees? accounts? holdings? markets? odds chances? risks? futures? balance pension returns? company
		companies household family goals? benefits withdrawals? contributions?`
	// isSo are verbs that say of something what it is, has, does or can.
	isSo = `is are was were has have had does do did can could may might would holds? pays? lasts? counts? moves changes
		divides stands?`
	// assets are what can be bought.
	assets = `stocks? bonds? cash (?:broad[ ])?funds? company companies`
	// verbs are one of what every whole sentence has.
	verbs = `is are has have do does can could may might would looks? sees? reads? shows? tells? explains? describes? asks?
		answers? compares? considers? knows? understands? follows notices? remember recall keep bear dwell matters? depends?
		rests? comes? means? shapes? connects? relates? reflects? revisits? deserves? invites? happens? vary varies differs?
		turns affects? explores? thinks? take surprises? looking knowing walks? focus focuses moves stands? belongs? leaves
		brings? starts begins covers underlies? behaves? responds assumes? informs? learns? makes? helps step`
	// readers do, and reports do.
	reading = `see show tell describe explain answer read find look ask compare think consider discuss revisit review talk
		learn notice understand reflect wonder remember worth described shown explained compared connected related about
		together side[ ]by[ ]side be[ ](?:shown|described|explained|compared|read)`
	// partsOf a report, or of a question.
	partsOf = `choices? questions? parts? kinds? sides? topics? points? assumptions? decisions? sections? subjects? matters?`
)

// anyOf matches one of several words. "[ ]" is a space within one.
func anyOf(words string) string { return `(?:` + strings.Join(strings.Fields(words), "|") + `)` }

var (
	// saying is a verb: a list of things is read as one of things to do.
	saying = regexp.MustCompile(`\b` + anyOf(verbs) + `\b`)
	// urging leads towards something that can be bought.
	urging = regexp.MustCompile(`\b(?:other|different|another) (?:assets?|` + anyOf(assets) + `)\b` +
		`|\blook (?:at|to|for) (?:the |a |some )?` + anyOf(assets) + `\b` +
		`|\b(?:consider(?:ing)?|think(?:ing)? about|towards?|into) (?:[a-z'-]+ ){0,2}(?:markets?|` + anyOf(assets) + `)\b`)
	// clause is one on what the reader, or something of theirs, is, has or does:
	// its subject and its verb.
	clause = regexp.MustCompile(`(?:^|[,;:–—] ?|\b(?:and|but|or|that|because|since|so|then|though|although|as|while) )` +
		`((?:you|now|(?:[a-z'-]+ ){0,4}?` + anyOf(theirs) + `) (?:also |still |then |just )?` + anyOf(isSo) + `)\b`)
	// asking words make a clause a question, which claims nothing.
	asking = regexp.MustCompile(`\b(?:whether|how|what|which|where|when|who|whose|if|why)\b`)
	// aboutText is what a clause may say of such a subject: where it comes in the
	// report, and that it hangs together with others.
	aboutText = regexp.MustCompile(`^ (?:also |still |then )?(?:` + anyOf(reading) + `|(?:the |a |an |of |some of the )?(?:[a-z]+ )?` + anyOf(partsOf) + `)\b`)
	// always claims: what matters most, what comes when, and that somebody else is
	// meant.
	always = regexp.MustCompile(`\bwhat (?:matters|counts|turns) (?:[a-z]+ )?is\b|\bnext (?:years?|time)\b` +
		`|\b(?:other|another|some) (?:people|person|households?|family|readers?)\b`)
)

// claimIn is the first clause of a sentence that says what is so, or "".
func claimIn(lower string) string {
	if said := always.FindString(lower); said != "" {
		return said
	}
	for _, at := range clause.FindAllStringSubmatchIndex(lower, -1) {
		if said := lower[at[2]:at[3]]; !asking.MatchString(said) && !aboutText.MatchString(lower[at[3]:]) {
			return said
		}
	}
	return ""
}

package report

import (
	"cmp"
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"alex"
)

// A remark is what a model adds to a report: a few sentences before, between or
// behind those of code. A sentence with a figure is one of code's statements,
// word for word. A sentence without one is made of few characters and of plain
// words that neither count, compare, judge nor tell anybody to act, so that
// there is nothing in it to be wrong about.

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

// leadIns may come before a statement: they order, and say nothing.
var leadIns = []string{"To begin, ", "To start, ", "First, ", "Next, ", "Then, ", "Also, ", "In addition, ", "At the same time, ", "For context, ", "Finally, ", "And "}

// permitted are the characters of a sentence of a remark. It asks no question,
// quotes nothing and has no asides: each can turn what stands beside it round.
const permitted = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;:'-’"

// mostRemark is how long a remark may be, in bytes.
const mostRemark = 320

var (
	ownWord     = regexp.MustCompile(`[a-z]+(?:['-][a-z]+)*`)
	ownSentence = regexp.MustCompile(`^(?:[^.]|\.[^ ])+?\.(?: |$)`)
)

// CheckRemark is what in a remark breaks a rule: structure, unknown_token,
// unbound_fact, unknown_word, and for sentences without a figure those of Check.
// An empty remark breaks none. It has at most rules.MaxLength bytes, or 320.
func CheckRemark(text string, said Statements, rules CheckContext) []alex.Violation {
	rest := strings.TrimSpace(text)
	if len(rest) > cmp.Or(rules.MaxLength, mostRemark) || strings.ContainsAny(rest, "\n\r") {
		return []alex.Violation{{Rule: "structure", Text: "is one or two sentences on one line, in at most 320 letters"}}
	}
	var list []alex.Violation
	for rest != "" {
		if statement := said.leading(withoutLeadIn(rest)); statement != "" {
			rest = strings.TrimLeft(withoutLeadIn(rest)[len(statement):], " ")
			continue
		}
		sentence := ownSentence.FindString(rest)
		if sentence == "" {
			return append(list, alex.Violation{Rule: "structure", Text: "ends in the middle of a sentence: " + shortened(rest)})
		}
		rest = rest[len(sentence):]
		list = append(list, checkOwn(strings.TrimSpace(sentence), rules)...)
	}
	return list
}

func withoutLeadIn(text string) string {
	for _, lead := range leadIns {
		if rest, found := strings.CutPrefix(text, lead); found {
			return rest
		}
	}
	return text
}

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
	if order := ownOrder.FindString(lower); order != "" {
		list = append(list, alex.Violation{Rule: "compliance", Text: "sounds like advice: " + order})
	}
	return append(list, Check(sentence, rules)...)
}

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

var (
	// saying is a verb: a list of things is read as one of things to do.
	saying = regexp.MustCompile(`\b(?:is|are|has|have|do|does|can|could|may|might|would|looks?|sees?|reads?|shows?|tells?|explains?|describes?|asks?|answers?|compares?|considers?|knows?|understands?|follows|notices?|remember|recall|keep|bear|dwell|matters?|depends?|rests?|comes?|means?|shapes?|connects?|relates?|reflects?|revisits?|deserves?|invites?|happens?|vary|varies|differs?|turns|affects?|explores?|thinks?|take|surprises?|arises?|act|looking|knowing|walks?|focus|focuses|moves|stands?|belongs?|leaves|brings?|starts|begins|covers|underlies?|behaves?|responds|assumes?|informs?|learns?|wonder|makes?|helps|step)\b`)
	// ownOrder leads towards something that can be bought.
	ownOrder = regexp.MustCompile(`\b(?:other|different|another) (?:compan(?:y|ies)|funds?|assets?|stocks?|bonds?)\b|\blook (?:at|to|for) (?:the |a |some )?(?:stocks?|bonds?|cash|(?:broad )?funds?|compan(?:y|ies))\b|\b(?:consider(?:ing)?|think(?:ing)? about|towards?|into|ask for|help with) (?:[a-z'-]+ ){0,2}(?:stocks?|bonds?|cash|funds?|company|companies|markets?)\b`)

	// claim is a clause on what the reader, or something of theirs, is, has or
	// does: its subject and its verb.
	claim = regexp.MustCompile(`(?:^|[,;:–—] ?|\b(?:and|but|or|that|because|since|so|then|though|although|as|while) )` +
		`((?:you|now|(?:[a-z'-]+ ){0,4}?(?:plan|portfolio|money|savings|income|mix|cash|spending|funds?|stocks?|bonds?|reserve|cushion|buffer|targets?|retirement|costs?|fees?|accounts?|holdings?|markets?|odds|chances?|risks?|futures?|balance|pension|returns?|company|companies|household|family|goals?|benefits|withdrawals?|contributions?)) ` +
		`(?:also |still |then |just )?(?:is|are|was|were|has|have|had|does|do|did|can|could|may|might|would|holds?|pays?|lasts?|counts?|moves|changes|divides|earned|stands?))\b|(\bwhat (?:matters|counts|turns) (?:[a-z]+ )?is\b|\bnext (?:years?|time)\b|\b(?:other|another|some) (?:people|person|households?|family|readers?)\b)`)
	// asking words make a clause a question, which claims nothing.
	asking = regexp.MustCompile(`\b(?:whether|how|what|which|where|when|who|whose|if|why)\b`)
	// aboutText is what a clause may say of such a subject: where it comes in the
	// report, and that it hangs together with others.
	aboutText = regexp.MustCompile(`^ (?:also |still |then )?(?:see|show|tell|describe|explain|answer|read|find|look|ask|compare|think|consider|discuss|revisit|review|talk|learn|notice|understand|reflect|wonder|remember|be (?:shown|described|explained|compared|read)|worth|described|shown|explained|compared|connected|related|about|side by side|together|(?:the |a |an |of |some of the )?(?:[a-z]+ )?(?:choices?|questions?|parts?|kinds?|sides?|topics?|points?|assumptions?|decisions?|sections?|subjects?|matters?))\b`)
)

// claimIn is the first clause of a sentence that says what is so, or "".
func claimIn(lower string) string {
	for _, at := range claim.FindAllStringSubmatchIndex(lower, -1) {
		if at[4] >= 0 {
			return lower[at[4]:at[5]]
		}
		if clause := lower[at[2]:at[3]]; !asking.MatchString(clause) && !aboutText.MatchString(lower[at[3]:]) {
			return clause
		}
	}
	return ""
}

// Remarks are what a model adds to a section, each checked by CheckRemark.
type Remarks struct {
	Opening string
	Notes   map[string]string // by the block that they follow
	Closing string
}

// IsEmpty reports that nothing is added.
func (r Remarks) IsEmpty() bool { return r.Opening == "" && len(r.Notes) == 0 && r.Closing == "" }

// On is the template of a section with the remarks, each a block quotation.
// Code's own blocks stand as they were.
func (r Remarks) On(s alex.Section) string {
	parts := []string{setApart(r.Opening)}
	for _, b := range Blocks(s) {
		parts = append(parts, b.Text)
		if !b.Closed {
			parts = append(parts, setApart(r.Notes[b.ID]))
		}
	}
	return tidy(strings.Join(append(parts, setApart(r.Closing)), "\n\n"))
}

// setApart is a remark as a block quotation, so that every reader sees which
// words are a model's.
func setApart(remark string) string {
	if remark == "" {
		return ""
	}
	return "> " + remark
}

// Block is one paragraph, list or table of a section's template. Behind a
// closed one there is no room for a note: it introduces the next, or is the
// legend of what comes before it.
type Block struct {
	ID     string // b1, b2 … in their order
	Text   string
	Closed bool
}

// closedSections are code's alone: what must be said of options and their
// risks, of changes that add up, and of the method.
var closedSections = map[string]bool{"changes": true, "choices": true, "method": true}

// Blocks cuts a section's template at its empty lines.
func Blocks(s alex.Section) []Block {
	var list []Block
	for _, text := range strings.Split(strings.TrimSpace(s.Template), "\n\n") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		legend := strings.HasPrefix(text, "*") && !strings.HasPrefix(text, "**")
		list = append(list, Block{
			ID: "b" + strconv.Itoa(len(list)+1), Text: text,
			Closed: closedSections[s.Key] || legend || strings.HasSuffix(text, ":"),
		})
	}
	return list
}

// TakesRemarks reports a section that another author may add to.
func TakesRemarks(s alex.Section) bool { return !closedSections[s.Key] }

func shortened(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	cut := text[:most]
	for !utf8.ValidString(cut) {
		cut = cut[:len(cut)-1]
	}
	return cut + "…"
}

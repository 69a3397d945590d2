package report

import (
	"cmp"
	"fmt"
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

// leadIns may come before a statement: they order, and say nothing.
var leadIns = []string{"To begin, ", "To start, ", "First, ", "Next, ", "Then, ", "Also, ", "In addition, ", "At the same time, ", "For context, ", "Finally, ", "And "}

// mostRemark is how long a remark may be, in bytes.
const mostRemark = 480

var ownSentence = regexp.MustCompile(`^(?:[^.]|\.[^ ])+?\.(?: |$)`)

// CheckRemark is what in a remark breaks a rule: structure, unknown_token,
// unbound_fact, unknown_word, claim, and for sentences without a figure those of
// Check. An empty remark breaks none. It has at most rules.MaxLength bytes; 0 is
// 480.
func CheckRemark(text string, said Statements, rules CheckContext) []alex.Violation {
	rest := strings.TrimSpace(text)
	most := cmp.Or(rules.MaxLength, mostRemark)
	if len(rest) > most || strings.ContainsAny(rest, "\n\r") || strings.HasPrefix(rest, "-") {
		return []alex.Violation{{Rule: "structure", Text: fmt.Sprintf("is prose on one line, in at most %d letters", most)}}
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
// risks, of changes that add up, of the method, and of the words of others.
var closedSections = map[string]bool{"changes": true, "choices": true, researchKey: true, "method": true}

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

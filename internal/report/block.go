package report

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"alex"
)

// Block is one paragraph, list or table of a section's template. A fixed block
// stands as code wrote it: tables, the legend of simulated figures, what
// introduces a list. Lead is the bold heading that the block begins with; it
// stays as well.
type Block struct {
	ID    string // b1, b2 … in their order
	Lead  string
	Text  string // without the lead
	Fixed bool
}

// fixedSections are written by code alone: what must be said of options and
// their risks, of changes that add up, and of the method, word for word.
var fixedSections = map[string]bool{"changes": true, "choices": true, "method": true}

var leadPattern = regexp.MustCompile(`^\*\*[^*{}]+\.\*\* `)

// Blocks cuts a section's template at its empty lines.
func Blocks(s alex.Section) []Block {
	var list []Block
	for _, text := range strings.Split(strings.TrimSpace(s.Template), "\n\n") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		lead := leadPattern.FindString(text)
		list = append(list, Block{
			ID: "b" + strconv.Itoa(len(list)+1), Lead: lead, Text: text[len(lead):], Fixed: fixedSections[s.Key] || fixedText(text),
		})
	}
	return list
}

// fixedText reports a table, a legend in italics, a line that introduces what
// follows it, one that is nothing but facts, which are sentences themselves, or
// one with characters that a model may not write, such as those of "4% rule".
func fixedText(text string) bool {
	bare := braces.ReplaceAllString(text, "")
	if !strings.ContainsFunc(bare, unicode.IsLetter) || strings.ContainsFunc(bare, func(r rune) bool { return !strings.ContainsRune(permitted, r) }) {
		return true
	}
	legend := strings.HasPrefix(text, "*") && !strings.HasPrefix(text, "**")
	return strings.HasPrefix(text, "|") || strings.Contains(text, "\n|") || legend || strings.HasSuffix(text, ":")
}

// Rewrite is what another author makes of a section: blocks in other words, by
// their ids, and prose of its own before and after them. A block that it does
// not name stays.
type Rewrite struct {
	Opening string
	Blocks  map[string]string
	Closing string
}

// IsEmpty reports that nothing is rewritten.
func (r Rewrite) IsEmpty() bool {
	return strings.TrimSpace(r.Opening+r.Closing) == "" && len(r.Blocks) == 0
}

// Apply is the template of a section as rewritten. What the rewrite may not do
// comes as violations: other words for a fixed block or for none, a block
// without all of its figures, a list with other items. The places of those are
// all 0.
func (r Rewrite) Apply(s alex.Section) (template string, refused []alex.Violation) {
	refuse := func(rule, text string) { refused = append(refused, alex.Violation{Rule: rule, Text: text}) }
	parts := []string{strings.TrimSpace(r.Opening)}
	for _, text := range []string{r.Opening, r.Closing} {
		switch {
		case len(text) > mostProse:
			refuse("structure", "opening and closing are two sentences at most")
			return "", refused
		case !endsWhole(text):
			refuse("structure", "ends in the middle of a sentence: "+shortened(text))
		case strings.Contains(strings.TrimSpace(text), "\n") || isList(strings.TrimSpace(text)):
			refuse("structure", "opening and closing are prose, each on one line")
		}
	}
	left := maps.Clone(r.Blocks)
	for _, b := range Blocks(s) {
		text, rewritten := r.Blocks[b.ID]
		delete(left, b.ID)
		switch text = strings.TrimSpace(text); {
		case !rewritten:
			text = b.Text
		case b.Fixed:
			refuse("structure", "block "+b.ID+" is fixed")
		case shapeOf(text) != shapeOf(b.Text):
			refuse("structure", "block "+b.ID+" is laid out in other lines or items")
		case endsWhole(b.Text) && !endsWhole(text):
			refuse("structure", "block "+b.ID+" ends in the middle of a sentence")
		case len(text) > 2*len(b.Text)+mostProse:
			refuse("structure", "block "+b.ID+" is far longer than it was")
			return "", refused
		}
		for _, sentence := range plainSentences(b.Text) {
			if rewritten && !b.Fixed && !strings.Contains(text, sentence) {
				refuse("structure", "block "+b.ID+" must keep this word for word: "+sentence)
			}
		}
		for _, id := range lost(b.Text, text) {
			refuse("missing_fact", "block "+b.ID+" must use {{"+id+"}} as often as it does")
		}
		parts = append(parts, b.Lead+text)
	}
	for _, id := range slices.Sorted(maps.Keys(left)) {
		refuse("structure", "there is no block "+shortened(id))
	}
	parts = append(parts, strings.TrimSpace(r.Closing))
	return tidy(strings.Join(parts, "\n\n")), refused
}

// mostProse is how long an opening or a closing may be, in bytes.
const mostProse = 600

// listMark begins an item.
const listMark = "- "

// endsWhole reports a text that is nothing, or ends where a sentence does.
func endsWhole(text string) bool {
	text = strings.TrimRight(text, " \t\n*_)\"'”’")
	return text == "" || strings.ContainsRune(".!?…", rune(text[len(text)-1])) || strings.HasSuffix(text, "…")
}

// plainSentences are the sentences of a text without a figure: what they warn
// of stays as it is.
func plainSentences(text string) []string {
	var list []string
	for _, s := range sentences(text) {
		sentence := strings.TrimSpace(text[s.start:s.end])
		if len(strings.Fields(sentence)) > 2 && len(scanTokens(sentence)) == 0 {
			list = append(list, sentence)
		}
	}
	return list
}

func isList(text string) bool { return strings.HasPrefix(text, listMark) }

// shapeOf is how a text is laid out: which of its lines are items.
func shapeOf(text string) string {
	var shape strings.Builder
	for _, line := range strings.Split(text, "\n") {
		shape.WriteString(map[bool]string{true: "-", false: "."}[isList(line)])
	}
	return shape.String()
}

func shortened(text string) string {
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "…"
	}
	return text
}

// lost are the tokens that one of two texts uses more often than the other.
func lost(draft, text string) []string {
	count := map[string]int{}
	for _, t := range scanTokens(draft) {
		count[t.id]++
	}
	for _, t := range scanTokens(text) {
		count[t.id]--
	}
	delete(count, "") // malformed: the check of tokens refuses it
	var list []string
	for _, id := range slices.Sorted(maps.Keys(count)) {
		if count[id] != 0 {
			list = append(list, id)
		}
	}
	return list
}

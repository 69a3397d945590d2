package report

import (
	"html"
	"regexp"
	"strings"

	"alex"
)

// While a text is rendered and sanitised, one character of a private-use plane
// stands in for each fact, so that no fact's text is read as Markdown and no
// anchor has to pass the policy.
const (
	firstStandIn = '\U000F0000'
	lastStandIn  = '\U000FFFFD'
)

func isStandIn(r rune) bool { return r >= firstStandIn && r <= lastStandIn }

// factIndex finds facts by id; the first of two with the same id counts.
type factIndex map[string]alex.Fact

func indexFacts(facts []alex.Fact) factIndex {
	index := make(factIndex, len(facts))
	for _, f := range facts {
		if _, twice := index[f.ID]; !twice {
			index[f.ID] = f
		}
	}
	return index
}

// sectionHTML renders a section so that every figure leads to its row in the
// table of facts. A section without a template, or whose template names a fact
// that the report does not have, is rendered from its Markdown.
func (x factIndex) sectionHTML(s alex.Section) (string, error) {
	template, facts, bound := x.standIns(s.Template)
	if !bound {
		template, facts = withoutStandIns(s.Markdown), nil
	}
	safe, err := HTML(template)
	if err != nil {
		return "", err
	}
	return boxTables(anchored(safe, facts)), nil
}

// standIns puts a stand-in for each token of template, and lists the facts
// that they stand for. It reports false where there is nothing to bind or a
// token has no fact.
func (x factIndex) standIns(template string) (string, []alex.Fact, bool) {
	template = withoutStandIns(template)
	if strings.TrimSpace(template) == "" {
		return "", nil, false
	}
	var out strings.Builder
	var facts []alex.Fact
	last := 0
	for _, t := range scanTokens(template) {
		fact, found := x[t.id]
		if !found || len(facts) > lastStandIn-firstStandIn {
			return "", nil, false
		}
		out.WriteString(template[last:t.start])
		out.WriteRune(firstStandIn + rune(len(facts)))
		facts = append(facts, fact)
		last = t.end
	}
	out.WriteString(template[last:])
	return out.String(), facts, true
}

func withoutStandIns(text string) string {
	return strings.Map(func(r rune) rune {
		if isStandIn(r) {
			return -1
		}
		return r
	}, text)
}

var linkOrStandIn = regexp.MustCompile(`<a |</a>|[\x{F0000}-\x{FFFFD}]`)

// anchored replaces the stand-ins in safe HTML by anchors; within a link, where
// no other link may stand, by the text alone.
func anchored(safe string, facts []alex.Fact) string {
	inLink := false
	return linkOrStandIn.ReplaceAllStringFunc(safe, func(found string) string {
		switch found {
		case "<a ":
			inLink = true
			return found
		case "</a>":
			inLink = false
			return found
		}
		i := int([]rune(found)[0] - firstStandIn)
		if i >= len(facts) {
			return ""
		}
		if inLink {
			return html.EscapeString(visible(facts[i].Text))
		}
		return anchor(facts[i])
	})
}

// anchor leads to the fact, or, where it is a link, out to its address.
func anchor(f alex.Fact) string {
	if address, _, ok := webAddress(f.Value); ok && f.Unit == alex.UnitLink {
		return `<a href="` + html.EscapeString(address) + `" rel="nofollow noreferrer noopener" target="_blank">` + html.EscapeString(visible(f.Text)) + `</a>`
	}
	return `<a class="fact" href="#fact-` + html.EscapeString(f.ID) + `" title="` + html.EscapeString(origin(f)) + `">` +
		html.EscapeString(visible(f.Text)) + `</a>`
}

// origin says in one line what a figure is, where it comes from, and of when.
func origin(f alex.Fact) string {
	parts := []string{f.Label, f.Source}
	if !f.AsOf.IsZero() {
		parts = append(parts, "as of "+f.AsOf.Text())
	}
	return visible(strings.Join(parts, " · "))
}

var emptyHead = regexp.MustCompile(`<th( align="[a-z]+")?></th>`)

// boxTables puts each table of safe HTML into a box of its own, which scrolls
// where the table is wider than the page. A cell of the head that says nothing
// heads nothing.
func boxTables(safe string) string {
	safe = emptyHead.ReplaceAllString(safe, "<td$1></td>")
	return strings.NewReplacer(
		"<table>", `<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>`,
		"</table>", "</table></div>",
	).Replace(safe)
}

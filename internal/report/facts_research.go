package report

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"alex"
)

// researchKey is the section of what others wrote.
const researchKey = "research"

// MostQuoted is how many quotations a report shows by itself, one about each thing
// that was looked for; the snapshot may hold more, which a model may point at.
const MostQuoted = 5

// Quoted are the prefixes of the facts of what is shown.
func (v *situation) Quoted() []string {
	var list []string
	about := map[string]bool{}
	for _, row := range v.rows("research") {
		if what := v.word(row + ".about"); !about[what] && len(list) < MostQuoted {
			about[what] = true
			list = append(list, row)
		}
	}
	return list
}

// research makes facts of what may be quoted: research.1.quote, its title, where
// it stands, and of when it is, which is the day of all of them.
func (b *builder) research(list []alex.Citation) {
	day := b.asOf
	defer func() { b.asOf = day }()
	for i, c := range list {
		b.asOf = cmp.Or(c.PublishedOn, c.KeptOn)
		id := fmt.Sprintf("research.%d.", i+1)
		source := cmp.Or(strings.TrimSpace(c.Source), "a text whose source was not named")
		from := fmt.Sprintf("passage %d of %s", c.Ordinal+1, source)
		b.word(id+"about", upperFirst(c.About), "what was looked for", "what you own")
		b.word(id+"quote", c.Quote, "quotation", from)
		b.word(id+"title", titleOf(c), "title of the text it stands in", from)
		if address, site, ok := webAddress(c.Source); ok {
			b.put(id+"source", alex.UnitLink, address, site, "where it stands", from)
		} else {
			b.word(id+"source", source, "where it stands", from)
		}
		if c.PublishedOn != "" {
			b.date(id+"published", c.PublishedOn, "day it was published", from)
		} else {
			b.date(id+"kept", c.KeptOn, "day it came to Alex", from)
		}
	}
}

// titleOf is the title of what is quoted, where it is not the first words of the
// quotation itself.
func titleOf(c alex.Citation) string {
	if title := strings.TrimSpace(strings.TrimSuffix(c.Title, "…")); title != "" && !strings.HasPrefix(c.Quote, title) {
		return c.Title
	}
	return "an untitled text"
}

// webAddress is an https address in a spelling that no Markdown takes apart, and
// the site that it leads to. Letters that look like others, a port and the name of
// a user make it none.
func webAddress(source string) (address, site string, ok bool) {
	u, err := url.Parse(source)
	if err != nil || u.Scheme != "https" || u.User != nil || !siteName.MatchString(u.Host) {
		return "", "", false
	}
	return markdownAddress.Replace(u.String()), strings.TrimPrefix(strings.ToLower(u.Host), "www."), true
}

var siteName = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$`)

var markdownAddress = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", `\`, "%5C",
	"`", "%60", "*", "%2A", "[", "%5B", "]", "%5D", "|", "%7C", "{", "%7B", "}", "%7D")

// Quotable reports a text of others of which a report may show sentences: like
// Alex's own it gives no advice, sells and promises nothing, and foretells no
// market.
func Quotable(text string) bool {
	return len(checkCompliance(newView(text, nil, nil), CheckContext{})) == 0
}

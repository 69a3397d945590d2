package extract

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"alex"
)

const (
	mostScored = 50_000 // elements of a page whose main text is looked for
	leastMain  = 140    // bytes of a main text; a shorter one is not trusted
)

// readPage reads a page: its main text, or all that it shows where it has none.
func readPage(name, text string) (Document, error) {
	root, err := parsePage(text)
	if err != nil {
		return Document{}, refuse(name, "is nested too deep")
	}
	doc := Document{
		Title: shown(find(root, named("title"))), PublishedOn: dateOf(root), Canonical: canonical(root), Body: shown(find(root, named("body"))),
	}
	elements := 0
	for range root.Descendants() {
		elements++
	}
	if elements > mostScored {
		return doc, nil
	}
	parser := readability.NewParser()
	article, err := parser.ParseAndMutate(root, nil)
	if err != nil {
		return doc, nil // what the page shows is at hand
	}
	if main := shown(article.Node); len(main) >= leastMain {
		doc.Body = main
	}
	if title := strings.TrimSpace(article.Title()); title != "" {
		doc.Title = title
	}
	if at, err := article.PublishedTime(); err == nil && plausible(alex.DateOf(at)) {
		doc.PublishedOn = alex.DateOf(at)
	}
	return doc, nil
}

// shown is the text below an element, a paragraph for each block of it. What is
// hidden was taken out before.
func shown(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	show(&b, n, false)
	return tidy(b.String())
}

// show descends at most as deep as the parser lets elements be nested.
func show(b *strings.Builder, n *html.Node, pre bool) {
	if n.Type == html.TextNode {
		if pre {
			b.WriteString(n.Data)
		} else {
			b.WriteString(strings.Map(unbroken, n.Data))
		}
		return
	}
	switch n.Data {
	case "br":
		b.WriteByte('\n')
		return
	case "td", "th":
		if cellBefore(n) {
			b.WriteString(" | ")
		}
	case "tr", "dt", "dd", "caption":
		b.WriteByte('\n')
	case "head", "script":
		return
	}
	if block(n.Data) {
		b.WriteString("\n\n")
		defer b.WriteString("\n\n")
	}
	for child := range n.ChildNodes() {
		show(b, child, pre || n.Data == "pre")
	}
}

func unbroken(r rune) rune {
	if r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\f' {
		return ' '
	}
	return r
}

func cellBefore(n *html.Node) bool {
	for n = n.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Data == "td" || n.Data == "th" {
			return true
		}
	}
	return false
}

// block reports an element that is a paragraph, or has paragraphs.
func block(name string) bool {
	switch name {
	case "address", "article", "aside", "blockquote", "body", "details", "div", "dl", "fieldset", "figcaption", "figure", "footer",
		"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul":
		return true
	}
	return false
}

// find is the first element for which is holds, in the order of the page.
func find(root *html.Node, is func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func named(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// dateOf is the day that a page's own elements name as that of its publication.
func dateOf(root *html.Node) alex.Date {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		var day alex.Date
		switch n.Data {
		case "meta":
			switch strings.ToLower(attribute(n, "name") + attribute(n, "property") + attribute(n, "itemprop")) {
			case "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "article:published_time",
				"datepublished", "citation_publication_date", "citation_date", "publish-date", "pubdate":
				day = dateIn(strings.ReplaceAll(attribute(n, "content"), "/", "-"))
			}
		case "time":
			if attribute(n, "itemprop") == "datePublished" || attribute(n, "pubdate") != "" {
				day = dateIn(attribute(n, "datetime"))
			}
		}
		if day != "" {
			return day
		}
	}
	return ""
}

func canonical(root *html.Node) string {
	n := find(root, func(n *html.Node) bool {
		return n.Data == "link" && strings.EqualFold(attribute(n, "rel"), "canonical")
	})
	if n == nil {
		return ""
	}
	return webAddress(attribute(n, "href"))
}

// webAddress is an absolute address of http or https without credentials, else
// empty.
func webAddress(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || len(text) > alex.MostDocumentSource {
		return ""
	}
	return u.String()
}

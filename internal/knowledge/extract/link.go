package extract

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"alex"
)

// leastLink is how many characters the words of a link have that leads to a text
// rather than about the site.
const leastLink = 20

// Links reads a page that lists others: the links to its own host whose words
// say what they lead to, each address once, the first 500 in the page's order.
// base is the page's own address. What cannot be read has none.
func Links(base string, body []byte) (items []Item) {
	defer func() {
		if p := recover(); p != nil { // of a library; no page is worth the program
			items = nil
		}
	}()
	at, err := url.Parse(base)
	if err != nil || len(body) > mostFeed {
		return nil
	}
	root, err := parsePage(strings.ToValidUTF8(string(body), "\uFFFD"))
	if err != nil {
		return nil
	}
	seen := map[string]bool{}
	for n := range root.Descendants() {
		if len(items) == mostItems {
			break
		}
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		to, ok := linked(at, attribute(n, "href"))
		title := line(shown(n), alex.MostDocumentTitle)
		if !ok || seen[to] || utf8.RuneCountInString(title) < leastLink {
			continue
		}
		seen[to] = true
		items = append(items, Item{Title: title, URL: to})
	}
	return items
}

// linked is the address that a link leads to, of the same host and of another
// page.
func linked(at *url.URL, href string) (string, bool) {
	if href == "" || len(href) > alex.MostDocumentSource {
		return "", false
	}
	ref, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return "", false
	}
	to := at.ResolveReference(ref)
	to.Fragment, to.RawFragment = "", ""
	if !strings.EqualFold(to.Host, at.Host) || to.EscapedPath() == at.EscapedPath() && to.RawQuery == at.RawQuery {
		return "", false
	}
	address := webAddress(to.String())
	return address, address != "" && len(address) <= alex.MostDocumentSource
}

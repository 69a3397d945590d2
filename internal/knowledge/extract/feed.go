package extract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"

	"alex"
)

// Bounds of a feed.
const (
	mostFeed         = 4 << 20 // bytes
	mostFeedDepth    = 64
	mostFeedElements = 50_000
	mostItems        = 500
	longestSummary   = 2000 // characters
)

// Item is an entry of a feed.
type Item struct {
	Title       string
	URL         string    // absolute, of http or https; empty where it has none
	PublishedOn alex.Date // or last changed; empty where it says neither
	Summary     string    // plain text of at most 2000 characters
}

// Feed reads RSS, Atom or JSON Feed: the first 500 items, in the feed's order.
// Items without title, address and summary are left out. Its errors are of
// alex.CodeInvalid.
func Feed(body []byte) (items []Item, err error) {
	defer func() {
		if p := recover(); p != nil { // of a library; no feed is worth the program
			items, err = nil, notFeed(nil)
		}
	}()
	if len(body) > mostFeed {
		return nil, alex.Invalid("feed", "is larger than 4 MiB")
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	if bytes.HasPrefix(body, []byte("{")) {
		if bytes.Count(body, []byte("{")) > mostFeedElements {
			return nil, notFeed(errComplex)
		}
	} else if body, err = readableXML(body); err != nil {
		return nil, notFeed(err)
	}
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, notFeed(err)
	}
	for _, entry := range feed.Items {
		if len(items) == mostItems {
			break
		}
		if item := itemOf(entry); item.Title != "" || item.URL != "" || item.Summary != "" {
			items = append(items, item)
		}
	}
	return items, nil
}

func notFeed(err error) *alex.Error {
	refused := alex.Invalid("feed", "is no feed of RSS, Atom or JSON Feed that can be read")
	refused.Err = err
	return refused
}

func itemOf(entry *gofeed.Item) Item {
	if entry == nil {
		return Item{}
	}
	item := Item{Title: line(fragment(entry.Title), alex.MostDocumentTitle), URL: webAddress(entry.Link)}
	item.Summary = line(fragment(entry.Description), longestSummary)
	if item.Summary == "" {
		item.Summary = line(fragment(entry.Content), longestSummary)
	}
	for _, at := range []*time.Time{entry.PublishedParsed, entry.UpdatedParsed} {
		if at != nil && plausible(alex.DateOf(*at)) && item.PublishedOn == "" {
			item.PublishedOn = alex.DateOf(*at)
		}
	}
	return item
}

// fragment is what a piece of HTML shows; where it is none, the text itself.
func fragment(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	root, err := parsePage(text)
	if err != nil {
		return ""
	}
	return shown(root)
}

var xmlEncoding = regexp.MustCompile(`^(\s*<\?xml[^>]*?)\sencoding\s*=\s*["']([\w.:-]+)["']`)

// readableXML is XML in UTF-8 that says nothing of its encoding any more. What is
// nested deeper than a feed is, or has too many elements, is refused: the parser
// calls itself for each, and keeps all. Entities that a document declares are
// never read.
func readableXML(body []byte) ([]byte, error) {
	if found := xmlEncoding.FindSubmatch(body[:min(len(body), 1024)]); found != nil {
		if encoding, _ := charset.Lookup(string(found[2])); encoding != nil && !isUTF8(body) {
			decoded, err := encoding.NewDecoder().Bytes(body)
			if err != nil {
				return nil, err
			}
			body = decoded
		}
		body = xmlEncoding.ReplaceAll(body, []byte("$1"))
	}
	body = bytes.Map(inXML, bytes.ToValidUTF8(body, []byte("\uFFFD")))
	return body, measure(body)
}

// isUTF8 reports text that is nothing but UTF-8, whatever it says of itself.
func isUTF8(body []byte) bool {
	return bytes.Equal(bytes.ToValidUTF8(body, nil), body) && bytes.ContainsFunc(body, func(r rune) bool { return r > 0x7f })
}

func inXML(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

// measure reads XML as the feed's parser does, end tags that fit nothing
// included, and counts.
func measure(body []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.Strict = false
	depth, elements := 0, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
			elements++
		case xml.EndElement:
			depth--
		}
		if depth > mostFeedDepth || elements > mostFeedElements {
			return errComplex
		}
	}
}

package report

import (
	"bytes"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"alex"
)

// HTML renders Markdown (CommonMark, with tables and strikethrough) as HTML
// that is safe to put into a page: prose, lists, tables and https links, and
// nothing else. Raw HTML is dropped, whatever it holds.
func HTML(markdown string) (string, error) {
	table := extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))
	renderer := goldmark.New(goldmark.WithExtensions(table, extension.Strikethrough))
	var out bytes.Buffer
	if err := renderer.Convert([]byte(markdown), &out); err != nil {
		return "", &alex.Error{Code: alex.CodeInternal, Message: "the text cannot be rendered", Err: err}
	}
	return prosePolicy().Sanitize(out.String()), nil
}

// prosePolicy lets through what a report's prose is made of. No attribute
// holds anything but an https address or the alignment of a cell.
func prosePolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "del", "blockquote",
		"hr", "br", "code", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("align").Matching(bluemonday.CellAlign).OnElements("th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("https")
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	p.RequireNoFollowOnLinks(true)
	return p
}

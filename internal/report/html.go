package report

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// HTML renders Markdown with tables and strikethrough as HTML that is safe to put into a
// page: no raw HTML, no images, no attributes but the alignment of cells, and
// links over https only, which open a page of their own without an opener.
// Headings go down two levels, because the text stands under a page's title
// and a section's. The result is well-formed XML as well.
func HTML(markdown string) (string, error) {
	var out bytes.Buffer
	if err := markdownParser().Convert([]byte(visible(markdown)), &out); err != nil {
		return "", fmt.Errorf("render Markdown: %w", err)
	}
	return htmlPolicy().Sanitize(out.String()), nil
}

func markdownParser() goldmark.Markdown {
	tables := extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))
	return goldmark.New(
		goldmark.WithExtensions(tables, extension.Strikethrough),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100))),
		goldmark.WithRendererOptions(html.WithXHTML()),
	)
}

// lowerHeadings moves every heading two levels down.
type lowerHeadings struct{}

func (lowerHeadings) Transform(document *ast.Document, _ text.Reader, _ parser.Context) {
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		if heading, ok := node.(*ast.Heading); ok {
			heading.Level = min(heading.Level+2, 6)
		}
	}
}

var cellAlignment = regexp.MustCompile(`^(left|center|right)$`)

func htmlPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "del", "code", "pre", "blockquote", "hr", "ul", "ol", "li",
		"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("align").Matching(cellAlignment).OnElements("th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowURLSchemeWithCustomPolicy("https", namesHost)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}

// namesHost refuses addresses that lead nowhere, and those with a stand-in for
// a fact inside.
func namesHost(link *url.URL) bool {
	return link.Host != "" && link.User == nil && !strings.ContainsFunc(link.Host+link.Path+link.RawQuery+link.Fragment, isStandIn)
}

// visible drops what can be seen neither on a screen nor in print: control
// characters other than line breaks and tabs, and format characters, which can
// turn the order of a line around. Bytes that are not UTF-8 become U+FFFD.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Noncharacter_Code_Point, r):
			return -1
		}
		return r
	}, text)
}

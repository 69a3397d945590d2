package report

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"alex"
)

// heading is one heading of a document as a reader sees it.
type heading struct {
	text string
	span
}

// document is what the checks read off the parsed Markdown.
type document struct {
	headings   []heading
	codeBlocks []span
	refused    []span // raw HTML, images, autolinks
	links      []link
	hasBody    bool // anything but headings
}

type link struct {
	destination string
	reference   bool
	span
}

// parseMarkdown reads source as the page's renderer does, with bare addresses
// recognised as links so that they can be refused.
func parseMarkdown(source string) document {
	raw := []byte(source)
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	var doc document
	// The walker below returns no error, so neither does Walk.
	_ = ast.Walk(parser.Parse(text.NewReader(raw)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return doc.note(n, raw), nil
	})
	return doc
}

func (d *document) note(n ast.Node, raw []byte) ast.WalkStatus {
	at := nodeSpan(n, raw)
	switch n := n.(type) {
	case *ast.Heading:
		d.headings = append(d.headings, heading{strings.TrimSpace(plainText(n, raw)), at})
	case *ast.HTMLBlock, *ast.RawHTML, *ast.Image, *ast.AutoLink:
		d.refused = append(d.refused, at)
	case *ast.Link:
		d.links = append(d.links, link{string(n.Destination), n.Reference != nil, at})
	case *ast.Text:
		d.hasBody = d.hasBody || !insideHeading(n) && strings.TrimSpace(string(n.Value(raw))) != ""
	}
	if isCode(n) {
		d.codeBlocks = append(d.codeBlocks, at)
	}
	return ast.WalkContinue
}

func insideHeading(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindHeading {
			return true
		}
	}
	return false
}

func plainText(n ast.Node, raw []byte) string {
	var out strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, isText := child.(*ast.Text); isText {
			out.Write(t.Value(raw))
			continue
		}
		out.WriteString(plainText(child, raw))
	}
	return out.String()
}

// nodeSpan is where a node stands: from its first to its last segment.
func nodeSpan(n ast.Node, raw []byte) span {
	s := span{len(raw), 0}
	add := func(start, stop int) { s.start, s.end = min(s.start, start), max(s.end, stop) }
	if pos := n.Pos(); pos >= 0 && n.Type() != ast.TypeDocument {
		add(pos, pos)
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		addSegments(n, add)
		return ast.WalkContinue, nil
	})
	if n.Kind() == ast.KindLink || n.Kind() == ast.KindImage {
		s.end += len(linkTail.Find(raw[min(s.end, len(raw)):]))
	}
	s.start = min(s.start, len(raw))
	for s.start < len(raw) && raw[s.start] == ' ' {
		s.start++
	}
	if auto, isAuto := n.(*ast.AutoLink); isAuto {
		s.end = min(len(raw), s.start+len(auto.Label(raw)))
		if raw[s.start] == '<' {
			s.end = min(len(raw), s.end+len("<>"))
		}
	}
	if s.end <= s.start {
		s.end = lineEnd(raw, s.start)
	}
	return s
}

// linkTail is what follows the text of a link: its address or its reference.
var linkTail = regexp.MustCompile(`^[*_]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?`)

func addSegments(n ast.Node, add func(start, stop int)) {
	switch t := n.(type) {
	case *ast.Text:
		add(t.Segment.Start, t.Segment.Stop)
		return
	case *ast.RawHTML:
		for i := range t.Segments.Len() {
			add(t.Segments.At(i).Start, t.Segments.At(i).Stop)
		}
		return
	}
	if n.Type() == ast.TypeBlock {
		for i := range n.Lines().Len() {
			add(n.Lines().At(i).Start, n.Lines().At(i).Stop)
		}
	}
}

func lineEnd(raw []byte, from int) int {
	if i := slices.Index(raw[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(raw)
}

// Constructs that are refused by their spelling, whatever a parser makes of
// them: tags and comments, entities other than a plain & or a space, script
// addresses, definitions of reference links, and invisible characters.
var refusedSpelling = []*regexp.Regexp{
	regexp.MustCompile(`<[A-Za-z!/?][^<>\n]*>?`),
	regexp.MustCompile(`&(?:#[0-9xX][0-9A-Fa-f]*|[A-Za-z][A-Za-z0-9]*);`),
	regexp.MustCompile(`(?i)\b(?:javascript|vbscript|livescript)\s*:|\bdata:(?:text|image|application)`),
	regexp.MustCompile(`(?m)^[ >*+-]*(\[[^\]\n]+\]:)`),
	regexp.MustCompile(`!\[`),
	regexp.MustCompile("[\\p{Cf}\\p{Co}\uFFFC\uFFFD\u034f\u115f\u1160\u3164\uffa0\u2800]+"),
	regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+`),
	regexp.MustCompile(`(?i)\b(?:https?|ftp|file|mailto):[^\s)]*|\bwww\.[^\s)]*`),
}

// checkMarkdown keeps to the policy: no raw HTML, no images, no bare or
// reference links, inline links to hosts over https only.
func checkMarkdown(source string, hosts []string) []alex.Violation {
	doc := parseMarkdown(source)
	found := doc.refused
	for _, l := range doc.links {
		if l.reference || !allowedLink(l.destination, hosts) {
			found = append(found, l.span)
		}
	}
	allowed := linkSpans(source, hosts)
	for _, p := range refusedSpelling {
		for _, s := range matches(p, source) {
			entity := source[s.start:s.end]
			if entity != "&amp;" && entity != "&nbsp;" && !within(allowed, s.start, s.end) && !touches(found, s.start, s.end) {
				found = append(found, s)
			}
		}
	}
	var list []alex.Violation
	for _, s := range found {
		list = append(list, alex.Violation{Rule: "markdown", Text: source[s.start:s.end], Start: s.start, End: s.end})
	}
	return list
}

// allowedLink reports an https address on one of hosts, without a user name
// or a port.
func allowedLink(destination string, hosts []string) bool {
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return false
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, u.Host) })
}

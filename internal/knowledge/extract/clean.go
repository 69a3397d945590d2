package extract

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Bounds of a page. A tree has many times the bytes of its text.
const (
	mostElements   = 300_000
	mostAttributes = 30       // of one element
	longestScript  = 64 << 10 // of the metadata that a page has as JSON, and of its style sheets
)

var errComplex = errors.New("the page has too many elements")

// parsePage is a page's tree without what is not shown. Its text is written anew
// first, with what the parser can build a tree of in a time and a size that grow
// with the text alone: elements that it opens again in each paragraph become
// spans, and what repeats the page's root is left out.
func parsePage(text string) (*html.Node, error) {
	first := &rewriter{}
	if err := first.run(text); err != nil {
		return nil, err
	}
	rules := hidingRules(first.sheets.String())
	second := &rewriter{rules: rules}
	if err := second.run(text); err != nil {
		return nil, err
	}
	root, err := html.Parse(strings.NewReader(second.page.String()))
	if err != nil {
		return nil, err
	}
	hide(root, rules)
	return root, nil
}

// rewriter writes a page anew, and its style sheets apart.
type rewriter struct {
	page, sheets strings.Builder
	rules        []rule
	seen         [3]bool // html, head, body
	inside       string  // the element that is left out with all that is in it
	depth        int     // of elements of that name within it
	keep         bool    // it is metadata
	elements     int
}

func (w *rewriter) run(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	for w.elements <= mostElements {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return nil
		case html.TextToken:
			w.text(z)
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z.Token())
		case html.EndTagToken:
			w.end(z.Token())
		}
	}
	return errComplex
}

// text is written with escapes, so that pieces that a comment parted make no tag
// together.
func (w *rewriter) text(z *html.Tokenizer) {
	switch {
	case w.inside == "":
		w.page.WriteString(html.EscapeString(string(z.Text())))
	case w.inside == "style" && w.sheets.Len() < longestScript:
		w.sheets.Write(z.Raw())
	case w.keep && len(z.Raw()) < longestScript:
		w.page.WriteString(`<script type="application/ld+json">`)
		w.page.Write(z.Raw())
		w.page.WriteString(`</script>`)
	}
}

func (w *rewriter) start(t html.Token) {
	w.elements++
	if w.inside != "" {
		if t.Data == w.inside && t.Type == html.StartTagToken {
			w.depth++
		}
		return
	}
	t.Attr = slices.DeleteFunc(t.Attr[:min(len(t.Attr), mostAttributes)], func(a html.Attribute) bool { return !plainName(a.Key) })
	switch place := slices.Index([]string{"html", "head", "body"}, t.Data); {
	case place >= 0:
		if w.seen[place] {
			return
		}
		w.seen[place] = true
	case leftOut(t.Data):
		if t.Data != "svg" || t.Type == html.StartTagToken {
			w.leave(t)
		}
		return
	case ignored(t.Data):
		return
	case formatting(t.Data):
		n := &html.Node{Type: html.ElementNode, Data: t.Data, Attr: t.Attr}
		if hiddenByAttribute(n) || hiddenByRule(n, w.rules) { // it would reach into the paragraphs after it
			w.leave(t)
			return
		}
		t.Data = "span"
	}
	t.DataAtom = 0
	w.page.WriteString(t.String())
}

func (w *rewriter) leave(t html.Token) {
	w.inside, w.depth = t.Data, 0
	w.keep = t.Data == "script" && slices.ContainsFunc(t.Attr, func(a html.Attribute) bool {
		return a.Key == "type" && strings.EqualFold(strings.TrimSpace(a.Val), "application/ld+json")
	})
}

func (w *rewriter) end(t html.Token) {
	w.elements++
	switch {
	case w.inside == "":
		if leftOut(t.Data) || ignored(t.Data) {
			return
		}
		if formatting(t.Data) {
			t.Data, t.DataAtom = "span", 0
		}
		t.Attr = nil
		w.page.WriteString(t.String())
	case t.Data == w.inside && w.depth > 0:
		w.depth--
	case t.Data == w.inside:
		w.inside, w.keep = "", false
	}
}

func plainName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-:_") == ""
}

// leftOut reports an element that has nothing to read.
func leftOut(name string) bool {
	switch name {
	case "script", "style", "iframe", "noembed", "noframes", "noscript", "textarea", "xmp", "plaintext",
		"template", "select", "svg", "object", "applet":
		return true
	}
	return false
}

// ignored reports a tag without which the rest reads the same.
func ignored(name string) bool {
	switch name {
	case "frameset", "frame", "image", "param", "button", "marquee", "math", "form":
		return true
	}
	return false
}

// formatting reports an element that the parser opens again in each block that
// follows, until it is closed.
func formatting(name string) bool {
	switch name {
	case "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return true
	}
	return false
}

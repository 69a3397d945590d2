package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const mostRules = 200 // of a page's style sheets

// rule is a selector of one element, such as "p#a.b.c".
type rule struct {
	name, id string
	classes  []string
}

// hide takes out of a tree all that a reader does not see: comments, elements
// that are never shown, and those that attributes, or the page's own style
// sheets, hide. It cannot know style sheets that stand elsewhere, nor colours.
func hide(root *html.Node, rules []rule) {
	var gone []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.CommentNode || n.Type == html.ElementNode && (neverShown(n) || hiddenByAttribute(n) || hiddenByRule(n, rules)) {
			gone = append(gone, n)
		}
	}
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
}

func neverShown(n *html.Node) bool {
	switch n.Data {
	case "canvas", "audio", "video", "embed", "datalist", "area", "map", "meter", "progress":
		return true
	case "dialog":
		return !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "open" })
	}
	return false
}

func hiddenByAttribute(n *html.Node) bool {
	if n.Data == "html" || n.Data == "body" {
		return false // shown by a script as soon as it is there
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if strings.EqualFold(strings.TrimSpace(a.Val), "true") {
				return true
			}
		case "style":
			if hides(a.Val) {
				return true
			}
		}
	}
	return false
}

func hiddenByRule(n *html.Node, rules []rule) bool {
	switch n.Data {
	case "html", "head", "body", "main", "article":
		return false
	}
	if len(rules) == 0 {
		return false
	}
	classes := strings.Fields(attribute(n, "class"))
	return slices.ContainsFunc(rules, func(r rule) bool {
		return (r.name == "" || r.name == n.Data) && (r.id == "" || r.id == attribute(n, "id")) &&
			!slices.ContainsFunc(r.classes, func(c string) bool { return !slices.Contains(classes, c) })
	})
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	selector   = regexp.MustCompile(`^([a-zA-Z][\w-]*)?(#[\w-]+)?((?:\.[\w-]+)*)$`)
)

// hidingRules are the selectors of one element whose rules hide it, whatever
// window or medium the page is shown in.
func hidingRules(sheets string) (rules []rule) {
	rest := cssComment.ReplaceAllString(sheets, " ")
	for len(rules) < mostRules {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			return rules
		}
		selectors, end := strings.TrimSpace(rest[:open]), closing(rest[open:])
		block := rest[open+1 : open+end]
		rest = rest[min(open+end+1, len(rest)):]
		if at := strings.LastIndexByte(selectors, ';'); at >= 0 {
			selectors = selectors[at+1:] // after an @import
		}
		if strings.HasPrefix(strings.TrimSpace(selectors), "@") || !hides(block) {
			continue
		}
		for text := range strings.SplitSeq(selectors, ",") {
			if found := selector.FindStringSubmatch(strings.TrimSpace(text)); found != nil && found[0] != "" {
				rules = append(rules, rule{
					strings.ToLower(found[1]), strings.TrimPrefix(found[2], "#"), strings.FieldsFunc(found[3], func(r rune) bool { return r == '.' }),
				})
			}
		}
	}
	return rules
}

// closing is where the block that text begins with ends.
func closing(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// hides reports declarations of CSS with which nothing is seen.
func hides(css string) bool {
	d := declarations(css)
	clipped := d["overflow"] == "hidden" || d["overflow"] == "clip" || d["overflow-x"] == "hidden" || d["overflow-y"] == "hidden"
	apart := d["position"] == "absolute" || d["position"] == "fixed"
	switch {
	case d["display"] == "none", d["visibility"] == "hidden", d["visibility"] == "collapse", d["content-visibility"] == "hidden":
		return true
	case near(d["opacity"], 0.05), near(d["font-size"], 1), near(d["max-height"], 0), near(d["max-width"], 0), near(d["zoom"], 0.05):
		return true
	case near(d["width"], 0), near(d["height"], 0) && (clipped || apart || d["padding-bottom"] == ""):
		return true
	case (clipped || apart) && (near(d["width"], 1) || near(d["height"], 1)):
		return true
	case clippedAway(d["clip"]), clippedAway(d["clip-path"]), scaledAway(d["transform"]):
		return true
	case d["color"] == "transparent", d["color"] != "" && (d["color"] == d["background"] || d["color"] == d["background-color"]):
		return true
	}
	for _, side := range []string{"left", "right", "top", "bottom", "margin-left", "margin-top", "text-indent"} {
		if far(d[side]) {
			return true
		}
	}
	return false
}

func declarations(css string) map[string]string {
	found := map[string]string{}
	for text := range strings.SplitSeq(strings.ToLower(css[:min(len(css), 4096)]), ";") {
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, "!")
		found[strings.TrimSpace(name)] = strings.Join(strings.Fields(value), "")
	}
	return found
}

var (
	length    = regexp.MustCompile(`^(-?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|vw|vh|%)?$`)
	clipAll   = regexp.MustCompile(`^(?:rect\([01](?:px)?[,)]|inset\((?:[5-9]\d|100)%|circle\(0|polygon\((?:0(?:px|%)?,?)+\))`)
	scaledTo0 = regexp.MustCompile(`scale[xy]?\(0(?:\.0\d*)?[,)]|translate[xy]?\([^)]*-\d{4}`)
)

// near reports a length or a number of at most so much; a percentage of at most
// so many hundredths.
func near(value string, most float64) bool {
	found := length.FindStringSubmatch(value)
	if found == nil {
		return false
	}
	n, err := strconv.ParseFloat(found[1], 64)
	switch found[2] {
	case "%", "vw", "vh":
		n /= 100
		most = min(most, 0.05)
	case "em", "rem", "ex", "ch":
		n *= 16
	}
	return err == nil && n <= most
}

// far reports a length that leads out of any window.
func far(value string) bool {
	found := length.FindStringSubmatch(value)
	if found == nil {
		return false
	}
	n, err := strconv.ParseFloat(found[1], 64)
	switch found[2] {
	case "%", "vw", "vh":
		n *= 10
	case "em", "rem", "ex", "ch":
		n *= 16
	}
	return err == nil && n <= -500
}

func clippedAway(value string) bool { return clipAll.MatchString(value) }

func scaledAway(value string) bool { return scaledTo0.MatchString(value) }

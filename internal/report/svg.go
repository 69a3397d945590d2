package report

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"alex"
)

// SVG draws a chart as one SVG element that needs nothing else: a ring for
// parts of a whole, bars for shares or amounts, bands by age for a fan, and a
// line. It has a role, a title and a description, takes its colors from the
// page where the page names them, and has the same bytes for the same chart.
// A number that cannot be read is refused with its place, as data[i].value.
func SVG(c alex.Chart) (string, error) {
	p, err := newPlot(c)
	if err != nil {
		return "", err
	}
	switch c.Type {
	case alex.Pie:
		return p.ring(), nil
	case alex.Bar:
		return p.bars(), nil
	case alex.Fan, alex.Line:
		return p.bands(), nil
	}
	return "", alex.Invalid("type", "%.30q is not a type of chart", string(c.Type))
}

// drawing gathers SVG elements. Coordinates are written with one decimal.
type drawing struct{ strings.Builder }

func (d *drawing) add(format string, values ...any) { d.WriteString(fmt.Sprintf(format, values...)) }

// open begins the root element. A width of 0 lets the drawing take all the
// width there is, without scaling its text.
func (d *drawing) open(c alex.Chart, description string, width, height float64) {
	if width > 0 {
		d.add(`<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %.0f %.0f" width="%.0f"`, width, height, width)
	} else {
		d.add(`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%%" height="%.0f"`, height)
	}
	d.WriteString(` font-family="system-ui, sans-serif" font-size="13" fill="currentColor">`)
	d.add("<title>%s</title><desc>%s</desc>", escaped(c.Title), escaped(description))
}

func (d *drawing) close() string {
	d.WriteString("</svg>\n")
	return d.String()
}

// label is one line of text; look holds further attributes.
func (d *drawing) label(x, y, look, text string) {
	d.add(`<text x="%s" y="%s"%s>%s</text>`, x, y, look, escaped(text))
}

// rule is a straight line.
func (d *drawing) rule(x1, y1, x2, y2, look string) {
	d.add(`<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="currentColor"%s/>`, x1, y1, x2, y2, look)
}

// box is a filled rectangle.
func (d *drawing) box(x, y, width, height, color, look string) {
	d.add(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"%s/>`, x, y, width, height, color, look)
}

const (
	lookEnd    = ` text-anchor="end"`
	lookMiddle = ` text-anchor="middle"`
	lookStrong = ` font-weight="600"`
	lookQuiet  = ` fill-opacity="0.75"`
	lookFigure = ` style="font-variant-numeric:tabular-nums"`
)

func units(x float64) string   { return fixed(x) }
func percent(x float64) string { return fixed(x) + "%" }

// fixed is a coordinate with one decimal, without a negative zero.
func fixed(x float64) string {
	text := fmt.Sprintf("%.1f", x)
	if text == "-0.0" {
		return "0.0"
	}
	return text
}

func escaped(text string) string {
	return html.EscapeString(strings.Join(strings.Fields(visible(text)), " "))
}

// clipped is text of at most limit characters.
func clipped(text string, limit int) string {
	runes := []rune(strings.TrimSpace(visible(text)))
	if len(runes) <= limit {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:limit-1])) + "…"
}

var hexColor = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// paint is a color as the page names it, else as the chart does. What is no
// color is drawn in that of the text.
func paint(color string) string {
	if !hexColor.MatchString(color) {
		return "currentColor"
	}
	hex := strings.ToLower(color[1:])
	return "var(--c-" + hex + ",#" + hex + ")"
}

package report

import (
	"fmt"
	"math"
)

// The ring and its legend, in units of a view box 420 wide: at 350 pixels the
// text is still 11 pixels high.
const (
	ringWidth  = 420.0
	ringCenter = 98.0
	ringOuter  = 94.0
	ringInner  = 60.0
	legendLeft = 216.0
)

// ring draws parts of a whole as a ring with a legend; with targets, each
// stands beneath its part's name.
func (p *plot) ring() string {
	row := 26.0
	if p.hasTargets() {
		row = 42
	}
	d := &drawing{}
	height := max(2*ringCenter, row*float64(len(p.points))+4)
	d.open(p.chart, p.list(), ringWidth, height)
	p.slices(d)
	d.label(units(ringCenter), units(ringCenter-1), lookMiddle+lookStrong+` font-size="20"`, shortDollars(p.total().Float64()))
	d.label(units(ringCenter), units(ringCenter+18), lookMiddle+lookQuiet, "in all")
	top := max(0, (2*ringCenter-row*float64(len(p.points)))/2)
	for i, at := range p.points {
		at.legend(d, top+row*float64(i))
	}
	return d.close()
}

func (at plotPoint) legend(d *drawing, top float64) {
	d.box(units(legendLeft), units(top+5), "12", "12", at.color, ` rx="2"`)
	d.label(units(legendLeft+20), units(top+16), "", clipped(at.name, 18))
	d.label(units(ringWidth), units(top+16), lookEnd+lookStrong+lookFigure, at.figure())
	if at.target != nil {
		d.label(units(ringWidth), units(top+32), lookEnd+lookQuiet+lookFigure, "target "+shareText(*at.target))
	}
}

func (p *plot) slices(d *drawing) {
	whole := 0.0
	for _, at := range p.points {
		whole += max(0, at.size())
	}
	if whole <= 0 {
		d.add(`<circle cx="%s" cy="%s" r="%s" fill="none" stroke="currentColor" stroke-opacity="0.2" stroke-width="%s"/>`,
			units(ringCenter), units(ringCenter), units((ringOuter+ringInner)/2), units(ringOuter-ringInner))
		return
	}
	from := 0.0
	for _, at := range p.points {
		if at.size() <= 0 {
			continue
		}
		to := from + at.size()/whole
		d.add(`<path d="%s" fill="%s" stroke="var(--paper,#fff)" stroke-width="1.5"/>`, sector(from, to), at.color)
		from = to
	}
}

// sector is the path of a piece of the ring between two fractions of a turn
// from the top, clockwise. It is drawn in two halves, since an arc that ends
// where it begins is not drawn at all.
func sector(from, to float64) string {
	middle := (from + to) / 2
	return fmt.Sprintf("M%s A%s A%s L%s A%s A%s Z",
		onCircle(from, ringOuter), arcTo(middle, ringOuter, 1), arcTo(to, ringOuter, 1),
		onCircle(to, ringInner), arcTo(middle, ringInner, 0), arcTo(from, ringInner, 0))
}

func arcTo(turn, radius float64, clockwise int) string {
	return fmt.Sprintf("%.1f %.1f 0 0 %d %s", radius, radius, clockwise, onCircle(turn, radius))
}

func onCircle(turn, radius float64) string {
	angle := 2 * math.Pi * turn
	return fixed2(ringCenter+radius*math.Sin(angle)) + " " + fixed2(ringCenter-radius*math.Cos(angle))
}

func fixed2(x float64) string { return fmt.Sprintf("%.2f", x) }

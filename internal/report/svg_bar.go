package report

import "alex"

// Bars fill the width there is, in percent of it; text and heights are in
// pixels, so that a phone shows the same size of text as a desk.
const (
	barRow     = 42.0
	barTop     = 22.0
	barHeight  = 10.0
	barNameMax = 34

	// Changes have short figures, and those within the noise a longer one.
	changeNameMax = 38
	noiseNameMax  = 30
)

// bars draws one bar to each point under its name and figure, and a mark
// where its target is. Parts and amounts have the color of the first: their
// names tell them apart, and many colors would only look as if they meant
// something. Differences have their own, and a line where there is none.
func (p *plot) bars() string {
	low, high := 0.0, 0.0
	for _, at := range p.points {
		low, high = min(low, at.size()), max(high, at.size())
		if at.target != nil {
			high = max(high, at.target.Float64())
		}
	}
	if high <= low {
		high = low + 1
	}
	place := func(x float64) float64 { return 100 * (x - low) / (high - low) }
	d := &drawing{}
	d.open(p.chart, p.list(), 0, max(1, float64(len(p.points)))*barRow)
	for i, at := range p.points {
		color := p.points[0].color
		if at.unit == alex.UnitPoints {
			color = at.color
		}
		at.bar(d, barRow*float64(i), color, place)
	}
	if len(p.points) == 0 {
		d.label("0", "16", lookQuiet, "No data")
	}
	return d.close()
}

func (at plotPoint) bar(d *drawing, top float64, color string, place func(float64) float64) {
	limit := barNameMax
	figure := at.figure()
	if at.unit == alex.UnitPoints {
		limit = changeNameMax
	}
	if at.noise {
		limit = noiseNameMax
	}
	if at.target != nil {
		figure += ", target " + shareText(*at.target)
		limit = 22
	}
	d.label("0", units(top+15), "", clipped(at.name, limit))
	d.label("100%", units(top+15), lookEnd+lookStrong+lookFigure, figure)
	if at.unit == alex.UnitPoints {
		zero := percent(place(0))
		d.rule(zero, units(top+barTop-3), zero, units(top+barTop+barHeight+3), ` stroke-opacity="0.6"`)
	}
	left, right := place(min(0, at.size())), place(max(0, at.size()))
	d.box(percent(left), units(top+barTop), percent(right-left), units(barHeight), color, ` rx="2"`)
	if at.target != nil {
		x := percent(place(at.target.Float64()))
		d.rule(x, units(top+barTop-4), x, units(top+barTop+barHeight+4), ` stroke-width="2"`)
	}
}

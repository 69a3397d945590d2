package report

import "strings"

// axis says what the numbers below the field are.
func (p *plot) axis() string {
	if strings.HasSuffix(p.points[0].name, "%") {
		return "of futures pay it in full"
	}
	return "age"
}

// level draws the line to compare with, and its name above it.
func (f *field) level(d *drawing) {
	reference := f.p.chart.Reference
	if reference == nil || len(f.p.points) == 0 {
		return
	}
	y := f.pixel(f.p.reference.Float64())
	d.rule(percent(fieldLeft), units(y), percent(fieldLeft+fieldWidth), units(y), ` stroke-dasharray="5 4"`)
	d.label(percent(fieldLeft+fieldWidth), units(y-6), lookEnd, clipped(reference.Name, 20)+" "+shortDollars(f.p.reference.Float64()))
}

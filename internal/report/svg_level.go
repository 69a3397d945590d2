package report

import "strings"

// axis says what the numbers below the field are.
func (p *plot) axis() string {
	if strings.HasSuffix(p.points[0].name, "%") {
		return "of futures pay it in full"
	}
	return "age"
}

// level draws the line to compare with. Its name stands where a falling curve
// leaves room: right above the line, or left below it.
func (f *field) level(d *drawing) {
	reference := f.p.chart.Reference
	if reference == nil || len(f.p.points) == 0 {
		return
	}
	y := f.pixel(f.p.reference.Float64())
	d.rule(percent(fieldLeft), units(y), percent(fieldLeft+fieldWidth), units(y), ` stroke-dasharray="5 4"`)
	x, look, lift := percent(fieldLeft+fieldWidth), lookEnd, -6.0
	if f.mostlyAbove() {
		x, look, lift = percent(fieldLeft+1), "", 15
	}
	if y+lift > fieldTop+fieldHeight {
		lift = -6
	}
	d.label(x, units(y+lift), look, clipped(reference.Name, 20)+" "+shortDollars(f.p.reference.Float64()))
}

// mostlyAbove reports that most points lie above the line to compare with.
func (f *field) mostlyAbove() bool {
	above := 0
	for _, at := range f.p.points {
		if at.amount.Cmp(f.p.reference) >= 0 {
			above++
		}
	}
	return 2*above > len(f.p.points)
}

package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"alex"
)

// The field of a fan fills the width between the dollar labels on its left and
// the last amounts on its right, in percent; its height is in pixels. Inside, a view box that stretches
// holds the curves, so that lines and labels keep their size at any width.
const (
	fieldLeft   = 14.0
	fieldWidth  = 70.0
	fieldTop    = 34.0
	fieldHeight = 260.0
	fieldUnits  = 1000.0
)

// Places of the percentiles in plotPoint.bands.
const (
	bandP5 = iota
	bandP25
	bandP50
	bandP75
	bandP95
)

// field says where points and dollars lie in the field.
type field struct {
	p         *plot
	at        []float64 // across, 0–1
	low, high float64   // dollars at the bottom and at the top
	peak      float64   // the highest amount, which may lie above the field
}

// bands draws the bands and the middle of a fan, or the line of a line chart.
func (p *plot) bands() string {
	f := p.field()
	d := &drawing{}
	d.open(p.chart, p.story(), 0, fieldTop+fieldHeight+44)
	p.key(d)
	f.grid(d)
	d.add(`<svg x="%s" y="%s" width="%s" height="%s" viewBox="0 0 1000 1000" preserveAspectRatio="none">`,
		percent(fieldLeft), units(fieldTop), percent(fieldWidth), units(fieldHeight))
	f.curves(d)
	d.WriteString("</svg>")
	f.level(d)
	f.names(d)
	f.ends(d)
	return d.close()
}

// field measures the field. Where a few very good futures would press all
// others down to the axis, the outer band is cut off.
func (p *plot) field() *field {
	f := &field{p: p, at: p.across()}
	f.low, f.peak = min(0, p.reference.Float64()), max(0, p.reference.Float64())
	inner := 0.0
	for _, at := range p.points {
		f.low, f.peak, inner = min(f.low, at.low()), max(f.peak, at.high()), max(inner, at.bands[bandP75])
	}
	f.high = f.peak
	if p.chart.Type == alex.Fan && inner > 0 && f.peak > 1.9*inner {
		f.high = 1.6 * inner
	}
	if f.high-f.low < 5 {
		f.high = f.low + 100
	}
	return f
}

func (at plotPoint) low() float64  { return min(at.value, slices.Min(at.bands[:])) }
func (at plotPoint) high() float64 { return max(at.value, slices.Max(at.bands[:])) }

// across places the points by their ages where the names are rising numbers,
// and evenly otherwise.
func (p *plot) across() []float64 {
	ages, numeric := p.ages()
	places := make([]float64, len(p.points))
	last := len(places) - 1
	for i := range places {
		switch {
		case last == 0:
			places[i] = 0.5
		case numeric:
			places[i] = float64(ages[i]-ages[0]) / float64(ages[last]-ages[0])
		default:
			places[i] = float64(i) / float64(last)
		}
	}
	return places
}

func (p *plot) ages() (ages []int, rising bool) {
	for i, at := range p.points {
		age, err := strconv.Atoi(strings.TrimSuffix(at.name, "%"))
		if err != nil || age < 0 || age > 200 || i > 0 && age <= ages[i-1] {
			return nil, false
		}
		ages = append(ages, age)
	}
	return ages, len(ages) > 0
}

// up is the height of an amount in the field, 0 at the bottom and 1 at the top.
func (f *field) up(amount float64) float64 {
	return (amount - f.low) / (f.high - f.low)
}

// pixel is the height of an amount in the whole drawing.
func (f *field) pixel(amount float64) float64 { return fieldTop + fieldHeight*(1-f.up(amount)) }

func (f *field) grid(d *drawing) {
	for _, tick := range ticks(f.low, f.high, 5) {
		y := f.pixel(tick)
		look := ` stroke-opacity="0.14"`
		if tick == 0 {
			look = ` stroke-opacity="0.6"`
		}
		d.rule(percent(fieldLeft), units(y), percent(fieldLeft+fieldWidth), units(y), look)
		d.label(percent(fieldLeft-1.5), units(y+4.5), lookEnd+lookQuiet+lookFigure, shortDollars(tick))
	}
}

func (f *field) curves(d *drawing) {
	if len(f.p.points) == 0 {
		return
	}
	color := f.p.points[0].color
	if f.p.chart.Type == alex.Fan {
		f.area(d, bandP5, bandP95, color, "0.22")
		f.area(d, bandP25, bandP75, color, "0.38")
	}
	middle := f.curve(func(at plotPoint) float64 {
		if f.p.chart.Type == alex.Fan {
			return at.bands[bandP50]
		}
		return at.value
	})
	d.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2.5" stroke-linejoin="round" vector-effect="non-scaling-stroke"/>`,
		strings.Join(middle, " "), color)
}

func (f *field) area(d *drawing, low, high int, color, opacity string) {
	outline := f.curve(func(at plotPoint) float64 { return at.bands[low] })
	top := f.curve(func(at plotPoint) float64 { return at.bands[high] })
	slices.Reverse(top)
	d.add(`<polygon points="%s" fill="%s" fill-opacity="%s"/>`, strings.Join(append(outline, top...), " "), color, opacity)
}

// curve is a line through all points. A single point is drawn as a level line
// from edge to edge.
func (f *field) curve(value func(plotPoint) float64) []string {
	var line []string
	for i, at := range f.p.points {
		y := fixed(fieldUnits * (1 - f.up(value(at))))
		if len(f.p.points) == 1 {
			return []string{"0.0," + y, "1000.0," + y}
		}
		line = append(line, fixed(fieldUnits*f.at[i])+","+y)
	}
	return line
}

// names writes the ages below the field, at most nine of them.
func (f *field) names(d *drawing) {
	y := fieldTop + fieldHeight + 20
	for _, i := range f.named() {
		d.label(percent(fieldLeft+fieldWidth*f.at[i]), units(y), lookMiddle+lookFigure, clipped(f.p.points[i].name, 10))
	}
	if _, numeric := f.p.ages(); numeric {
		d.label(percent(fieldLeft+fieldWidth/2), units(y+20), lookMiddle+lookQuiet, f.p.axis())
	}
	if f.peak > f.high {
		d.label(percent(fieldLeft+1.5), units(fieldTop+16), lookQuiet, "The outer band goes on, up to "+shortDollars(f.peak))
	}
}

// ends writes where the curves end at the right edge, the middle first; what
// would overlap another label or lies outside is left out.
func (f *field) ends(d *drawing) {
	if f.p.chart.Type != alex.Fan || len(f.p.points) == 0 {
		return
	}
	var taken []float64
	last := f.p.points[len(f.p.points)-1]
	for _, band := range []int{bandP50, bandP75, bandP25, bandP95, bandP5} {
		y := f.pixel(last.bands[band])
		crowded := slices.ContainsFunc(taken, func(other float64) bool { return math.Abs(other-y) < 15 })
		if crowded || last.bands[band] > f.high {
			continue
		}
		taken = append(taken, y)
		look := lookQuiet
		if band == bandP50 {
			look = lookStrong
		}
		d.label(percent(fieldLeft+fieldWidth+1.5), units(y+4.5), look+lookFigure, shortDollars(last.bands[band]))
	}
}

func (f *field) named() []int {
	ages, numeric := f.p.ages()
	if !numeric {
		ages = make([]int, len(f.p.points))
		for i := range ages {
			ages[i] = i
		}
	}
	if len(ages) == 0 {
		return nil
	}
	step := 1
	for _, wider := range []int{2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if (ages[len(ages)-1]-ages[0])/step <= 8 {
			break
		}
		step = wider
	}
	var chosen []int
	for i, age := range ages {
		if age%step == 0 || len(ages) == 1 {
			chosen = append(chosen, i)
		}
	}
	return chosen
}

// key explains the bands above the field.
func (p *plot) key(d *drawing) {
	if p.chart.Type != alex.Fan || len(p.points) == 0 {
		return
	}
	color := p.points[0].color
	for i, entry := range []struct{ text, look string }{
		{"Middle future", ""}, {"5 in 10 futures", ` fill-opacity="0.6"`}, {"9 in 10 futures", ` fill-opacity="0.22"`},
	} {
		left := percent([3]float64{0, 31.5, 65.5}[i])
		y, height := "4", "12"
		if i == 0 {
			y, height = "9", "3"
		}
		d.add(`<svg x="%s" y="0" width="34%%" height="22" overflow="visible">`, left)
		d.box("0", y, "14", height, color, entry.look)
		d.label("20", "15", "", entry.text)
		d.WriteString("</svg>")
	}
}

// story says in words what the curves show.
func (p *plot) story() string {
	if p.chart.Type != alex.Fan {
		return p.list()
	}
	if len(p.points) == 0 {
		return "No data."
	}
	first, last := p.points[0], p.points[len(p.points)-1]
	words := func(at plotPoint) string {
		return fmt.Sprintf("at age %s the middle future holds %s, half of the futures hold %s to %s, and nine in ten hold %s to %s",
			at.name, shortDollars(at.bands[bandP50]), shortDollars(at.bands[bandP25]), shortDollars(at.bands[bandP75]),
			shortDollars(at.bands[bandP5]), shortDollars(at.bands[bandP95]))
	}
	return "Balance by age: " + words(first) + "; " + words(last) + "."
}

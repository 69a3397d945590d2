package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"alex"
)

// plot is a chart with its numbers read.
type plot struct {
	chart     alex.Chart
	points    []plotPoint
	reference alex.Money // of a chart that has one
}

type plotPoint struct {
	name, color string
	unit        alex.Unit
	noise       bool
	amount      alex.Money
	value       float64
	share       *alex.Percent
	target      *alex.Percent
	bands       [5]float64 // p5, p25, p50, p75, p95; of a fan
}

func newPlot(c alex.Chart) (*plot, error) {
	p := &plot{chart: c}
	var problems alex.Problems
	for i, at := range c.Data {
		place := fmt.Sprintf("data[%d].", i)
		point := plotPoint{name: at.Name, color: paint(at.Color), share: at.Percentage, target: at.Target, unit: c.Unit, noise: at.Noise}
		point.amount = readAmount(&problems, place+"value", string(at.Value))
		point.value = point.amount.Float64()
		if c.Type == alex.Fan {
			for k, number := range []struct{ name, text string }{
				{"p5", string(at.P5)}, {"p25", string(at.P25)}, {"p50", string(at.P50)}, {"p75", string(at.P75)}, {"p95", string(at.P95)},
			} {
				point.bands[k] = readAmount(&problems, place+number.name, number.text).Float64()
			}
		}
		p.points = append(p.points, point)
	}
	if c.Reference != nil {
		p.reference = readAmount(&problems, "reference.value", string(c.Reference.Value))
	}
	return p, problems.Err()
}

// readAmount reads plain decimal notation, to the cent.
func readAmount(problems *alex.Problems, place, text string) alex.Money {
	number, err := alex.ParseDecimal(text)
	if err != nil {
		problems.Addf(place, "%v", err)
	}
	return alex.Dollars(number)
}

// total is the sum of all amounts.
func (p *plot) total() alex.Money {
	var sum alex.Money
	for _, at := range p.points {
		sum = sum.Add(at.amount)
	}
	return sum
}

// parts reports that the points are parts of a whole.
func (p *plot) parts() bool {
	for _, at := range p.points {
		if at.share == nil {
			return false
		}
	}
	return true
}

func (p *plot) hasTargets() bool {
	for _, at := range p.points {
		if at.target != nil {
			return true
		}
	}
	return false
}

// figure is what stands beside a point: its share, or its amount.
func (at plotPoint) figure() string {
	switch {
	case at.share != nil:
		return shareText(*at.share)
	case at.unit == alex.UnitPoints && at.noise:
		return signedPoints(at.amount) + ", noise"
	case at.unit == alex.UnitPoints:
		return signedPoints(at.amount)
	}
	return at.amount.Text()
}

// signedPoints is a difference of odds in whole points: "+6 points".
func signedPoints(amount alex.Money) string {
	points := alex.Percent{Decimal: amount.Decimal()}
	text := wholePointsText(points)
	switch {
	case points.Round(0).IsZero():
		return text
	case points.Sign() < 0:
		return "−" + text
	default:
		return "+" + text
	}
}

// size is what the length of a bar or the angle of a slice shows.
func (at plotPoint) size() float64 {
	if at.share != nil {
		return at.share.Float64()
	}
	return at.value
}

// shareText is a percentage with two decimals, as charts have it.
func shareText(share alex.Percent) string {
	text := share.Abs().Fixed(2) + "%"
	if share.Round(2).Sign() < 0 {
		return "−" + text
	}
	return text
}

// list names every point with its figure, for those who cannot see the chart.
func (p *plot) list() string {
	words := make([]string, len(p.points))
	for i, at := range p.points {
		words[i] = at.name + " " + at.figure()
		if at.target != nil {
			words[i] += " (target " + shareText(*at.target) + ")"
		}
	}
	if len(words) == 0 {
		return "No data."
	}
	if c := p.chart.Reference; c != nil {
		words = append(words, c.Name+" "+p.reference.Text())
	}
	return strings.Join(words, ", ") + "."
}

// shortDollars is an amount for an axis: "$950", "$1.2M", "−$40K". Three
// figures at most, up to thousands of trillions.
func shortDollars(amount float64) string {
	sign := ""
	if amount < 0 {
		sign, amount = "−", -amount
	}
	unit := 0
	for unit < 4 && math.Round(amount) >= 1000 || unit > 0 && unit < 4 && amount >= 999.5 {
		amount /= 1000
		unit++
	}
	places := 0
	if unit > 0 && amount < 99.95 {
		places = 1
	}
	number := strconv.FormatFloat(amount, 'f', places, 64)
	return sign + "$" + strings.TrimSuffix(number, ".0") + []string{"", "K", "M", "B", "T"}[unit]
}

// ticks are about count round steps within low to high.
func ticks(low, high float64, count int) []float64 {
	step := roundStep((high - low) / float64(count))
	var list []float64
	first := int(math.Ceil(low/step - 1e-9))
	for i := range 2 * count {
		if tick := float64(first+i) * step; tick <= high+step*1e-9 {
			list = append(list, tick)
		}
	}
	return list
}

// roundStep is the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that
// is at least step.
func roundStep(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= step*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

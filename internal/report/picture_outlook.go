package report

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"alex"
	"alex/internal/retirement"
)

// outlook draws the fan, success against income, what changes the odds, and
// what is left at the end.
func (a *artist) outlook(o retirement.Outlook) {
	a.fan(o.Projection.Percentiles)
	a.incomeCurve(o)
	a.tornado(o)
	a.amounts("retirement_ending", "At age {{retirement.horizon_age}} the middle future leaves {{retirement.ending.p50}}, a poor one {{retirement.ending.p10}}",
		"By how many futures were worse; today's money, hypothetical results.", bandPoints(o.Projection.EndingBalance))
}

func (a *artist) fan(ages []retirement.AgeBand) {
	fan := alex.Chart{
		Key: "retirement_fan", Type: alex.Fan,
		Caption: "Balance by age in today's money: the middle future, and bands for half and for nine tenths of the futures. Each age by itself; hypothetical results.",
	}
	for _, at := range ages {
		fan.Data = append(fan.Data, alex.ChartPoint{
			Name: strconv.Itoa(at.Age), Value: number(at.P50), Color: colorOf("retirement", 0),
			P5: number(at.P5), P10: number(at.P10), P25: number(at.P25), P50: number(at.P50), P75: number(at.P75), P90: number(at.P90), P95: number(at.P95),
		})
	}
	a.add(fan, "The plan is paid in full in {{retirement.success}} of the futures, and falls short in {{retirement.failure}}")
}

// incomeCurve draws what a year of spending could be, by the share of the
// futures that pay it in full, beside what is planned.
func (a *artist) incomeCurve(o retirement.Outlook) {
	if o.Projection.SustainableIncome == nil {
		return
	}
	c := alex.Chart{
		Key: "retirement_income", Type: alex.Line,
		Caption:   "Spending a year that was paid in full in at least that share of the futures; today's money, hypothetical results.",
		Reference: &alex.ChartReference{Name: "Planned spending", Value: number(o.Plan.AnnualSpending)},
	}
	for _, at := range curveOf(*o.Projection) {
		c.Data = append(c.Data, alex.ChartPoint{
			Name: rateOf(at.SuccessRate).Fixed(0) + "%", Value: number(Significant(at.Income)), Color: colorOf("retirement", 0),
		})
	}
	a.add(c, "{{retirement.income.p90.year}} a year was paid in full in {{retirement.income.confidence}} of the futures")
}

// curveOf is success against income by rising success; of a projection
// without the curve, the levels that the words tell.
func curveOf(p retirement.Projection) []retirement.CurvePoint {
	points := slices.Clone(p.IncomeCurve)
	if len(points) == 0 {
		income := *p.SustainableIncome
		points = []retirement.CurvePoint{{SuccessRate: 0.50, Income: income.P50}, {SuccessRate: 0.75, Income: income.P75}, {SuccessRate: 0.90, Income: income.P90}, {SuccessRate: 0.95, Income: income.P95}}
	}
	slices.SortStableFunc(points, func(a, b retirement.CurvePoint) int { return cmp.Compare(a.SuccessRate, b.SuccessRate) })
	return points
}

// tornado draws what single changes do to the odds, the largest first; what
// chance alone may do is gray and marked.
func (a *artist) tornado(o retirement.Outlook) {
	list := bySize(o.Projection.Sensitivities)
	if len(list) == 0 || !looked(o) {
		return
	}
	c := alex.Chart{
		Key: "retirement_sensitivities", Type: alex.Bar, Unit: alex.UnitPoints,
		Caption: "Each change alone, over the very same futures, in percentage points of success; gray is within the noise. Hypothetical results.",
	}
	for _, s := range list {
		c.Data = append(c.Data, alex.ChartPoint{
			Name: s.Label, Value: json.Number(deltaOf(s).String()), Color: sensitivityColor(s), Noise: s.WithinNoise,
		})
	}
	title := "{{sensitivity.1.name}}: odds {{sensitivity.1.points}} {{sensitivity.1.direction}}"
	if list[0].WithinNoise {
		title = "No change that was tried moves the odds by more than chance does"
	}
	a.add(c, title)
}

func sensitivityColor(s retirement.Sensitivity) string {
	switch {
	case s.WithinNoise:
		return colorOf("other", 0)
	case s.Delta < 0:
		return colorOf("commodities", 0)
	default:
		return colorOf("retirement", 0)
	}
}

func bandPoints(b retirement.Band) []slice {
	return []slice{
		{name: "5 in 100 worse", value: b.P5},
		{name: "10 in 100 worse", value: b.P10},
		{name: "25 in 100 worse", value: b.P25},
		{name: "50 in 100 worse", value: b.P50},
		{name: "75 in 100 worse", value: b.P75},
		{name: "90 in 100 worse", value: b.P90},
		{name: "95 in 100 worse", value: b.P95},
	}
}

// amounts adds bars that are no parts of a whole.
func (a *artist) amounts(key, title, caption string, bars []slice) {
	c := alex.Chart{Key: key, Type: alex.Bar, Caption: caption}
	for _, bar := range bars {
		c.Data = append(c.Data, alex.ChartPoint{Name: bar.name, Value: number(Significant(bar.value)), Color: colorOf("retirement", 0)})
	}
	a.add(c, title)
}

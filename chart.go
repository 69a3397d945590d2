package alex

import "encoding/json"

// Chart is one picture in the form that Recharts draws. Title states the
// finding; the percentages of Data sum to 100 wherever parts make a whole.
type Chart struct {
	Key     string       `json:"key"`
	Title   string       `json:"title"`
	Caption string       `json:"caption"`
	Type    ChartType    `json:"type"`
	Data    []ChartPoint `json:"data"`

	// Unit is what the values are: dollars where it is empty, else points.
	Unit Unit `json:"unit,omitempty"`

	// Reference is a level to compare the values with, such as what is planned.
	Reference *ChartReference `json:"reference,omitempty"`
}

// ChartReference is a level line with its name; Value is in the chart's unit.
type ChartReference struct {
	Name  string      `json:"name"`
	Value json.Number `json:"value"`
}

// ChartType is how a chart is drawn.
type ChartType string

const (
	Pie  ChartType = "pie"
	Bar  ChartType = "bar"
	Fan  ChartType = "fan"  // percentile bands by age
	Line ChartType = "line" // one value by name
)

// ChartPoint is one slice, bar or year. Numbers are exact JSON numbers.
type ChartPoint struct {
	Name       string      `json:"name"`
	Value      json.Number `json:"value"`
	Percentage *Percent    `json:"percentage,omitempty"`
	Color      string      `json:"color"`

	Target *Percent `json:"target,omitempty"` // beside a percentage, where there are targets
	Noise  bool     `json:"noise,omitempty"`  // a difference that chance alone may make

	// Percentile bands of a fan, in today's dollars.
	P5  json.Number `json:"p5,omitempty"`
	P10 json.Number `json:"p10,omitempty"`
	P25 json.Number `json:"p25,omitempty"`
	P50 json.Number `json:"p50,omitempty"`
	P75 json.Number `json:"p75,omitempty"`
	P90 json.Number `json:"p90,omitempty"`
	P95 json.Number `json:"p95,omitempty"`
}

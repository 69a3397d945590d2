package report_test

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

var hexColor = regexp.MustCompile(`^#[0-9A-F]{6}$`)

// TestChartsOfRandomPortfolios needs no projection, so that it can look at
// many portfolios.
func TestChartsOfRandomPortfolios(t *testing.T) {
	t.Parallel()
	colors := map[string]string{}
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSnapshot(rt)
		in := report.Input{Snapshot: s, Portfolio: alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())}
		for _, c := range chartsOf(rt, in) {
			soundChart(rt, c)
			sameColors(rt, c, colors)
		}
	})
}

func chartsOf(t failer, in report.Input) []alex.Chart {
	t.Helper()
	sheet, err := report.Facts(in)
	if err != nil {
		t.Fatalf("%v", err)
	}
	charts, err := report.Charts(in, sheet)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return charts
}

// soundChart checks the form that Recharts draws, and that parts make 100.00.
func soundChart(t failer, c alex.Chart) {
	t.Helper()
	if c.Key == "" || c.Title == "" || c.Caption == "" || len(c.Data) == 0 || strings.ContainsAny(c.Title, "{}") {
		t.Errorf("chart %s: title %q, caption %q, %d points", c.Key, c.Title, c.Caption, len(c.Data))
	}
	var sum alex.Percent
	shares := 0
	for _, point := range c.Data {
		value, ok := new(big.Rat).SetString(string(point.Value))
		if point.Name == "" || !ok || !hexColor.MatchString(point.Color) {
			t.Errorf("chart %s: %+v", c.Key, point)
		}
		if point.Percentage == nil {
			continue
		}
		shares++
		sum = sum.Add(*point.Percentage)
		if point.Percentage.Sign() < 0 || point.Percentage.Scale() > 2 || value.Sign() < 0 {
			t.Errorf("chart %s: %s is %s%% of the whole", c.Key, point.Name, point.Percentage)
		}
	}
	parts := c.Type == alex.Pie || c.Type == alex.Bar && !strings.HasPrefix(c.Key, "retirement")
	switch {
	case parts && (shares != len(c.Data) || sum.Cmp(alex.DecimalOf(100)) != 0):
		t.Errorf("chart %s: %d of %d points have percentages, which sum to %s", c.Key, shares, len(c.Data), sum)
	case !parts && shares > 0:
		t.Errorf("chart %s is no whole and has percentages", c.Key)
	}
}

// sameColors holds the pictures of closed lists of keys to one color a key.
func sameColors(t failer, c alex.Chart, colors map[string]string) {
	t.Helper()
	if c.Key == "account" {
		return // accounts have no keys, and take turns
	}
	for _, point := range c.Data {
		id := c.Key + "/" + point.Name
		if c.Key == "top_holdings" && point.Name != "Other holdings" && point.Name != "Cash in accounts" {
			id = c.Key
		}
		if first, seen := colors[id]; seen && first != point.Color {
			t.Errorf("%s is %s here and %s elsewhere", id, point.Color, first)
		}
		colors[id] = point.Color
	}
}

func TestRetirementCharts(t *testing.T) {
	t.Parallel()
	in := looked(t)
	found := map[string]alex.Chart{}
	for _, c := range chartsOf(t, in) {
		soundChart(t, c)
		found[c.Key] = c
	}
	fan := found["retirement_fan"]
	if want := in.Outlook.Plan.HorizonAge - in.Outlook.Plan.CurrentAge + 1; len(fan.Data) != want {
		t.Errorf("the fan has %d ages, want %d", len(fan.Data), want)
	}
	for _, at := range fan.Data {
		previous := new(big.Rat)
		for i, text := range []string{string(at.P5), string(at.P10), string(at.P25), string(at.P50), string(at.P75), string(at.P90), string(at.P95)} {
			value, ok := new(big.Rat).SetString(text)
			if !ok || i > 0 && value.Cmp(previous) < 0 {
				t.Errorf("at %s the bands are not in order: %+v", at.Name, at)
				break
			}
			previous = value
		}
	}
	for section, keys := range report.ChartsBySection() {
		for _, key := range keys {
			if _, ok := found[key]; !ok {
				t.Errorf("section %s has no chart %s", section, key)
			}
		}
	}
}

// A plan that withdraws nothing has no income to draw.
func TestChartsWithoutIncome(t *testing.T) {
	t.Parallel()
	in := study(t, couple())
	projection := *in.Outlook.Projection
	projection.SustainableIncome = nil
	in.Outlook.Projection = &projection
	for _, c := range chartsOf(t, in) {
		soundChart(t, c)
		if c.Key == "retirement_income" {
			t.Errorf("drawn without figures: %+v", c)
		}
	}
}

package report

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

func picture(t testing.TB, c alex.Chart) string {
	t.Helper()
	svg, err := SVG(c)
	if err != nil {
		t.Fatal(err)
	}
	soundPicture(t, svg)
	return svg
}

var coordinate = regexp.MustCompile(`^-?\d{1,6}(\.\d{1,2})?%?$`)

// soundPicture fails if a picture is not well-formed, has no name for those
// who listen, or has a coordinate that is no plain number.
func soundPicture(t testing.TB, svg string) {
	t.Helper()
	all := parsed(t, svg)
	root := all[len(all)-1]
	if root.name != "svg" || root.attr["role"] != "img" || len(elementsNamed(all, "title")) != 1 || len(elementsNamed(all, "desc")) != 1 {
		t.Errorf("the picture has no role, title or description: %.300s", svg)
	}
	for _, e := range all {
		for _, name := range []string{"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"} {
			if value, ok := e.attr[name]; ok && !coordinate.MatchString(value) {
				t.Errorf("%s has %s %q", e.name, name, value)
			}
		}
		if width, ok := e.attr["width"]; ok && strings.HasPrefix(width, "-") {
			t.Errorf("%s has the width %q", e.name, width)
		}
		for _, bad := range []string{"NaN", "Inf", "e+"} {
			if strings.Contains(e.attr["d"]+e.attr["points"], bad) {
				t.Errorf("%s has %s in its path", e.name, bad)
			}
		}
	}
}

func TestSVGGolden(t *testing.T) {
	t.Parallel()
	line := alex.Chart{Key: "history", Type: alex.Line, Title: "Value by month", Data: []alex.ChartPoint{
		{Name: "May", Value: "1000", Color: "#0072B2"}, {Name: "June", Value: "1500", Color: "#0072B2"}, {Name: "July", Value: "1250", Color: "#0072B2"},
	}}
	shares := samplePie()
	shares.Type = alex.Bar
	for name, c := range map[string]alex.Chart{
		"pie": samplePie(), "bar": sampleBars(), "bar_with_targets": shares, "fan": sampleFan(12), "line": line,
		"tornado": sampleTornado(), "curve": sampleCurve(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := picture(t, c)
			sameAsGolden(t, "svg/"+name+".svg", []byte(got))
			if again := picture(t, c); again != got {
				t.Error("the same chart gave other bytes")
			}
		})
	}
}

func TestSVGOfEdges(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]alex.ChartPoint{
		"zero":     {Name: "a", Value: "0", Percentage: share("0")},
		"negative": {Name: "a", Value: "-12.50", Percentage: share("-3"), Target: share("5")},
		"huge":     {Name: "a", Value: json.Number(strings.Repeat("9", 38)), Percentage: share("100")},
		"tiny":     {Name: "a", Value: "0.01", Percentage: share("0.01")},
		"nameless": {Value: "5"},
		"long":     {Name: strings.Repeat("Wide name ", 40), Value: "5", Percentage: share("100"), Target: share("250")},
		"colorful": {Name: "a", Value: "5", Color: `red" onload="alert(1)`},
	} {
		at.P5, at.P25, at.P50, at.P75, at.P95 = at.Value, at.Value, at.Value, at.Value, at.Value
		for _, kind := range []alex.ChartType{alex.Pie, alex.Bar, alex.Fan, alex.Line} {
			for _, count := range []int{0, 1, 2, 60} {
				t.Run(fmt.Sprintf("%s %s %d", kind, name, count), func(t *testing.T) {
					t.Parallel()
					c := alex.Chart{Type: kind, Title: name}
					for range count {
						c.Data = append(c.Data, at)
					}
					picture(t, c)
				})
			}
		}
	}
}

func TestSVGShows(t *testing.T) {
	t.Parallel()
	full := samplePie()
	full.Data = full.Data[:1]
	full.Data[0].Percentage, full.Data[0].Target = share("100"), nil
	for _, c := range []struct {
		name  string
		chart alex.Chart
		want  []string
	}{
		{"pie", samplePie(), []string{
			"<title>Stocks: 62.5% of what you own</title>", "Stocks 62.50% (target 60.00%), Bonds 25.00% (target 40.00%), Cash 12.50%.",
			`fill="var(--c-0072b2,#0072b2)"`, ">62.50%</text>", ">target 60.00%</text>", ">$2K</text>",
		}},
		{"a whole ring", full, []string{`d="M98.00 4.00 A94.0 94.0 0 0 1 98.00 192.00 A94.0 94.0 0 0 1 98.00 4.00`}},
		{"bars around zero", sampleBars(), []string{">$92,000</text>", ">−$800.50</text>", `<rect x="0.9%" y="22.0" width="99.1%"`, `<rect x="0.0%" y="64.0" width="0.9%"`}},
		{"tornado", sampleTornado(), []string{
			">+8 points</text>", ">−15 points</text>", ">+1 point, noise</text>", ">under 1 point</text>",
			`<rect x="0.0%" y="64.0" width="65.3%" height="10.0" fill="var(--c-d55e00,#d55e00)"`, `<line x1="65.3%" y1="19.0"`,
		}},
		{"curve far above", lowLevel(), []string{`<text x="15.0%" y="273.1">Planned spending $20K</text>`}},
		{"curve", sampleCurve(), []string{">of futures pay it in full</text>", ">Planned spending $65K</text>", `stroke-dasharray="5 4"`, "95% $55,000, Planned spending $65,000"}},
		{"fan", sampleFan(12), []string{">Middle future</text>", ">60</text>", ">70</text>", ">age</text>", ">$50K</text>", "The outer band goes on, up to $384K"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := picture(t, c.chart)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("the picture lacks %s:\n%s", want, got)
				}
			}
		})
	}
}

// lowLevel is a curve that lies above what it is compared with.
func lowLevel() alex.Chart {
	c := sampleCurve()
	c.Reference.Value = "20000"
	return c
}

func TestFanBandsLieInOrder(t *testing.T) {
	t.Parallel()
	f := mustPlot(t, sampleFan(12)).field()
	for _, at := range f.p.points {
		for k := 1; k < len(at.bands); k++ {
			if f.up(at.bands[k]) <= f.up(at.bands[k-1]) {
				t.Errorf("age %s: band %d does not lie above band %d", at.name, k, k-1)
			}
		}
	}
	if got := f.at[len(f.at)-1]; got != 1 {
		t.Errorf("the last age lies at %v of the width", got)
	}
}

func mustPlot(t testing.TB, c alex.Chart) *plot {
	t.Helper()
	p, err := newPlot(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSVGRefuses(t *testing.T) {
	t.Parallel()
	fan := sampleFan(2)
	fan.Data[1].P75 = ""
	bar := sampleBars()
	bar.Data[0].Value = "NaN"
	for _, c := range []struct {
		name, place string
		chart       alex.Chart
	}{
		{"no such type", "type", alex.Chart{Type: "radar"}},
		{"no number", "data[0].value", bar},
		{"a fan without a band", "data[1].p75", fan},
		{"a level that is no number", "reference.value", alex.Chart{Type: alex.Line, Reference: &alex.ChartReference{Name: "x", Value: "much"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := SVG(c.chart)
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(fmt.Sprint(err), c.place) {
				t.Errorf("got %v, want %s refused", err, c.place)
			}
		})
	}
}

func TestShortDollars(t *testing.T) {
	t.Parallel()
	for amount, want := range map[float64]string{
		0: "$0", 950: "$950", 999.4: "$999", 999.5: "$1K", 1000: "$1K", 1250: "$1.2K", 99_949: "$99.9K", 99_950: "$100K", 999_499: "$999K", 999_500: "$1M",
		1_234_567: "$1.2M", -40_000: "−$40K", 2.5e9: "$2.5B", 7e12: "$7T", 7e15: "$7000T", 0.4: "$0",
	} {
		if got := shortDollars(amount); got != want {
			t.Errorf("%v is %s, want %s", amount, got, want)
		}
	}
}

func TestTicksAreRoundAndWithin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low := -rapid.Float64Range(0, 1e12).Draw(t, "below")
		high := low + rapid.Float64Range(5, 1e13).Draw(t, "height")
		list := ticks(low, high, 5)
		if len(list) < 2 || len(list) > 6 {
			t.Fatalf("%d ticks: %v", len(list), list)
		}
		slack := (list[1] - list[0]) * 1e-6
		if list[0] < low-slack || list[len(list)-1] > high+slack {
			t.Fatalf("%v lie outside %v to %v", list, low, high)
		}
	})
}

func TestBarsKeepProportion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.IntRange(1, 1e9), 1, 60).Draw(t, "amounts")
		c := alex.Chart{Type: alex.Bar}
		most := 0
		for _, a := range amounts {
			c.Data = append(c.Data, alex.ChartPoint{Name: "a", Value: json.Number(strconv.Itoa(a))})
			most = max(most, a)
		}
		svg, err := SVG(c)
		if err != nil {
			t.Fatal(err)
		}
		widths := regexp.MustCompile(`<rect [^>]*width="([\d.]+)%"`).FindAllStringSubmatch(svg, -1)
		for i, a := range amounts {
			if want := fixed(100 * float64(a) / float64(most)); widths[i][1] != want {
				t.Fatalf("bar %d is %s%% wide, want %s%%", i, widths[i][1], want)
			}
		}
	})
}

// FuzzSVG holds that any names and numbers give a well-formed picture without
// broken coordinates, or are refused.
func FuzzSVG(f *testing.F) {
	f.Add("pie", "Stocks", "#0072B2", "12.50", "-1", uint8(3))
	f.Add("fan", "60", "red", "1e5", "0", uint8(1))
	f.Add("bar", "</svg>", `"`, "99999999999999999999999999999999999999", "0.01", uint8(60))
	f.Add("line", "\x00", "#ffffff", "-5", "7", uint8(2))
	f.Fuzz(func(t *testing.T, kind, name, color, one, other string, count uint8) {
		c := alex.Chart{Type: alex.ChartType(kind), Title: name}
		a, b := json.Number(one), json.Number(other)
		for i := range count {
			at := alex.ChartPoint{Name: name + strconv.Itoa(int(i)), Value: a, Color: color, P5: a, P25: b, P50: a, P75: b, P95: a}
			if percentage, err := alex.ParseDecimal(other); err == nil && i%2 == 0 {
				at.Percentage = &alex.Percent{Decimal: percentage}
			}
			c.Data = append(c.Data, at)
			a, b = b, a
		}
		svg, err := SVG(c)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		soundPicture(t, svg)
	})
}

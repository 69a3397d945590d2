package report

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// sameAsGolden compares got with testdata/name; the tests' -update flag writes
// the file anew.
func sameAsGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-update writes it anew):\n%s", file, diff)
	}
}

// element is one element of a parsed page or picture.
type element struct {
	name string
	attr map[string]string
	text string // of itself and all within
}

// parsed reads XML strictly and lists its elements in the order of their ends.
func parsed(t testing.TB, text string) []element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(text))
	var open, done []element
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return done
		}
		if err != nil {
			at := int(decoder.InputOffset())
			t.Fatalf("not well-formed: %v\n%s", err, text[max(0, at-200):at])
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			open = append(open, e)
		case xml.CharData:
			for i := range open {
				open[i].text += string(token)
			}
		case xml.EndElement:
			done = append(done, open[len(open)-1])
			open = open[:len(open)-1]
		}
	}
}

func elementsNamed(all []element, name string) []element {
	var found []element
	for _, e := range all {
		if e.name == name {
			found = append(found, e)
		}
	}
	return found
}

func share(text string) *alex.Percent { return &alex.Percent{Decimal: alex.MustDecimal(text)} }

func samplePie() alex.Chart {
	return alex.Chart{
		Key: "asset_class", Type: alex.Pie, Title: "Stocks: 62.5% of what you own", Caption: "Value by kind.",
		Data: []alex.ChartPoint{
			{Name: "Stocks", Value: "1250.00", Percentage: share("62.5"), Color: "#0072B2", Target: share("60")},
			{Name: "Bonds", Value: "500.00", Percentage: share("25"), Color: "#E69F00", Target: share("40")},
			{Name: "Cash", Value: "250.00", Percentage: share("12.5"), Color: "#56B4E9"},
		},
	}
}

func sampleBars() alex.Chart {
	return alex.Chart{
		Key: "retirement_income", Type: alex.Bar, Title: "What lasts", Caption: "A year.",
		Data: []alex.ChartPoint{
			{Name: "50%", Value: "92000.00", Color: "#0072B2"},
			{Name: "95%", Value: "-800.50", Color: "#0072B2"},
		},
	}
}

// sampleTornado are differences of odds, one of them noise.
func sampleTornado() alex.Chart {
	return alex.Chart{
		Key: "retirement_sensitivities", Type: alex.Bar, Unit: alex.UnitPoints, Title: "What matters", Caption: "In points.",
		Data: []alex.ChartPoint{
			{Name: "Spend 10% less", Value: "8.2", Color: "#0072B2"},
			{Name: "Returns 1 point lower a year", Value: "-15.4", Color: "#D55E00"},
			{Name: "10 points more in stocks", Value: "0.6", Color: "#999999", Noise: true},
			{Name: "Retire 1 year later", Value: "0.4", Color: "#0072B2"},
		},
	}
}

// sampleCurve is income by success beside a level.
func sampleCurve() alex.Chart {
	c := alex.Chart{
		Key: "retirement_income", Type: alex.Line, Title: "What lasts", Caption: "A year.",
		Reference: &alex.ChartReference{Name: "Planned spending", Value: "65000.00"},
	}
	for i := range 10 {
		c.Data = append(c.Data, alex.ChartPoint{Name: strconv.Itoa(5+10*i) + "%", Value: json.Number(strconv.Itoa(145_000 - 10_000*i)), Color: "#0072B2"})
	}
	return c
}

// sampleFan is a fan from age 60 on whose bands double from each to the next.
func sampleFan(ages int) alex.Chart {
	c := alex.Chart{Key: "retirement_fan", Type: alex.Fan, Title: "The plan holds", Caption: "Balance by age."}
	for i := range ages {
		at := func(times int) json.Number { return json.Number(strconv.Itoa(1000 * (i + 1) * times)) }
		c.Data = append(c.Data, alex.ChartPoint{
			Name: strconv.Itoa(60 + i), Value: at(4), Color: "#0072B2",
			P5: at(1), P10: at(1), P25: at(2), P50: at(4), P75: at(8), P90: at(16), P95: at(32),
		})
	}
	return c
}

func sampleReport() alex.Report {
	facts := []alex.Fact{
		{ID: "portfolio.value", Text: "$2,000", Label: "value of everything", Source: "Σ position values", AsOf: "2026-03-10"},
		{ID: "class.equity.percent", Text: "62.5%", Label: "share of stocks", Source: `look-through "by class"`, AsOf: "2026-03-10"},
		{ID: "account.1.name", Text: "Rollover [IRA] *1*", Label: "an account", Source: "your file"},
	}
	return alex.Report{
		AsOf: "2026-03-10", GeneratedBy: GeneratedBy, EngineVersion: "0.1.0", Hash: "abc123", Facts: facts,
		Charts: []alex.Chart{samplePie(), sampleBars(), sampleFan(4)},
		Sections: []alex.Section{
			{Key: "glance", Title: "At a glance", Author: alex.AuthorRules, Template: "You own **{{portfolio.value}}**.\n\n- Stocks: {{class.equity.percent}}\n"},
			{Key: "choices", Title: "Choices to consider", Author: alex.AuthorRules, Template: "- **Look again.** An evening.\n"},
			{Key: "retirement", Title: "Retirement", Author: "openai/gpt", Markdown: "Written with *care*, [as said](https://example.org/a?b=1&c=2)."},
			{Key: "holdings", Title: "What you own", Author: alex.AuthorRules, Template: "| Account | Value |\n|---|---:|\n| {{account.1.name}} | **{{portfolio.value}}** |\n"},
		},
	}
}

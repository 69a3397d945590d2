package agent_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
	"alex/internal/agent"
	"alex/internal/llm"
)

func TestSchemasGolden(t *testing.T) {
	t.Parallel()
	for name, schema := range map[string]json.RawMessage{
		"classification.schema.json": agent.ClassificationSchema(),
		"analysis.schema.json":       llm.Schema[agent.Analysis](),
	} {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, schema, "", "  "); err != nil {
			t.Fatal(err)
		}
		golden(t, name, append(pretty.Bytes(), '\n'))
	}
}

// answered is a sound answer with one change to its text.
func answered(pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(`{
		"rationale": "A fund of large companies of the United States.", "instrumentType": "etf",
		"allocationAssetClass": {"equity": 99.5, "cash": 0.5},
		"allocationRegions": {"north_america": 100},
		"allocationSectors": {"technology": 33.33, "financials": 33.33, "healthcare": 33.33},
		"confidence": 90}`)
}

func classify(answer string) (alex.Instrument, error) {
	c, err := agent.ParseClassification([]byte(answer))
	if err != nil {
		return alex.Instrument{}, err
	}
	return c.Instrument("ABC", "Abc Fund", "a-model", "2026-10-30")
}

func TestClassificationBecomesAnInstrument(t *testing.T) {
	t.Parallel()
	got, err := classify(answered())
	if err != nil {
		t.Fatal(err)
	}
	part := func(text string) alex.Percent { return alex.Percent{Decimal: alex.MustDecimal(text)} }
	want := alex.Instrument{
		Symbol: "ABC", Name: "Abc Fund", Type: alex.ETF, Currency: "USD",
		AssetClasses: alex.ClassAllocation{alex.Equity: part("99.5"), alex.Cash: part("0.5")},
		Regions:      alex.RegionAllocation{alex.NorthAmerica: part("100")},
		Sectors:      alex.SectorAllocation{alex.Technology: part("33.34"), alex.Healthcare: part("33.33"), alex.Financials: part("33.33")},
		Classification: alex.Classification{
			Source: alex.SourceModel, Model: "a-model", Confidence: part("90"), AsOf: "2026-10-30",
			Note: "A fund of large companies of the United States.",
		},
	}
	if diff := cmp.Diff(want, got, byText); diff != "" {
		t.Error(diff)
	}
}

func TestClassificationIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		answer   string
		location string
	}{
		{"a sum of 98.9", answered(`"equity": 99.5`, `"equity": 98.4`), "allocationAssetClass"},
		{"a sum of 101.1", answered(`"north_america": 100`, `"north_america": 100, "asia": 1.1`), "allocationRegions"},
		{"an unknown class", answered(`"equity": 99.5`, `"stocks": 99.5`), "allocationAssetClass.stocks"},
		{"an unknown region", answered(`"north_america": 100`, `"emerging": 100`), "allocationRegions.emerging"},
		{"an unknown sector beside a whole", answered(`"technology": 33.33`, `"technology": 33.33, "oil": 0.01`), "allocationSectors.oil"},
		{"a negative weight", answered(`"equity": 99.5, "cash": 0.5`, `"equity": 150, "cash": -50`), "allocationAssetClass.cash"},
		{"no weights", answered(`{"north_america": 100}`, `{}`), "allocationRegions"},
		{"weights that are null", answered(`{"north_america": 100}`, `null`), "allocationRegions"},
		{"an unknown type", answered(`"etf"`, `"spac"`), "instrumentType"},
		{"confidence past 100", answered(`"confidence": 90`, `"confidence": 900`), "confidence"},
		{"no rationale", answered("A fund of large companies of the United States.", ""), "rationale"},
		{"a long rationale", answered("A fund", strings.Repeat("a fund ", 200)), "rationale"},
		{"a price", answered(`"confidence": 90`, `"confidence": 90, "price": 12.5`), "json"},
		{"a key that comes twice", answered(`"equity": 99.5`, `"equity": 99.5, "equity": 99.5`), "json"},
		{"half a document", answered()[:120], "json"},
		{"prose around it", "Here you are: " + answered(), "json"},
		{"a list", "[" + answered() + "]", "json"},
		{"an exponent", answered(`"equity": 99.5`, `"equity": 1e2`), "json"},
		{"nothing", "", "json"},
		{"null", "null", "rationale"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := classify(c.answer)
			var refused *alex.Error
			if refused, _ = err.(*alex.Error); refused == nil || refused.Code != alex.CodeInvalid { //nolint:errorlint // it is not wrapped
				t.Fatalf("Instrument() = %+v, %v; want a refusal", got, err)
			}
			for _, field := range refused.Fields {
				if field.Location == c.location {
					return
				}
			}
			t.Errorf("refused are %+v, want %s", refused.Fields, c.location)
		})
	}
}

// TestNormalisationMovesAtMostAPoint draws weights whose sum misses 100 a
// little: what comes out sums to 100 and stays near what was said.
func TestNormalisationMovesAtMostAPoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		off := rapid.Int64Range(-200, 200).Draw(rt, "off")
		first := rapid.Int64Range(0, 9000).Draw(rt, "first")
		second := 100_00 + off - first
		weight := func(n int64) alex.Percent {
			return alex.Percent{Decimal: alex.DecimalOf(n).Div(alex.DecimalOf(100), 2)}
		}
		c, err := agent.ParseClassification([]byte(answered()))
		if err != nil {
			rt.Fatal(err)
		}
		c.Regions = alex.RegionAllocation{alex.Europe: weight(first), alex.Asia: weight(second)}
		i, err := c.Instrument("ABC", "", "m", "2026-10-30")
		wanted := off >= -100 && off <= 100 && second <= 100_00
		if (err == nil) != wanted {
			rt.Fatalf("regions %v: %v", c.Regions, err)
		}
		for key, got := range i.Regions {
			if moved := got.Sub(c.Regions[key]).Abs(); moved.Cmp(alex.DecimalOf(1).Add(alex.MustDecimal("0.02"))) > 0 {
				rt.Errorf("%s moved by %s", key, moved)
			}
		}
		if wanted && i.Validate() != nil {
			rt.Errorf("not valid: %v", i.Validate())
		}
	})
}

// TestSchemaIsWhatIsParsed holds the schema's required fields to the answer's.
func TestSchemaIsWhatIsParsed(t *testing.T) {
	t.Parallel()
	var schema struct {
		Required   []string
		Properties map[string]json.RawMessage
	}
	if err := json.Unmarshal(agent.ClassificationSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	c, err := agent.ParseClassification([]byte(answered()))
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := agent.ParseClassification(body)
	if diff := cmp.Diff(c, again, byText); err != nil || diff != "" {
		t.Errorf("the answer changed on the way through JSON: %v, %s", err, diff)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatal(err)
	}
	if len(schema.Required) != len(fields) || schema.Required[0] != "rationale" {
		t.Errorf("required are %v", schema.Required)
	}
	for _, name := range schema.Required {
		if fields[name] == nil || schema.Properties[name] == nil {
			t.Errorf("the schema requires %s, which the answer has not", name)
		}
	}
	if schema.Properties["price"] != nil {
		t.Error("the schema asks for a price")
	}
}

// FuzzClassification feeds what a model may say: it is refused, or gives an
// instrument that may be stored and has no price.
func FuzzClassification(f *testing.F) {
	f.Add(answered())
	f.Add(answered(`"equity": 99.5`, `"equity": 98.6`))
	f.Add(answered(`100`, `"100"`))
	f.Add(`{"allocationAssetClass": {"equity": NaN}}`)
	if golden, err := os.ReadFile("testdata/golden/classification.schema.json"); err == nil {
		f.Add(string(golden))
	}
	f.Fuzz(func(t *testing.T, answer string) {
		i, err := classify(answer)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid && alex.CodeOf(err) != alex.CodeTooLarge {
				t.Errorf("refused as %s: %v", alex.CodeOf(err), err)
			}
			return
		}
		if err := i.Validate(); err != nil || i.Price != nil || !i.Classified() || i.Classification.Source != alex.SourceModel {
			t.Errorf("accepted: %+v, %v", i, err)
		}
	})
}

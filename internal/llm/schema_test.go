package llm_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/llm"
)

type answer struct {
	Why    string                         `json:"why" description:"The reason, first"`
	Kind   alex.InstrumentType            `json:"kind"`
	Parts  map[alex.AssetClass]alex.Money `json:"parts" description:"Dollars by class"`
	Share  alex.Percent                   `json:"share"`
	Ratio  *alex.Decimal                  `json:"ratio,omitempty"`
	Tags   []alex.AccountType             `json:"tags"`
	Nested struct {
		Score int `json:"score" description:"One to ten" jsonschema:"minimum=1,maximum=10"`
	} `json:"nested"`
	Free map[string]bool `json:"free"`
}

func TestSchema(t *testing.T) {
	t.Parallel()
	const money = `{"type":"string","pattern":"^-?[0-9]+(\\.[0-9]{1,2})?$"}`
	want := `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,
		"required":["why","kind","parts","share","tags","nested","free"],
		"properties":{
			"why":{"type":"string","description":"The reason, first"},
			"kind":{"type":"string","enum":["etf","mutual_fund","stock","bond","bond_fund","commodity","reit"]},
			"parts":{"type":"object","description":"Dollars by class","additionalProperties":false,"properties":{
				"equity":` + money + `,"fixed_income":` + money + `,"real_estate":` + money + `,
				"commodities":` + money + `,"cash":` + money + `,"alternatives":` + money + `}},
			"share":{"type":"number","minimum":0,"maximum":100},
			"ratio":{"type":"string","pattern":"^-?[0-9]+(\\.[0-9]+)?$"},
			"tags":{"type":"array","items":{"type":"string","enum":["taxable","tax_deferred","tax_free","cash"]}},
			"nested":{"type":"object","additionalProperties":false,"required":["score"],"properties":{
				"score":{"type":"integer","description":"One to ten","minimum":1,"maximum":10}}},
			"free":{"type":"object","additionalProperties":{"type":"boolean"}}}}`
	if diff := cmp.Diff(decode(t, []byte(want)), decode(t, llm.Schema[answer]())); diff != "" {
		t.Error(diff)
	}
}

func TestSchemaKeepsTheOrderOfFields(t *testing.T) {
	t.Parallel()
	first, second := string(llm.Schema[answer]()), string(llm.Schema[answer]())
	if first != second {
		t.Errorf("two schemas of one type: %s and %s", first, second)
	}
	var ordered struct{ Properties json.RawMessage }
	if err := json.Unmarshal([]byte(first), &ordered); err != nil {
		t.Fatal(err)
	}
	if start := `{"why":`; string(ordered.Properties[:len(start)]) != start {
		t.Errorf("properties begin %.40s", ordered.Properties)
	}
}

// TestKeysAreTheKnownOnes holds the closed lists of the schema to the domain's.
func TestKeysAreTheKnownOnes(t *testing.T) {
	t.Parallel()
	keysAre(t, llm.Schema[alex.ClassAllocation](), alex.Equity.Known(), 6)
	keysAre(t, llm.Schema[alex.RegionAllocation](), alex.Asia.Known(), 9)
	keysAre(t, llm.Schema[alex.SectorAllocation](), alex.Energy.Known(), 18)
}

func keysAre[K ~string](t *testing.T, schema json.RawMessage, known []K, count int) {
	t.Helper()
	var object struct {
		Properties           map[string]json.RawMessage
		AdditionalProperties *bool
	}
	if err := json.Unmarshal(schema, &object); err != nil {
		t.Fatal(err)
	}
	if len(known) != count || len(object.Properties) != count || object.AdditionalProperties == nil || *object.AdditionalProperties {
		t.Errorf("%d known keys, want %d: %s", len(known), count, schema)
	}
	for _, key := range known {
		if object.Properties[string(key)] == nil {
			t.Errorf("no property %s in %s", key, schema)
		}
	}
}

func decode(t *testing.T, data []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return v
}

package retirement

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

func TestShippedAssumptions(t *testing.T) {
	t.Parallel()
	for _, id := range ShippedIDs() {
		set, err := ShippedAssumptions(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if set.ID != id || len(set.Classes) != 6 || set.Name == "" {
			t.Errorf("%s is %q with %d classes", id, set.ID, len(set.Classes))
		}
		for _, class := range alex.AssetClass("").Known() {
			if model, ok := set.Classes[class]; !ok || model.Source == "" {
				t.Errorf("%s: %s has no figures or no source", id, class)
			}
		}
		if set.Inflation.Source == "" {
			t.Errorf("%s: inflation has no source", id)
		}
	}
	if _, err := ShippedAssumptions("../default"); alex.CodeOf(err) != alex.CodeNotFound {
		t.Errorf("an unknown set gives %v", err)
	}
}

func TestDefaultFigures(t *testing.T) {
	t.Parallel()
	want := map[alex.AssetClass][2]string{
		alex.Equity: {"6.7", "16.5"}, alex.FixedIncome: {"4.5", "5.5"}, alex.RealEstate: {"6.5", "19"},
		alex.Commodities: {"4.6", "16"}, alex.Cash: {"3.1", "0.7"}, alex.Alternatives: {"5", "7"},
	}
	set := DefaultAssumptions()
	for class, figures := range want {
		if got := [2]string{set.Classes[class].Compound.String(), set.Classes[class].Volatility.String()}; got != figures {
			t.Errorf("%s is %v, want %v", class, got, figures)
		}
	}
	if got := set.correlation("alternatives", "equity"); got != 0.6 {
		t.Errorf("equity and alternatives correlate by %v, want 0.6", got)
	}
}

// The format that is read is the one that is written.
func TestAssumptionsRoundTrip(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(DefaultAssumptions())
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseAssumptions(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), string(second)); diff != "" {
		t.Error(diff)
	}
}

func TestParseAssumptionsRefuses(t *testing.T) {
	t.Parallel()
	const inflation = `"inflation":{"compound":2,"volatility":1}`
	many := make([]string, 17)
	for i := range many {
		many[i] = `"class` + string(rune('a'+i)) + `":{"compound":1,"volatility":1}`
	}
	tests := []struct{ name, text, field string }{
		{"nothing", ``, "assumptions"},
		{"a list", `[]`, "assumptions"},
		{"broken JSON", `{"id":"x",`, "assumptions"},
		{"text after it", `{"id":"x","classes":{"equity":{"compound":1,"volatility":1}},` + inflation + `} {}`, "assumptions"},
		{"no id", `{"classes":{"equity":{"compound":1,"volatility":1}},` + inflation + `}`, "id"},
		{"no classes", `{"id":"x",` + inflation + `}`, "classes"},
		{"no inflation", `{"id":"x","classes":{"equity":{"compound":1,"volatility":1}}}`, "inflation.compound"},
		{"seventeen classes", `{"id":"x","classes":{` + strings.Join(many, ",") + `},` + inflation + `}`, "classes"},
		{"a bad name", `{"id":"x","classes":{"Big Caps":{"compound":1,"volatility":1}},` + inflation + `}`, "classes.Big Caps"},
		{"both means", `{"id":"x","classes":{"equity":{"compound":1,"arithmetic":2,"volatility":1}},` + inflation + `}`, "classes.equity.compound"},
		{"negative volatility", `{"id":"x","classes":{"equity":{"compound":1,"volatility":-1}},` + inflation + `}`, "classes.equity.volatility"},
		{"absurd mean", `{"id":"x","classes":{"equity":{"compound":101,"volatility":1}},` + inflation + `}`, "classes.equity.compound"},
		{"text for a number", `{"id":"x","classes":{"equity":{"compound":"six","volatility":1}},` + inflation + `}`, "classes.equity.compound"},
		{"unknown field", `{"id":"x","classes":{"equity":{"compound":1,"volatility":1,"skew":2}},` + inflation + `}`, "classes.equity.skew"},
		{"twice", `{"id":"x","id":"y","classes":{"equity":{"compound":1,"volatility":1}},` + inflation + `}`, "id"},
		{"correlation of a stranger", two(`{"equity":{"gold":0.1}}`), "correlations.equity.gold"},
		{"correlation above one", two(`{"equity":{"cash":1.1}}`), "correlations.equity.cash"},
		{"contradiction", two(`{"equity":{"cash":0.1},"cash":{"equity":0.2}}`), "correlations.cash.equity"},
		{"not one with itself", two(`{"equity":{"equity":0.5}}`), "correlations.equity.equity"},
		{"impossible together", two(`{"equity":{"cash":0.9,"inflation":0.9},"cash":{"inflation":-0.9}}`), "correlations"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseAssumptions(strings.NewReader(test.text))
			wantField(t, err, test.field)
		})
	}
}

func two(correlations string) string {
	return `{"id":"x","classes":{"equity":{"compound":6,"volatility":16},"cash":{"compound":3,"volatility":1}},
		"correlations":` + correlations + `,"inflation":{"compound":2,"volatility":1}}`
}

// wantField checks that err refuses exactly that field, among others perhaps.
func wantField(t *testing.T, err error, field string) {
	t.Helper()
	if alex.CodeOf(err) != alex.CodeInvalid {
		t.Fatalf("the error is %v, want one about %s", err, field)
	}
	var invalid *alex.Error
	if !asError(err, &invalid) {
		t.Fatalf("%T is not an *alex.Error", err)
	}
	for _, f := range invalid.Fields {
		if f.Location == field {
			return
		}
	}
	t.Errorf("the error names %v, not %s", invalid.Fields, field)
}

func TestMirroredCorrelationIsAccepted(t *testing.T) {
	t.Parallel()
	set := assumptions(t, two(`{"equity":{"cash":0.1,"equity":1,"inflation":-0.2},"cash":{"equity":0.1}}`))
	if set.correlation("inflation", "equity") != -0.2 || set.correlation("cash", "inflation") != 0 {
		t.Errorf("correlations are %v", set.correlationMatrix())
	}
}

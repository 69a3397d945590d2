package app

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/retirement"
)

const retiree = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"1000000","allocation":{"equity":75,"fixed_income":25},"annualSpending":"40000"}`

// TestProjectIsTheEngines: what is read from files decides the result, and
// nothing else does.
func TestProjectIsTheEngines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	years := "year,equity,fixed_income,inflation\n"
	for _, year := range []string{"1990", "1991", "1992", "1993"} {
		years += year + ",0.1,0.02,0.03\n"
	}
	own, err := retirement.ParseReturns(strings.NewReader(years))
	if err != nil {
		t.Fatal(err)
	}
	cautious, err := retirement.ShippedAssumptions("cautious")
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(7)
	for name, c := range map[string]struct {
		in  Projection
		opt retirement.Options
	}{
		"defaults":    {Projection{}, retirement.Options{}},
		"a set":       {Projection{Assumptions: "cautious", Timing: "end", Detail: "standard", Paths: 1000}, retirement.Options{Assumptions: cautious, Timing: "end", Detail: "standard", Paths: 1000}},
		"own returns": {Projection{Mode: "bootstrap", Returns: write("r.csv", years), Seed: &seed}, retirement.Options{Mode: "bootstrap", Series: &own, Seed: &seed}},
		"compared":    {Projection{Mode: "historical", Against: write("p.json", retiree)}, retirement.Options{Mode: "historical"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.in.Plan = strings.NewReader(retiree)
			out, err := Project(t.Context(), c.in)
			if err != nil {
				t.Fatal(err)
			}
			want, err := retirement.Project(t.Context(), out.Plan, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if a, b := asJSON(t, out.Result), asJSON(t, want); a != b {
				t.Errorf("the result differs: %s", cmp.Diff(b, a))
			}
			if compared := out.Comparison != nil; compared != (c.in.Against != "") || compared && out.Comparison.Delta != 0 {
				t.Errorf("the comparison is %+v", out.Comparison)
			}
		})
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestProjectNamesTheFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   Projection
		want string
		code alex.Code
	}{
		"the plan":       {Projection{Plan: strings.NewReader(`{}`), PlanName: "p.json"}, "the plan p.json: currentAge: is missing", alex.CodeInvalid},
		"standard input": {Projection{Plan: strings.NewReader(`[]`)}, "the plan: plan: is not a JSON object", alex.CodeInvalid},
		"an option":      {Projection{Paths: 1}, "paths: 1 is not between", alex.CodeInvalid},
		"the set":        {Projection{Assumptions: "none"}, "the assumptions none: no such file or directory, and none of the shipped sets default,", alex.CodeInternal},
		"the returns":    {Projection{Mode: "bootstrap", Returns: "none.csv"}, "the returns none.csv: no such file", alex.CodeInternal},
		"a folder":       {Projection{Mode: "bootstrap", Returns: "."}, "the returns .: is a directory", alex.CodeInternal},
		"the other plan": {Projection{Against: "none.json"}, "the plan none.json: no such file", alex.CodeInternal},
	} {
		if c.in.Plan == nil {
			c.in.Plan = strings.NewReader(retiree)
		}
		_, err := Project(t.Context(), c.in)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || alex.CodeOf(err) != c.code {
			t.Errorf("%s: %v (%s), want %s", name, err, alex.CodeOf(err), c.want)
		}
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stored, again string
		want          []ProjectionDifference
	}{
		"the same":          {`{"a":1,"b":[{"c":"x"}]}`, `{"b":[{"c":"x"}],"a":1}`, nil},
		"written otherwise": {`{"a":1.0e2}`, `{"a":100}`, nil},
		"absent and null":   {`{"a":null}`, `{}`, nil},
		"a number":          {`{"a":{"b":1}}`, `{"a":{"b":2}}`, []ProjectionDifference{{"a.b", json.Number("1"), json.Number("2")}}},
		"a text":            {`{"a":["x","y"]}`, `{"a":["x","z"]}`, []ProjectionDifference{{"a[1]", "y", "z"}}},
		"a number as text":  {`{"a":"1"}`, `{"a":1}`, []ProjectionDifference{{"a", "1", json.Number("1")}}},
		"absent":            {`{}`, `{"a":false}`, []ProjectionDifference{{"a", nil, false}}},
		"a shorter list":    {`{"a":[1]}`, `{"a":[1,2]}`, []ProjectionDifference{{"a", "a list of 1", "a list of 2"}}},
		"another shape":     {`{"a":[]}`, `{"a":{}}`, []ProjectionDifference{{"a", []any{}, map[string]any{}}}},
		"a huge number":     {`{"a":1e999}`, `{"a":1e999}`, []ProjectionDifference{{"a", json.Number("1e999"), json.Number("1e999")}}},
	} {
		stored, err := tree([]byte(c.stored))
		again, err2 := tree([]byte(c.again))
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, differences(nil, "", stored, again)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A file that calls itself by a shipped id is not the shipped set.
func TestOwnAssumptionsKeepApart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "mine.json")
	text := `{"id":"default","classes":{"equity":{"compound":1,"volatility":0},"fixed_income":{"compound":1,"volatility":0}},
		"inflation":{"compound":0,"volatility":0}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := Project(t.Context(), Projection{Plan: strings.NewReader(retiree), Assumptions: file, Detail: "full", Paths: retirement.MinPaths})
	if err != nil {
		t.Fatal(err)
	}
	if out.Result.AssumptionSet != "own default" {
		t.Errorf("the set is called %q", out.Result.AssumptionSet)
	}
	shipped := 0
	for _, m := range out.Result.Methods {
		if m.AssumptionSet == "default" {
			shipped++
		}
	}
	if shipped != 1 {
		t.Errorf("the shipped set stands %d times among the methods, want once", shipped)
	}
}

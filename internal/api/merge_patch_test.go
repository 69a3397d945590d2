package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
	"alex/internal/retirement"
)

// TestMergePatch is the table of RFC 7396, appendix A.
func TestMergePatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ document, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"n":0.10000000000000000001}`, `{}`, `{"n":0.10000000000000000001}`},
	} {
		got, err := mergePatch([]byte(c.document), []byte(c.patch))
		if err != nil || string(got) != c.want {
			t.Errorf("%s with %s is %s (%v), want %s", c.document, c.patch, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "{", `{"a":}`} {
		if got, err := mergePatch([]byte(`{}`), []byte(bad)); err == nil {
			t.Errorf("the patch %q gives %s", bad, got)
		}
	}
}

// TestPatchedPlans are what a page changes of a stored plan.
func TestPatchedPlans(t *testing.T) {
	t.Parallel()
	stored, err := retirement.ParsePlan(strings.NewReader(`{"currentAge":60,"retirementAge":65,"horizonAge":95,"balance":"1000000",
		"allocation":{"equity":60,"fixed_income":40},"annualSpending":"40000","partner":{"currentAge":58,"horizonAge":95},
		"incomes":[{"name":"Social Security","annual":"24000","startAge":67}],"withdrawalRule":{"kind":"constant"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for changes, check := range map[string]func(alex.Plan) bool{
		`{}`:                         func(p alex.Plan) bool { return cmp.Equal(p, stored, cmp.Comparer(sameJSON)) },
		`{"annualSpending":"50000"}`: func(p alex.Plan) bool { return p.AnnualSpending.String() == "50000.00" && p.CurrentAge == 60 },
		`{"partner":null}`:           func(p alex.Plan) bool { return p.Partner == nil && len(p.Incomes) == 1 },
		`{"partner":{"currentAge":50}}`: func(p alex.Plan) bool {
			return p.Partner.CurrentAge == 50 && p.Partner.HorizonAge == 95
		},
		`{"balance":null,"accounts":[{"kind":"taxable","balance":"5"}]}`: func(p alex.Plan) bool {
			return p.Balance == nil && len(p.Accounts) == 1
		},
		`{"allocation":{"equity":50,"fixed_income":50}}`: func(p alex.Plan) bool {
			return p.Allocation[alex.Equity].String() == "50"
		},
	} {
		text, err := patched(stored, []byte(changes))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := retirement.ParsePlan(bytes.NewReader(text))
		if err != nil || !check(plan) {
			t.Errorf("%s gives %s (%v)", changes, text, err)
		}
	}
	for _, changes := range []string{`{"annualSpending":null}`, `{"userId":"bob"}`, `{"incomes":{}}`, `{"allocation":{"equity":61}}`} {
		text, err := patched(stored, []byte(changes))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := retirement.ParsePlan(bytes.NewReader(text)); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("%s is taken: %v", changes, err)
		}
	}
}

// sameJSON compares plans as they are stored.
func sameJSON(a, b alex.Plan) bool {
	one, err := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(one, other)
}

// TestMergePatchTwice: what a patch has done, it need not do again.
func TestMergePatchTwice(t *testing.T) {
	t.Parallel()
	value := rapid.Custom(drawJSON)
	rapid.Check(t, func(t *rapid.T) {
		document, patch := encoded(t, value.Draw(t, "document")), encoded(t, value.Draw(t, "patch"))
		once, err := mergePatch(document, patch)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := mergePatch(once, patch)
		if err != nil || string(once) != string(twice) {
			t.Fatal(cmp.Diff(string(once), string(twice)), err)
		}
	})
}

func encoded(t *rapid.T, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func drawJSON(t *rapid.T) any { return drawNested(t, 3) }

func drawNested(t *rapid.T, depth int) any {
	kind := rapid.IntRange(0, 4).Draw(t, "kind")
	if depth == 0 {
		kind %= 3
	}
	switch kind {
	case 0:
		return nil
	case 1:
		return rapid.String().Draw(t, "text")
	case 2:
		return rapid.IntRange(-9, 9).Draw(t, "number")
	case 3:
		return []any{drawNested(t, depth-1)}
	default:
		object := map[string]any{}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3, rapid.ID).Draw(t, "names") {
			object[name] = drawNested(t, depth-1)
		}
		return object
	}
}

func FuzzMergePatch(f *testing.F) {
	f.Add(`{"a":{"b":1}}`, `{"a":{"b":null}}`)
	f.Add(`[]`, `1e400`)
	f.Fuzz(func(t *testing.T, document, patch string) {
		got, err := mergePatch([]byte(document), []byte(patch))
		if err == nil && !json.Valid(got) {
			t.Errorf("%q with %q gives %q", document, patch, got)
		}
	})
}

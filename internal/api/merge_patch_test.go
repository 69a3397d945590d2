package api

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
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

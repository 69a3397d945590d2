package report

import (
	"encoding/json"
	"strings"
	"testing"

	"alex"
)

type letter struct {
	Title string            `json:"title"`
	Parts []letter          `json:"parts"`
	Extra map[string]string `json:"extra"`
}

func TestDecodeStrict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, json string
		limits     JSONLimits
		want       alex.Code
	}{
		{"good", `{"title":"a","parts":[{"title":"b"}],"extra":{"x":"1","y":"2"}} `, JSONLimits{}, ""},
		{"same key in different objects", `{"title":"a","parts":[{"title":"b"},{"title":"c"}]}`, JSONLimits{}, ""},
		{"key twice", `{"title":"a","title":"b"}`, JSONLimits{}, alex.CodeInvalid},
		{"key twice in another case", `{"title":"a","Title":"b"}`, JSONLimits{}, alex.CodeInvalid},
		{"key twice by a long s", `{"parts":[],"partſ":[]}`, JSONLimits{}, alex.CodeInvalid},
		{"key twice deep", `{"parts":[{"extra":{"x":"1","x":"2"}}]}`, JSONLimits{}, alex.CodeInvalid},
		{"key twice by escape", `{"title":"a","t\u0069tle":"b"}`, JSONLimits{}, alex.CodeInvalid},
		{"unknown field", `{"titel":"a"}`, JSONLimits{}, alex.CodeInvalid},
		{"trailing text", `{"title":"a"} {}`, JSONLimits{}, alex.CodeInvalid},
		{"trailing garbage", `{"title":"a"}x`, JSONLimits{}, alex.CodeInvalid},
		{"half a document", `{"title":"a","parts":[`, JSONLimits{}, alex.CodeInvalid},
		{"empty", ``, JSONLimits{}, alex.CodeInvalid},
		{"wrong type", `{"title":1}`, JSONLimits{}, alex.CodeInvalid},
		{"code fence", "```json\n{}\n```", JSONLimits{}, alex.CodeInvalid},
		{"invalid UTF-8", "{\"title\":\"\xff\"}", JSONLimits{}, alex.CodeInvalid},
		{"trailing comma", `{"title":"a",}`, JSONLimits{}, alex.CodeInvalid},
		{"too large", `{"title":"aaaaaaaa"}`, JSONLimits{MaxBytes: 10}, alex.CodeTooLarge},
		{"too deep", `{"parts":[{"parts":[]}]}`, JSONLimits{MaxDepth: 3}, alex.CodeInvalid},
		{"deep enough", `{"parts":[{"parts":[]}]}`, JSONLimits{MaxDepth: 4}, ""},
		{"a bomb", strings.Repeat("[", 100000), JSONLimits{}, alex.CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var into letter
			if err := DecodeStrict([]byte(c.json), &into, c.limits); alex.CodeOf(err) != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func FuzzDecodeStrict(f *testing.F) {
	for _, seed := range []string{`{"title":"a"}`, `{"a":1,"a":2}`, `[[[]]]`, `"x"`, `{"parts":[{}]}`, `{"extra":{"":""}}`, "{", `1e999`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var loose, strict any
		if err := DecodeStrict(data, &strict, JSONLimits{MaxDepth: 16}); err != nil {
			return
		}
		if err := json.Unmarshal(data, &loose); err != nil {
			t.Errorf("%q is accepted, and encoding/json refuses it: %v", data, err)
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"{{a}} is up", "[x](y", "a\n# b\n", "<!--", "t e n", "½", "{{", "ＡＢＣ", "![](", "&#x;"} {
		f.Add(seed)
	}
	sheet, err := NewSheet([]alex.Fact{fact("a", "x")})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range Check(text, CheckContext{Sheet: sheet, Hosts: []string{"a.b"}}) {
			if v.Start < 0 || v.End < v.Start || v.End > len(text) {
				t.Errorf("%+v lies outside %q", v, text)
			}
		}
	})
}

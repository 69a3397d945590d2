package strictjson_test

import (
	"encoding/json"
	"strings"
	"testing"

	"alex"
	"alex/internal/strictjson"
)

type letter struct {
	Title string            `json:"title"`
	Parts []letter          `json:"parts"`
	Extra map[string]string `json:"extra"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, json string
		limits     strictjson.Limits
		want       alex.Code
	}{
		{"good", `{"title":"a","parts":[{"title":"b"}],"extra":{"x":"1","y":"2"}} `, strictjson.Limits{}, ""},
		{"same key in different objects", `{"title":"a","parts":[{"title":"b"},{"title":"c"}]}`, strictjson.Limits{}, ""},
		{"key twice", `{"title":"a","title":"b"}`, strictjson.Limits{}, alex.CodeInvalid},
		{"key twice in another case", `{"title":"a","Title":"b"}`, strictjson.Limits{}, alex.CodeInvalid},
		{"key twice by a long s", `{"parts":[],"partſ":[]}`, strictjson.Limits{}, alex.CodeInvalid},
		{"key twice deep", `{"parts":[{"extra":{"x":"1","x":"2"}}]}`, strictjson.Limits{}, alex.CodeInvalid},
		{"key twice by escape", `{"title":"a","t\u0069tle":"b"}`, strictjson.Limits{}, alex.CodeInvalid},
		{"unknown field", `{"titel":"a"}`, strictjson.Limits{}, alex.CodeInvalid},
		{"trailing text", `{"title":"a"} {}`, strictjson.Limits{}, alex.CodeInvalid},
		{"trailing garbage", `{"title":"a"}x`, strictjson.Limits{}, alex.CodeInvalid},
		{"half a document", `{"title":"a","parts":[`, strictjson.Limits{}, alex.CodeInvalid},
		{"empty", ``, strictjson.Limits{}, alex.CodeInvalid},
		{"wrong type", `{"title":1}`, strictjson.Limits{}, alex.CodeInvalid},
		{"code fence", "```json\n{}\n```", strictjson.Limits{}, alex.CodeInvalid},
		{"invalid UTF-8", "{\"title\":\"\xff\"}", strictjson.Limits{}, alex.CodeInvalid},
		{"trailing comma", `{"title":"a",}`, strictjson.Limits{}, alex.CodeInvalid},
		{"too large", `{"title":"aaaaaaaa"}`, strictjson.Limits{MaxBytes: 10}, alex.CodeTooLarge},
		{"too deep", `{"parts":[{"parts":[]}]}`, strictjson.Limits{MaxDepth: 3}, alex.CodeInvalid},
		{"deep enough", `{"parts":[{"parts":[]}]}`, strictjson.Limits{MaxDepth: 4}, ""},
		{"a bomb", strings.Repeat("[", 100000), strictjson.Limits{}, alex.CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var into letter
			if err := strictjson.Decode([]byte(c.json), &into, c.limits); alex.CodeOf(err) != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"title":"a"}`, `{"a":1,"a":2}`, `[[[]]]`, `"x"`, `{"parts":[{}]}`, `{"extra":{"":""}}`, "{", `1e999`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var loose, strict any
		if err := strictjson.Decode(data, &strict, strictjson.Limits{MaxDepth: 16}); err != nil {
			return
		}
		if err := json.Unmarshal(data, &loose); err != nil {
			t.Errorf("%q is accepted, and encoding/json refuses it: %v", data, err)
		}
	})
}

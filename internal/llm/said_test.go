package llm_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/llm"
)

func TestSaid(t *testing.T) {
	t.Parallel()
	price := llm.ToolCall{ID: "1", Name: "price", Input: json.RawMessage(`{"symbol":"SPY"}`)}
	given := llm.ToolCall{ID: "2", Name: "verdict", Input: json.RawMessage(sound)}
	form := &llm.Answer{Name: "verdict"}
	for _, c := range []struct {
		name   string
		said   llm.Said
		answer *llm.Answer
		want   llm.Response
		fault  llm.Kind
	}{
		{"text", llm.Said{Text: "a"}, nil, llm.Response{Text: "a", Stop: llm.StopEnd}, ""},
		{"the answer's tool", llm.Said{Text: "Here:", Calls: []llm.ToolCall{given}}, form, llm.Response{Text: sound, Stop: llm.StopEnd}, ""},
		{
			"both, tools first",
			llm.Said{Text: "Hm.", Calls: []llm.ToolCall{given, price}},
			form,
			llm.Response{Text: "Hm.", Calls: []llm.ToolCall{price}, Stop: llm.StopTools},
			"",
		},
		{
			"a tool of that name where no answer is wanted",
			llm.Said{Calls: []llm.ToolCall{given}},
			nil,
			llm.Response{Calls: []llm.ToolCall{given}, Stop: llm.StopTools},
			"",
		},
		{"nothing", llm.Said{}, form, llm.Response{}, llm.Malformed},
		{"a replacement character", llm.Said{Text: "a\ufffd"}, nil, llm.Response{}, llm.Malformed},
		{"no UTF-8", llm.Said{Text: "a\xff"}, nil, llm.Response{}, llm.Malformed},
		{"half a character in a document", llm.Said{Text: `{"why":"\ud83d"}`}, form, llm.Response{}, llm.Malformed},
		{"a whole one", llm.Said{Text: `{"why":"\ud83d\ude00"}`}, form, llm.Response{Text: `{"why":"\ud83d\ude00"}`, Stop: llm.StopEnd}, ""},
		{"half of one for a tool", llm.Said{Calls: []llm.ToolCall{{Name: "price", Input: json.RawMessage(`["\udc00"]`)}}}, nil, llm.Response{}, llm.Malformed},
		{"the name of a tool", llm.Said{Calls: []llm.ToolCall{{Name: "\xff"}}}, nil, llm.Response{}, llm.Malformed},
		{"cut short", llm.Said{Text: "a", Ended: llm.Truncated}, nil, llm.Response{}, llm.Truncated},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.said.Tokens = alex.Tokens{Input: 5, Output: -1}
			c.want.Tokens = alex.Tokens{Input: 5}
			got, err := c.said.Response(llm.Request{Answer: c.answer})
			if diff := cmp.Diff(c.want, got); diff != "" || llm.KindOf(err) != c.fault {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestInputs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		`{ "a" : 1 }`: {`{"a":1}`, `{"a":1}`}, "": {`{}`, `{}`}, `[1]`: {`[1]`, `{}`}, `null`: {`null`, `{}`},
		`{"a": `: {`"{\"a\": "`, `{}`}, "\xff": {`"\ufffd"`, `{}`},
	} {
		input := llm.JSONInput(text)
		if got := [2]string{string(input), string(llm.ObjectInput(input))}; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzSaid(f *testing.F) {
	for _, seed := range []string{sound, `{"a":"\ud83d"}`, "a\xff", `"`, "", `{"a":1}{`} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, text, input string) {
		said := llm.Said{Text: text, Calls: []llm.ToolCall{{Name: "t", Input: llm.JSONInput(input)}}}
		got, err := said.Response(llm.Request{Answer: &llm.Answer{Name: "other"}})
		if err != nil {
			return
		}
		body, err := json.Marshal(got)
		if err != nil {
			t.Fatalf("what was said cannot be written: %v", err)
		}
		var back llm.Response
		if err := json.Unmarshal(body, &back); err != nil || back.Text != got.Text {
			t.Errorf("%q came back as %q: %v", got.Text, back.Text, err)
		}
	})
}

func TestPortable(t *testing.T) {
	t.Parallel()
	type inner struct {
		Score int `json:"score" jsonschema:"minimum=1,maximum=10" description:"One to ten"`
	}
	type outer struct {
		Why   string                       `json:"why" jsonschema:"minLength=2,maxLength=400"`
		Parts map[alex.Region]alex.Percent `json:"parts"`
		List  []inner                      `json:"list" jsonschema:"minItems=1,maxItems=3"`
		Free  map[string]int               `json:"free"`
		Cash  alex.Money                   `json:"cash"`
	}
	got := string(llm.Portable(llm.Schema[struct {
		Why   string  `json:"why" jsonschema:"minLength=2,maxLength=400"`
		Score []inner `json:"list" jsonschema:"minItems=1,maxItems=3"`
		Cash  alex.Money
	}]()))
	want := `{"properties":{"why":{"type":"string","description":"(characters at least 2, characters at most 400)"},` +
		`"list":{"items":{"properties":{"score":{"type":"integer","description":"One to ten (minimum 1, maximum 10)"}},` +
		`"additionalProperties":false,"type":"object","required":["score"]},"type":"array","description":"(items at least 1, items at most 3)"},` +
		`"Cash":{"type":"string","pattern":"^-?[0-9]+(\\.[0-9]{1,2})?$"}},"additionalProperties":false,"type":"object","required":["why","list","Cash"]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var whole any
	if err := json.Unmarshal(llm.Portable(llm.Schema[outer]()), &whole); err != nil {
		t.Error(err)
	}
	if got := llm.Portable(json.RawMessage("no schema")); string(got) != "no schema" {
		t.Errorf("%s", got)
	}
}

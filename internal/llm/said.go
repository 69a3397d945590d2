package llm

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"alex"
)

// Said is what an adapter read, before it is a Response.
type Said struct {
	Text   string
	Calls  []ToolCall // the answer's own tool among them
	Tokens alex.Tokens
	Ended  Kind // Truncated or Refused; "" where the model was done
}

// Response is what was said in answer to r. A model that calls tools waits for
// them, also where it gave its answer in the same breath; one that calls the
// answer's tool is done. A fault comes with the tokens that were charged.
func (s Said) Response(r Request) (Response, error) {
	spent := Response{Tokens: counted(s.Tokens)}
	if s.Ended != "" {
		return spent, &Fault{Kind: s.Ended}
	}
	text, calls := s.Text, s.Calls
	if r.Answer != nil {
		text, calls = answered(text, calls, r.Answer.Name)
	}
	if text == "" && len(calls) == 0 {
		return spent, &Fault{Kind: Malformed, Detail: "an empty answer"}
	}
	if !readable(text, calls) || r.Answer != nil && !soundJSON(json.RawMessage(text)) {
		return spent, &Fault{Kind: Malformed, Detail: "text that is not Unicode"}
	}
	spent.Text, spent.Calls, spent.Stop = text, calls, StopEnd
	if len(calls) > 0 {
		spent.Stop = StopTools
	}
	return spent, nil
}

// answered takes the call of the answer's tool out of calls: its input is the
// text, unless the model waits for others.
func answered(text string, calls []ToolCall, name string) (string, []ToolCall) {
	var others []ToolCall
	answer := ""
	for _, call := range calls {
		if call.Name == name {
			answer = string(call.Input)
		} else {
			others = append(others, call)
		}
	}
	if answer != "" && len(others) == 0 {
		text = answer
	}
	return text, others
}

// counted has no negative numbers in it.
func counted(t alex.Tokens) alex.Tokens {
	return alex.Tokens{
		Input: believed(t.Input), Output: believed(t.Output), CacheRead: believed(t.CacheRead), CacheWrite: believed(t.CacheWrite),
	}
}

// readable refuses invalid UTF-8 and U+FFFD, which decoders put in place of it
// and of lone surrogates.
func readable(text string, calls []ToolCall) bool {
	if !sound(text) {
		return false
	}
	for _, call := range calls {
		if !sound(call.ID) || !sound(call.Name) || !soundJSON(call.Input) {
			return false
		}
	}
	return true
}

func sound(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, utf8.RuneError)
}

// soundJSON is sound for each string of a document.
func soundJSON(document json.RawMessage) bool {
	if !utf8.Valid(document) {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return true // the end, or no JSON: whoever runs the tool refuses that
		}
		if text, ok := token.(string); ok && !sound(text) {
			return false
		}
	}
}

// JSONInput is the input of a tool as a provider wrote it, on one line: any
// JSON. What is none becomes a string of it, which the tool refuses.
func JSONInput(text string) json.RawMessage {
	if text == "" {
		return json.RawMessage("{}")
	}
	var compact bytes.Buffer
	if json.Compact(&compact, []byte(text)) == nil {
		return compact.Bytes()
	}
	quoted, _ := json.Marshal(text) // of a string it cannot fail
	return quoted
}

// ObjectInput is the input of a call to be sent back to providers that take
// only objects.
func ObjectInput(input json.RawMessage) json.RawMessage {
	if trimmed := bytes.TrimSpace(input); len(trimmed) > 0 && trimmed[0] == '{' && json.Valid(trimmed) {
		return trimmed
	}
	return json.RawMessage("{}")
}

// mostTokens is more than any one call reads or writes.
const mostTokens = 10_000_000

// believed is a count as a provider gives it, within what can be.
func believed(tokens int) int { return min(max(0, tokens), mostTokens) }

package fake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// NewFaulty serves OpenAI's chat completions and commits one fault, by its name
// in Faults, at every call. Put it below the openai adapter. Sound is the answer
// to a request's body that a model without a fault would give: the text, or the
// JSON of a structured answer. An unknown fault fails every call.
//
// What waits does so until the request's context ends.
func NewFaulty(fault string, sound func(requestBody []byte) (text string)) http.RoundTripper {
	for _, f := range faults() {
		if f.name == fault {
			return &faulty{f.commit, sound}
		}
	}
	return &faulty{func(question) (*http.Response, error) { return nil, fmt.Errorf("no fault is called %q", fault) }, sound}
}

// Faults are the names of all faults: of the connection, of HTTP, of the form
// of an answer, and of what it says.
func Faults() []string {
	var names []string
	for _, f := range faults() {
		names = append(names, f.name)
	}
	return names
}

type faulty struct {
	commit act
	sound  func([]byte) string
}

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body) // of a buffer of the adapter's
		_ = r.Body.Close()
	}
	q := question{Request: r, sound: f.sound(body)}
	if err := json.Unmarshal(body, &q.asked); err != nil {
		return nil, fmt.Errorf("the request is no JSON: %w", err)
	}
	return f.commit(q)
}

// act is what becomes of a question.
type act func(question) (*http.Response, error)

// question is one request, as far as faults look at it.
type question struct {
	*http.Request

	sound string
	asked struct {
		Messages []struct {
			Role    string
			Content json.RawMessage
		}
		Tools []struct {
			Function struct{ Name string }
		}
		ToolChoice json.RawMessage `json:"tool_choice"`
	}
}

// said is the text of the last message of a role.
func (q question) said(role string) string {
	text := ""
	for _, m := range q.asked.Messages {
		if m.Role == role {
			_ = json.Unmarshal(m.Content, &text)
		}
	}
	return text
}

// answersTool is the tool that a forced answer goes to; it comes last.
func (q question) answersTool() string {
	if len(q.asked.ToolChoice) == 0 || len(q.asked.Tools) == 0 {
		return ""
	}
	return q.asked.Tools[len(q.asked.Tools)-1].Function.Name
}

// tool is one that the model may call.
func (q question) tool() string {
	if len(q.asked.Tools) == 0 {
		return "look_up"
	}
	return q.asked.Tools[0].Function.Name
}

// answeredTools reports that the last message is what a tool came to.
func (q question) answeredTools() bool {
	n := len(q.asked.Messages)
	return n > 0 && q.asked.Messages[n-1].Role == "tool"
}

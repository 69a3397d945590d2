package fake

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"alex/internal/llm"
)

// Step is one answer of a script.
type Step func(llm.Request) (llm.Response, error)

// Scripted is a model that answers step by step and keeps what it was asked. It
// is safe for concurrent use. Past its last step it is a *llm.Fault of kind
// Rejected.
type Scripted struct {
	name string

	mu    sync.Mutex
	steps []Step
	asked []llm.Request
}

// NewScripted is a model of that name, as provider:model.
func NewScripted(name string, steps ...Step) *Scripted { return &Scripted{name: name, steps: steps} }

// Model is its name.
func (s *Scripted) Model() string { return s.name }

// Complete takes the next step.
func (s *Scripted) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	if err := ctx.Err(); err != nil {
		return llm.Response{}, llm.Broken(ctx, err)
	}
	s.mu.Lock()
	s.asked = append(s.asked, r)
	var step Step
	if len(s.steps) > 0 {
		step, s.steps = s.steps[0], s.steps[1:]
	}
	s.mu.Unlock()
	if step == nil {
		return llm.Response{}, &llm.Fault{Kind: llm.Rejected, Detail: "the script is over"}
	}
	return step(r)
}

// Asked are the requests so far, in their order.
func (s *Scripted) Asked() []llm.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Say answers with a text.
func Say(text string) Step {
	return func(llm.Request) (llm.Response, error) { return llm.Response{Text: text, Stop: llm.StopEnd}, nil }
}

// Call calls a tool.
func Call(id, name, input string) Step {
	return func(llm.Request) (llm.Response, error) {
		call := llm.ToolCall{ID: id, Name: name, Input: json.RawMessage(input)}
		return llm.Response{Calls: []llm.ToolCall{call}, Stop: llm.StopTools}, nil
	}
}

// Fail is a fault.
func Fail(kind llm.Kind) Step {
	return func(llm.Request) (llm.Response, error) { return llm.Response{}, &llm.Fault{Kind: kind} }
}

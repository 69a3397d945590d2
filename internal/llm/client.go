package llm

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"alex"
)

// Client asks one model. An error is a *Fault, or that ctx has ended; of the
// Response beside it only Tokens and Cost count: what was charged for nothing.
// It is safe for concurrent use.
type Client interface {
	// Model names who answers, as provider:model.
	Model() string
	Complete(ctx context.Context, r Request) (Response, error)
}

// Request is one question to a model.
type Request struct {
	System   string
	Messages []Message
	Tools    []Tool  // it may call
	Answer   *Answer // the structured answer that is wanted; nil wants text

	MaxTokens int // that it may write; 0 is DefaultTokens
}

// DefaultTokens is the most that a model may write where a Request does not say.
const DefaultTokens = 4096

// Most is the most tokens that the model may write.
func (r Request) Most() int {
	if r.MaxTokens > 0 {
		return r.MaxTokens
	}
	return DefaultTokens
}

// Choosing is the tools that a model chooses from: its own, and that of a
// forced answer.
func (r Request) Choosing() []Tool {
	if r.Answer == nil || !r.Answer.Forced {
		return r.Tools
	}
	answer := Tool{Name: r.Answer.Name, Description: r.Answer.Description, Schema: r.Answer.Schema}
	return append(slices.Clip(r.Tools), answer)
}

// Role is who speaks in a message.
type Role string

// Who speaks.
const (
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one turn: text, tools that the assistant calls, or what came of
// the calls before it (in a user's turn).
type Message struct {
	Role    Role
	Text    string
	Calls   []ToolCall
	Results []ToolResult
}

// Tool is what a model may call. Schema is the JSON Schema of its input, an
// object.
type Tool struct {
	Name        string
	Description string
	Schema      json.RawMessage
}

// ToolCall is a model's wish to have a tool run. Input may be any JSON, or none:
// whoever runs it decodes it as a stranger's.
type ToolCall struct {
	ID    string
	Name  string
	Input json.RawMessage
}

// ToolResult is what a call came to.
type ToolResult struct {
	CallID string
	Text   string
	Failed bool
}

// Answer is the form that an answer must have. Forced asks for it as the call
// of a tool, for models that know no other way.
type Answer struct {
	Name        string // letters, digits and underscores
	Description string
	Schema      json.RawMessage
	Forced      bool
}

// Stop says why a model stopped. A refusal, and an answer that was cut short,
// are faults and never reach a Response.
type Stop string

// Why a model stopped.
const (
	StopEnd   Stop = "end"
	StopTools Stop = "tools" // it waits for what its calls come to
)

// Response is what a model said. Text is the JSON of the structured answer
// where one was asked for and the model is done.
type Response struct {
	Text    string
	Calls   []ToolCall
	Stop    Stop
	Tokens  alex.Tokens
	Cost    alex.Cost     // filled in by Priced
	Latency time.Duration // to the first byte; 0 where it is not known
}

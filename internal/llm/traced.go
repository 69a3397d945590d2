package llm

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"alex"
	"alex/internal/telemetry"
)

// Prompt is which text a model was asked with, as LangFuse links it.
type Prompt struct {
	Name    string
	Version int
	Hash    string // of its text
}

// Traced records each call as a generation: model, tokens, cost and prompt, in
// the attributes that LangFuse and OpenTelemetry's conventions for generative
// AI read, and what was asked and said unless telemetry.WithoutText. A call
// that failed has level ERROR and the kind of its fault.
func Traced(c Client, p Prompt) Client { return &traced{c, p} }

type traced struct {
	Client
	prompt Prompt
}

func (c *traced) Complete(ctx context.Context, r Request) (Response, error) {
	began := time.Now()
	ctx, span := telemetry.Begin(ctx, telemetry.ObserveGeneration, "chat "+c.Model(), c.asked(r)...)
	recording := span.IsRecording() && telemetry.Recording(ctx)
	if recording {
		span.SetAttributes(attribute.String(telemetry.KeyInput, spoken(r)))
	}
	response, err := c.Client.Complete(ctx, r)
	span.SetAttributes(answeredAttributes(response)...)
	if response.Latency > 0 {
		first := began.Add(response.Latency).UTC().Format(time.RFC3339Nano)
		span.SetAttributes(attribute.String(telemetry.KeyCompletionStart, first))
	}
	if recording && err == nil {
		span.SetAttributes(attribute.String(telemetry.KeyOutput, replied(response)))
	}
	finish(span, err)
	return response, err
}

func (c *traced) asked(r Request) []attribute.KeyValue {
	provider, model, _ := strings.Cut(c.Model(), ":")
	form := "text"
	switch {
	case r.Answer != nil && r.Answer.Forced:
		form = "tool"
	case r.Answer != nil:
		form = "json_schema"
	}
	return []attribute.KeyValue{
		attribute.String(telemetry.KeyModel, model),
		attribute.String(telemetry.KeyModelParameters, object(map[string]any{"max_tokens": r.Most(), "answer": form})),
		attribute.String(telemetry.KeyPromptName, c.prompt.Name),
		attribute.Int(telemetry.KeyPromptVersion, c.prompt.Version),
		attribute.String(telemetry.KeyPromptHash, c.prompt.Hash),
		attribute.String("gen_ai.operation.name", "chat"),
		attribute.String("gen_ai.provider.name", conventional(provider)),
		attribute.String("gen_ai.request.model", model),
		attribute.Int("gen_ai.request.max_tokens", r.Most()),
	}
}

// conventional is a provider by its name in OpenTelemetry's conventions.
func conventional(provider string) string {
	if provider == "bedrock" {
		return "aws.bedrock"
	}
	return provider
}

func answeredAttributes(r Response) []attribute.KeyValue {
	t := r.Tokens
	list := append(telemetry.Usage(t, r.Cost),
		attribute.Int("gen_ai.usage.input_tokens", t.Input+t.CacheRead+t.CacheWrite),
		attribute.Int("gen_ai.usage.output_tokens", t.Output))
	if r.Stop != "" {
		list = append(list, attribute.StringSlice("gen_ai.response.finish_reasons", []string{string(r.Stop)}))
	}
	return list
}

func finish(span trace.Span, err error) {
	outcome := alex.OutcomeOK
	if kind := KindOf(err); kind != "" {
		outcome = string(kind)
		span.SetAttributes(attribute.String("error.type", outcome))
	} else if err != nil {
		outcome = GivenUp
	}
	span.SetAttributes(attribute.String(telemetry.KeyOutcome, outcome))
	telemetry.End(span, err)
}

// turn is a message as LangFuse shows it.
type turn struct {
	Role    string     `json:"role"`
	Content string     `json:"content,omitempty"`
	Calls   []ToolCall `json:"tool_calls,omitempty"`
	CallID  string     `json:"tool_call_id,omitempty"`
}

func spoken(r Request) string {
	var turns []turn
	if r.System != "" {
		turns = append(turns, turn{Role: "system", Content: r.System})
	}
	for _, m := range r.Messages {
		for _, result := range m.Results {
			turns = append(turns, turn{Role: "tool", Content: result.Text, CallID: result.CallID})
		}
		if m.Text != "" || len(m.Calls) > 0 {
			turns = append(turns, turn{Role: string(m.Role), Content: m.Text, Calls: m.Calls})
		}
	}
	return object(turns)
}

func replied(r Response) string {
	return object(turn{Role: string(Assistant), Content: r.Text, Calls: r.Calls})
}

// object is v as JSON text, which is how LangFuse reads details.
func object(v any) string {
	body, err := json.Marshal(v)
	if err != nil { // an input that is no JSON
		return "{}"
	}
	return string(body)
}

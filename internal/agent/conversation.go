package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go.opentelemetry.io/otel/attribute"

	"alex"
	"alex/internal/llm"
	"alex/internal/telemetry"
)

// maxAnswer is how many tokens one answer may have.
const maxAnswer = 4096

// mostRetries is how often an answer that breaks the rules goes back.
const mostRetries = 2

// tool is what a model may call, and what runs then. An error's text goes to
// the model.
type tool struct {
	llm.Tool
	run func(ctx context.Context, input json.RawMessage) (string, error)
}

// conversation is one piece of work with a model: it calls tools until it
// answers, and answers again, at most twice, where the answer breaks a rule.
type conversation struct {
	client llm.Client
	prompt Prompt
	answer llm.Answer
	tools  []tool
	limits Limits
}

// refusals are what the answers of a conversation broke, and how often one went
// back.
type refusals struct {
	retries    int
	violations []alex.Violation // of all answers that went back
}

// hold asks, and gives each answer to read, which says what is wrong with it.
// It ends when nothing is. The error is a *llm.Fault, or that ctx has ended;
// the last answer that broke a rule is Misshapen.
func (c conversation) hold(ctx context.Context, ask string, read func(answer []byte) []alex.Violation) (r refusals, err error) {
	request := llm.Request{
		System: c.prompt.Text, Messages: []llm.Message{{Role: llm.User, Text: ask}},
		Answer: &c.answer, MaxTokens: maxAnswer,
	}
	for _, t := range c.tools {
		request.Tools = append(request.Tools, t.Tool)
	}
	calls := 0
	for range c.limits.Turns {
		response, err := c.client.Complete(ctx, request)
		wrong := []alex.Violation{}
		switch {
		case llm.KindOf(err).Spoken():
			wrong = append(wrong, misshapen(llm.KindOf(err)))
		case err != nil:
			return r, err
		case len(response.Calls) > 0 && len(c.tools) == 0:
			wrong = append(wrong, alex.Violation{Rule: "structure", Text: "calls a tool, and there is none"})
		case len(response.Calls) > 0:
			if calls += len(response.Calls); calls > c.limits.Calls {
				return r, &llm.Fault{Kind: llm.Runaway, Detail: "calls tools without end"}
			}
			request.Messages = append(request.Messages, c.called(ctx, response)...)
			continue
		default:
			wrong = c.judged(ctx, response.Text, read)
		}
		if len(wrong) == 0 {
			return r, nil
		}
		r.violations = append(r.violations, wrong...)
		if r.retries == mostRetries {
			return r, &llm.Fault{Kind: llm.Misshapen, Detail: "the text breaks a rule for the third time"}
		}
		r.retries++
		request.Messages = append(request.Messages, returned(response.Text, wrong)...)
	}
	return r, &llm.Fault{Kind: llm.Runaway, Detail: "comes to no end"}
}

// misshapen is what is wrong with an answer that cannot be read.
func misshapen(kind llm.Kind) alex.Violation {
	text := "cannot be read"
	if kind == llm.Truncated {
		text = "was cut short at the most tokens; be briefer"
	}
	return alex.Violation{Rule: "structure", Text: text}
}

// judged is what is wrong with an answer, on the trace as the work of a
// guardrail.
func (c conversation) judged(ctx context.Context, text string, read func([]byte) []alex.Violation) []alex.Violation {
	_, span := telemetry.Begin(ctx, telemetry.ObserveGuardrail, "🛡️ Checks")
	wrong := read([]byte(text))
	outcome := alex.OutcomeOK
	if len(wrong) > 0 {
		outcome = "refused"
	}
	span.SetAttributes(attribute.Int("alex.violations", len(wrong)), attribute.String("alex.rules", rulesOf(wrong)),
		attribute.String(telemetry.KeyOutcome, outcome))
	telemetry.End(span, nil)
	return wrong
}

func rulesOf(list []alex.Violation) string {
	var rules []string
	for _, v := range list {
		rules = append(rules, v.Rule)
	}
	return strings.Join(rules, " ")
}

// called runs the tools that a response calls.
func (c conversation) called(ctx context.Context, response llm.Response) []llm.Message {
	results := make([]llm.ToolResult, len(response.Calls))
	for i, call := range response.Calls {
		text, err := c.run(ctx, call)
		results[i] = llm.ToolResult{CallID: call.ID, Text: text, Failed: err != nil}
		if err != nil {
			results[i].Text = err.Error()
		}
	}
	return []llm.Message{
		{Role: llm.Assistant, Text: response.Text, Calls: response.Calls},
		{Role: llm.User, Results: results},
	}
}

func (c conversation) run(ctx context.Context, call llm.ToolCall) (text string, err error) {
	name := "unknown"
	for _, t := range c.tools {
		if t.Name == call.Name {
			name = t.Name
		}
	}
	ctx, span := telemetry.Begin(ctx, telemetry.ObserveTool, "🔧 "+name, attribute.String(telemetry.KeyTool, name))
	defer func() {
		if err == nil {
			span.SetAttributes(attribute.String(telemetry.KeyOutcome, alex.OutcomeOK))
		}
		telemetry.End(span, shown(ctx, err))
	}()
	for _, t := range c.tools {
		if t.Name == call.Name {
			return t.run(ctx, call.Input)
		}
	}
	return "", fmt.Errorf("there is no such tool")
}

// shown is an error of a tool as its span may have it: its text quotes what the
// model sent.
func shown(ctx context.Context, err error) error {
	if err == nil || telemetry.Recording(ctx) {
		return err
	}
	return errors.New("the tool refused what it was sent")
}

// returned gives an answer back with what is wrong with it.
func returned(text string, wrong []alex.Violation) []llm.Message {
	const most = 12
	lines := []string{"Code refuses this answer. Mend what follows and answer once more, whole:"}
	for i, v := range wrong {
		if i == most {
			break
		}
		lines = append(lines, fmt.Sprintf("- %s: %s", v.Rule, clip(v.Text, 160)))
	}
	if text == "" {
		text = "(nothing that can be read)"
	}
	return []llm.Message{{Role: llm.Assistant, Text: clip(text, 16<<10)}, {Role: llm.User, Text: strings.Join(lines, "\n")}}
}

// clip is the beginning of a text, in whole characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

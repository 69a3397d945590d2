package anthropic

import (
	"encoding/json"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/packages/param"

	"alex/internal/llm"
)

func (c *client) params(r llm.Request) anthropic.MessageNewParams {
	p := anthropic.MessageNewParams{
		Model: c.model, MaxTokens: int64(r.Most()), Messages: messages(r.Messages), Tools: tools(r),
	}
	if r.System != "" {
		p.System = []anthropic.TextBlockParam{{Text: r.System}}
	}
	switch {
	case r.Answer == nil:
	case r.Answer.Forced:
		p.ToolChoice = choice(r)
	default:
		p.OutputConfig.Format = anthropic.JSONOutputFormatParam{Schema: parts(llm.Portable(r.Answer.Schema))}
	}
	return p
}

// choice makes the model call the answer's tool, or, where it has others, any.
func choice(r llm.Request) anthropic.ToolChoiceUnionParam {
	if len(r.Tools) > 0 {
		return anthropic.ToolChoiceUnionParam{OfAny: &anthropic.ToolChoiceAnyParam{}}
	}
	return anthropic.ToolChoiceParamOfTool(r.Answer.Name)
}

func tools(r llm.Request) []anthropic.ToolUnionParam {
	var list []anthropic.ToolUnionParam
	for _, tool := range r.Choosing() {
		t := anthropic.ToolParam{Name: tool.Name, InputSchema: param.Override[anthropic.ToolInputSchemaParam](tool.Schema)}
		if tool.Description != "" {
			t.Description = anthropic.String(tool.Description)
		}
		list = append(list, anthropic.ToolUnionParam{OfTool: &t})
	}
	return list
}

// parts keeps each part of a schema as it is written, properties in their
// order.
func parts(schema json.RawMessage) map[string]any {
	var written map[string]json.RawMessage
	_ = json.Unmarshal(schema, &written) // a schema of ours is an object
	p := map[string]any{}
	for key, part := range written {
		p[key] = part
	}
	return p
}

func messages(said []llm.Message) []anthropic.MessageParam {
	list := make([]anthropic.MessageParam, 0, len(said))
	for _, m := range said {
		if m.Role == llm.Assistant {
			list = append(list, anthropic.NewAssistantMessage(blocks(m)...))
		} else {
			list = append(list, anthropic.NewUserMessage(blocks(m)...))
		}
	}
	return list
}

// blocks has results first, as the API demands, and no empty text, which it
// refuses.
func blocks(m llm.Message) []anthropic.ContentBlockParamUnion {
	var list []anthropic.ContentBlockParamUnion
	for _, result := range m.Results {
		list = append(list, anthropic.NewToolResultBlock(result.CallID, result.Text, result.Failed))
	}
	if m.Text != "" {
		list = append(list, anthropic.NewTextBlock(m.Text))
	}
	for _, call := range m.Calls {
		list = append(list, anthropic.NewToolUseBlock(call.ID, llm.ObjectInput(call.Input), call.Name))
	}
	return list
}

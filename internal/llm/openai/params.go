package openai

import (
	"encoding/json"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/shared"

	"alex/internal/llm"
)

func (c *client) params(r llm.Request) openai.ChatCompletionNewParams {
	p := openai.ChatCompletionNewParams{Model: c.model, Messages: messages(r), Tools: tools(r)}
	if c.own {
		p.MaxCompletionTokens = openai.Int(int64(r.Most()))
	} else {
		p.MaxTokens = openai.Int(int64(r.Most()))
	}
	switch {
	case r.Answer == nil:
	case r.Answer.Forced:
		p.ToolChoice = choice(r)
	default:
		p.ResponseFormat = format(*r.Answer)
	}
	return p
}

// format is not strict: strict schemas may have no optional property, and ours
// have maps with a closed list of keys.
func format(a llm.Answer) openai.ChatCompletionNewParamsResponseFormatUnion {
	schema := shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: a.Name, Schema: a.Schema, Strict: openai.Bool(false)}
	if a.Description != "" {
		schema.Description = openai.String(a.Description)
	}
	return openai.ChatCompletionNewParamsResponseFormatUnion{
		OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{JSONSchema: schema},
	}
}

// choice makes the model call the answer's tool, or, where it has others, any.
func choice(r llm.Request) openai.ChatCompletionToolChoiceOptionUnionParam {
	if len(r.Tools) > 0 {
		return openai.ChatCompletionToolChoiceOptionUnionParam{OfAuto: openai.String("required")}
	}
	return openai.ToolChoiceOptionFunctionToolChoice(openai.ChatCompletionNamedToolChoiceFunctionParam{Name: r.Answer.Name})
}

func tools(r llm.Request) []openai.ChatCompletionToolUnionParam {
	var list []openai.ChatCompletionToolUnionParam
	for _, tool := range r.Choosing() {
		function := shared.FunctionDefinitionParam{Name: tool.Name, Parameters: parameters(tool.Schema)}
		if tool.Description != "" {
			function.Description = openai.String(tool.Description)
		}
		list = append(list, openai.ChatCompletionFunctionTool(function))
	}
	return list
}

// parameters keeps each part of a schema as it is written, properties in their
// order; Schema never makes any that is not an object.
func parameters(schema json.RawMessage) shared.FunctionParameters {
	var parts map[string]json.RawMessage
	_ = json.Unmarshal(schema, &parts)
	p := shared.FunctionParameters{}
	for key, part := range parts {
		p[key] = part
	}
	return p
}

func messages(r llm.Request) []openai.ChatCompletionMessageParamUnion {
	var list []openai.ChatCompletionMessageParamUnion
	if r.System != "" {
		list = append(list, openai.SystemMessage(r.System))
	}
	for _, m := range r.Messages {
		if m.Role == llm.Assistant {
			list = append(list, assistant(m))
			continue
		}
		for _, result := range m.Results {
			list = append(list, openai.ToolMessage(outcome(result), result.CallID))
		}
		if m.Text != "" {
			list = append(list, openai.UserMessage(m.Text))
		}
	}
	return list
}

// outcome says in words that a tool failed: this API has no field for it.
func outcome(r llm.ToolResult) string {
	if r.Failed {
		return "Error: " + r.Text
	}
	return r.Text
}

func assistant(m llm.Message) openai.ChatCompletionMessageParamUnion {
	message := openai.ChatCompletionAssistantMessageParam{}
	if m.Text != "" {
		message.Content.OfString = openai.String(m.Text)
	}
	for _, call := range m.Calls {
		function := openai.ChatCompletionMessageFunctionToolCallFunctionParam{Name: call.Name, Arguments: string(llm.ObjectInput(call.Input))}
		message.ToolCalls = append(message.ToolCalls, openai.ChatCompletionMessageToolCallUnionParam{
			OfFunction: &openai.ChatCompletionMessageFunctionToolCallParam{ID: call.ID, Function: function},
		})
	}
	return openai.ChatCompletionMessageParamUnion{OfAssistant: &message}
}

package bedrock

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"

	"alex/internal/llm"
)

func (c *client) input(r llm.Request) *bedrockruntime.ConverseInput {
	input := &bedrockruntime.ConverseInput{
		ModelId:         aws.String(c.model),
		Messages:        messages(r.Messages),
		ToolConfig:      tools(r),
		InferenceConfig: &types.InferenceConfiguration{MaxTokens: aws.Int32(int32(min(r.Most(), 1<<30)))},
	}
	if r.System != "" {
		input.System = []types.SystemContentBlock{&types.SystemContentBlockMemberText{Value: r.System}}
	}
	if r.Answer != nil && !r.Answer.Forced {
		input.OutputConfig = &types.OutputConfig{TextFormat: format(*r.Answer)}
	}
	return input
}

func format(a llm.Answer) *types.OutputFormat {
	definition := types.JsonSchemaDefinition{Name: aws.String(a.Name), Schema: aws.String(string(llm.Portable(a.Schema)))}
	if a.Description != "" {
		definition.Description = aws.String(a.Description)
	}
	return &types.OutputFormat{
		Type: types.OutputFormatTypeJsonSchema, Structure: &types.OutputFormatStructureMemberJsonSchema{Value: definition},
	}
}

func tools(r llm.Request) *types.ToolConfiguration {
	list := r.Choosing()
	if len(list) == 0 {
		return nil
	}
	config := &types.ToolConfiguration{}
	for _, tool := range list {
		spec := types.ToolSpecification{
			Name: aws.String(tool.Name), InputSchema: &types.ToolInputSchemaMemberJson{Value: documentOf(tool.Schema)},
		}
		if tool.Description != "" {
			spec.Description = aws.String(tool.Description)
		}
		config.Tools = append(config.Tools, &types.ToolMemberToolSpec{Value: spec})
	}
	if r.Answer != nil && r.Answer.Forced {
		config.ToolChoice = choice(r)
	}
	return config
}

// choice makes the model call the answer's tool, or, where it has others, any.
func choice(r llm.Request) types.ToolChoice {
	if len(r.Tools) > 0 {
		return &types.ToolChoiceMemberAny{}
	}
	return &types.ToolChoiceMemberTool{Value: types.SpecificToolChoice{Name: aws.String(r.Answer.Name)}}
}

func messages(said []llm.Message) []types.Message {
	list := make([]types.Message, 0, len(said))
	for _, m := range said {
		role := types.ConversationRoleUser
		if m.Role == llm.Assistant {
			role = types.ConversationRoleAssistant
		}
		list = append(list, types.Message{Role: role, Content: blocks(m)})
	}
	return list
}

// blocks has results first and no empty text, which the API refuses.
func blocks(m llm.Message) []types.ContentBlock {
	var list []types.ContentBlock
	for _, result := range m.Results {
		list = append(list, &types.ContentBlockMemberToolResult{Value: outcome(result)})
	}
	if m.Text != "" {
		list = append(list, &types.ContentBlockMemberText{Value: m.Text})
	}
	for _, call := range m.Calls {
		list = append(list, &types.ContentBlockMemberToolUse{Value: types.ToolUseBlock{
			ToolUseId: aws.String(call.ID), Name: aws.String(call.Name), Input: documentOf(llm.ObjectInput(call.Input)),
		}})
	}
	return list
}

func outcome(r llm.ToolResult) types.ToolResultBlock {
	status := types.ToolResultStatusSuccess
	if r.Failed {
		status = types.ToolResultStatusError
	}
	return types.ToolResultBlock{
		ToolUseId: aws.String(r.CallID), Status: status,
		Content: []types.ToolResultContentBlock{&types.ToolResultContentBlockMemberText{Value: r.Text}},
	}
}

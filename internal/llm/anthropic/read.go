package anthropic

import (
	"strings"

	"github.com/anthropics/anthropic-sdk-go"

	"alex"
	"alex/internal/llm"
)

func said(m anthropic.Message) llm.Said {
	said := llm.Said{Tokens: alex.Tokens{
		Input: int(m.Usage.InputTokens), Output: int(m.Usage.OutputTokens),
		CacheRead: int(m.Usage.CacheReadInputTokens), CacheWrite: int(m.Usage.CacheCreationInputTokens),
	}}
	var text strings.Builder
	for _, block := range m.Content {
		switch block.Type {
		case "text":
			text.WriteString(block.Text)
		case "tool_use":
			said.Calls = append(said.Calls, llm.ToolCall{ID: block.ID, Name: block.Name, Input: llm.JSONInput(string(block.Input))})
		}
	}
	said.Text = text.String()
	switch m.StopReason {
	case anthropic.StopReasonMaxTokens, anthropic.StopReasonModelContextWindowExceeded:
		said.Ended = llm.Truncated
	case anthropic.StopReasonRefusal:
		said.Ended = llm.Refused
	}
	return said
}

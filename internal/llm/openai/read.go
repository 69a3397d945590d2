package openai

import (
	"github.com/openai/openai-go/v3"

	"alex"
	"alex/internal/llm"
)

func said(completion openai.ChatCompletion) llm.Said {
	choice := completion.Choices[0]
	said := llm.Said{Text: choice.Message.Content, Tokens: tokens(completion.Usage)}
	for _, call := range choice.Message.ToolCalls {
		said.Calls = append(said.Calls, llm.ToolCall{
			ID: call.ID, Name: call.Function.Name, Input: llm.JSONInput(call.Function.Arguments),
		})
	}
	switch {
	case choice.FinishReason == "length":
		said.Ended = llm.Truncated
	case choice.FinishReason == "content_filter", choice.Message.Refusal != "":
		said.Ended = llm.Refused
	}
	return said
}

// tokens counts what came from the cache, or went there, apart: OpenAI has it
// in the prompt's.
func tokens(u openai.CompletionUsage) alex.Tokens {
	read, written := u.PromptTokensDetails.CachedTokens, u.PromptTokensDetails.CacheWriteTokens
	return alex.Tokens{
		Input: int(u.PromptTokens - max(0, read) - max(0, written)), Output: int(u.CompletionTokens),
		CacheRead: int(read), CacheWrite: int(written),
	}
}

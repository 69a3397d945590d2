package bedrock

import (
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"

	"alex"
	"alex/internal/llm"
)

func said(output *bedrockruntime.ConverseOutput) llm.Said {
	said := llm.Said{Tokens: tokens(output.Usage), Ended: ended(output.StopReason)}
	message, ok := output.Output.(*types.ConverseOutputMemberMessage)
	if !ok {
		return said
	}
	var text strings.Builder
	for _, block := range message.Value.Content {
		switch b := block.(type) {
		case *types.ContentBlockMemberText:
			text.WriteString(b.Value)
		case *types.ContentBlockMemberToolUse:
			said.Calls = append(said.Calls, llm.ToolCall{
				ID: aws.ToString(b.Value.ToolUseId), Name: aws.ToString(b.Value.Name), Input: written(b.Value.Input),
			})
		}
	}
	said.Text = text.String()
	return said
}

func ended(reason types.StopReason) llm.Kind {
	switch reason {
	case types.StopReasonMaxTokens, types.StopReasonModelContextWindowExceeded:
		return llm.Truncated
	case types.StopReasonGuardrailIntervened, types.StopReasonContentFiltered:
		return llm.Refused
	case types.StopReasonMalformedModelOutput, types.StopReasonMalformedToolUse:
		return llm.Malformed
	}
	return ""
}

func tokens(u *types.TokenUsage) alex.Tokens {
	if u == nil {
		return alex.Tokens{}
	}
	return alex.Tokens{
		Input: int(aws.ToInt32(u.InputTokens)), Output: int(aws.ToInt32(u.OutputTokens)),
		CacheRead: int(aws.ToInt32(u.CacheReadInputTokens)), CacheWrite: int(aws.ToInt32(u.CacheWriteInputTokens)),
	}
}

func written(d document.Interface) json.RawMessage {
	if d == nil {
		return llm.JSONInput("")
	}
	body, err := d.MarshalSmithyDocument()
	if err != nil {
		return llm.JSONInput("")
	}
	return llm.JSONInput(string(body))
}

// raw is a document of JSON as it is written; the SDK's own would sort the
// properties of a schema, whose order says what a model writes first.
type raw struct {
	document.Interface
	body json.RawMessage
}

func documentOf(body json.RawMessage) document.Interface {
	return raw{document.NewLazyDocument(nil), body}
}

// MarshalSmithyDocument is the JSON.
func (r raw) MarshalSmithyDocument() ([]byte, error) { return r.body, nil }

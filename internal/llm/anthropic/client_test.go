package anthropic_test

import (
	"testing"

	"alex/internal/llm"
	"alex/internal/llm/anthropic"
	"alex/internal/llm/llmtest"
)

func TestClient(t *testing.T) {
	t.Parallel()
	llmtest.Exercise(t, func(_ *testing.T, endpoint string) llm.Client {
		return anthropic.New(anthropic.Options{
			Model: llmtest.Model, Key: llmtest.Key, Endpoint: endpoint, Now: llmtest.Now,
		})
	}, llmtest.Anthropic)
}

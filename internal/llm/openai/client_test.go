package openai_test

import (
	"testing"

	"alex/internal/llm"
	"alex/internal/llm/llmtest"
	"alex/internal/llm/openai"
)

func TestClient(t *testing.T) {
	t.Parallel()
	llmtest.Exercise(t, func(_ *testing.T, endpoint string) llm.Client {
		return openai.New(openai.Options{
			Model: llmtest.Model, Key: llmtest.Key, Endpoint: endpoint + "/v1", Now: llmtest.Now,
		})
	}, llmtest.OpenAI)
}

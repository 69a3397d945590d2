package openai_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// said is a transport that answers and keeps what was sent.
type said struct{ sent map[string]any }

func (s *said) RoundTrip(r *http.Request) (*http.Response, error) {
	s.sent = map[string]any{"authorization": r.Header.Get("Authorization"), "url": r.URL.String()}
	if err := json.NewDecoder(r.Body).Decode(&s.sent); err != nil {
		return nil, err
	}
	body := `{"choices":[{"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// TestLimitOfTokens has the name that OpenAI itself, or those who serve the same
// API, understand; without a key there is none on the wire.
func TestLimitOfTokens(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]map[string]any{
		"": {
			"url": "https://api.openai.com/v1/chat/completions", "max_completion_tokens": 4096.0, "authorization": "Bearer k",
		},
		"http://localhost:11434/v1": {"url": "http://localhost:11434/v1/chat/completions", "max_tokens": 4096.0, "authorization": ""},
	} {
		wire := &said{}
		key := ""
		if endpoint == "" {
			key = "k"
		}
		client := openai.New(openai.Options{Model: "m", Key: key, Endpoint: endpoint, HTTP: &http.Client{Transport: wire}})
		if _, err := client.Complete(t.Context(), llm.Request{Messages: []llm.Message{{Role: llm.User, Text: "?"}}}); err != nil {
			t.Fatal(err)
		}
		delete(wire.sent, "messages")
		want["model"] = "m"
		if diff := cmp.Diff(want, wire.sent); diff != "" {
			t.Errorf("%q: %s", endpoint, diff)
		}
	}
}

package bedrock_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"alex/internal/llm"
	"alex/internal/llm/bedrock"
	"alex/internal/llm/llmtest"
)

func config() aws.Config {
	return aws.Config{
		Region: "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "secret-id", SecretAccessKey: llmtest.Key}, nil
		}),
	}
}

func TestClient(t *testing.T) {
	t.Parallel()
	llmtest.Exercise(t, func(_ *testing.T, endpoint string) llm.Client {
		return bedrock.New(bedrock.Options{
			Model: llmtest.Model, AWS: config(), Endpoint: endpoint, Native: true, Now: llmtest.Now,
		})
	}, llmtest.Bedrock)
}

// TestForcedByDefault is every model that is not said to know the API's own form
// of structured answers.
func TestForcedByDefault(t *testing.T) {
	t.Parallel()
	wire := &recorder{}
	client := bedrock.New(bedrock.Options{Model: "m", AWS: config(), HTTP: &http.Client{Transport: wire}})
	r := llm.Request{
		Messages: []llm.Message{{Role: llm.User, Text: "?"}},
		Answer:   &llm.Answer{Name: "verdict", Schema: json.RawMessage(`{"type":"object"}`)},
	}
	got, err := client.Complete(t.Context(), r)
	if err != nil || got.Text != `{"why":"x"}` || r.Answer.Forced {
		t.Errorf("%+v %v", got, err)
	}
	if !strings.Contains(wire.sent, `"toolChoice":{"tool":{"name":"verdict"}}`) || strings.Contains(wire.sent, "outputConfig") {
		t.Error(wire.sent)
	}
}

// TestNoCredentials is no fault of the connection, and waiting does not help.
func TestNoCredentials(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]aws.Config{
		"no region": {Credentials: config().Credentials}, "no credentials": {Region: "us-east-1"},
		"credentials that cannot be had": {Region: "us-east-1", Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, errors.New("secret-role cannot be assumed")
		})},
	} {
		client := bedrock.New(bedrock.Options{Model: "m", AWS: c, HTTP: &http.Client{Transport: &recorder{}}})
		_, err := client.Complete(t.Context(), llm.Request{Messages: []llm.Message{{Role: llm.User, Text: "?"}}})
		if llm.KindOf(err) != llm.Unauthorized || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDefault(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "id")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "key")
	c, err := bedrock.Default(t.Context(), "eu-central-1")
	if err != nil || c.Region != "eu-central-1" {
		t.Errorf("%q %v", c.Region, err)
	}
}

// TestCodesOfRefusals are told where AWS names them so.
func TestCodesOfRefusals(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"ExpiredTokenException": "ExpiredTokenException", "AKIASECRETKEYOFSOMEBODY": ""} {
		client := bedrock.New(bedrock.Options{Model: "m", AWS: config(), HTTP: &http.Client{Transport: refusal(code)}})
		_, err := client.Complete(t.Context(), llm.Request{Messages: []llm.Message{{Role: llm.User, Text: "?"}}})
		if fault, ok := errors.AsType[*llm.Fault](err); !ok || fault.Detail != want || fault.Status != http.StatusForbidden {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// refusal is a transport that refuses with a code.
type refusal string

func (code refusal) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusForbidden, Header: http.Header{"X-Amzn-Errortype": {string(code)}},
		Body: io.NopCloser(strings.NewReader(`{}`)),
	}, nil
}

// recorder is a transport that answers with a tool and keeps what was sent.
type recorder struct{ sent string }

func (s *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.sent = string(body)
	text := `{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"1","name":"verdict","input":{"why":"x"}}}]}},"stopReason":"tool_use"}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(text))}, nil
}

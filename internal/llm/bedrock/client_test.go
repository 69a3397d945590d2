package bedrock_test

import (
	"context"
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

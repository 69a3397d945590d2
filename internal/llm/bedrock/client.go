package bedrock

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"

	"alex/internal/awshttp"
	"alex/internal/llm"
)

// Options are whom to ask.
type Options struct {
	Model    string     // a model's or an inference profile's id, or an ARN
	AWS      aws.Config // region and credentials; see Default
	Endpoint string     // empty is that of the region
	// Native asks for structured answers by the API's own output format. Few
	// models know it, so the default is a forced tool.
	Native bool
	HTTP   *http.Client     // nil is the default
	Now    func() time.Time // for a Retry-After that is a date; nil is time.Now
}

// Default is what the environment, the shared files and the machine's role say
// of region and credentials. An empty region leaves it to them.
func Default(ctx context.Context, region string) (aws.Config, error) {
	c, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	if err != nil {
		return aws.Config{}, fmt.Errorf("the settings of AWS: %w", err)
	}
	return c, nil
}

// New is a model by o. It tries each call once and records no spans.
func New(o Options) llm.Client {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AWS.Credentials == nil && o.AWS.BearerAuthTokenProvider == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none) // the SDK panics without any
	}
	return &client{
		model: o.Model, native: o.Native, now: o.Now,
		runtime: bedrockruntime.NewFromConfig(o.AWS, func(b *bedrockruntime.Options) {
			b.Retryer = aws.NopRetryer{}
			b.HTTPClient = awshttp.Steady(llm.HTTPClient(o.HTTP))
			if o.Endpoint != "" {
				b.BaseEndpoint = aws.String(o.Endpoint)
			}
		}),
	}
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

type client struct {
	model   string
	native  bool
	now     func() time.Time
	runtime *bedrockruntime.Client
}

func (c *client) Model() string { return "bedrock:" + c.model }

// Complete asks once; once more, without making the model call a tool, where
// it cannot be made to.
func (c *client) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	r = c.shaped(r)
	response, refused, err := c.ask(ctx, r, c.input(r))
	if refused {
		input := c.input(r)
		input.ToolConfig.ToolChoice = nil
		response, _, err = c.ask(ctx, r, input)
	}
	return response, err
}

// shaped forces an answer where the model is not said to know another way.
func (c *client) shaped(r llm.Request) llm.Request {
	if r.Answer != nil && !c.native {
		answer := *r.Answer
		answer.Forced = true
		r.Answer = &answer
	}
	return r
}

// ask makes one call. Refused says that the model cannot be made to call a tool.
func (c *client) ask(ctx context.Context, r llm.Request, input *bedrockruntime.ConverseInput) (answer llm.Response, refused bool, err error) {
	watched, first := llm.Watch(ctx)
	output, err := c.runtime.Converse(watched, input)
	if err != nil {
		message, err := c.failed(ctx, err)
		forced := input.ToolConfig != nil && input.ToolConfig.ToolChoice != nil
		return llm.Response{}, forced && llm.KindOf(err) == llm.Rejected && llm.AboutChoice(message), err
	}
	answer, err = said(output).Response(r)
	answer.Latency = first()
	return answer, false, err
}

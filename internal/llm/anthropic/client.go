package anthropic

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"alex/internal/llm"
)

// Endpoint is Anthropic's own.
const Endpoint = "https://api.anthropic.com"

// longest ends a call that nobody gave a deadline; the SDK would refuse many
// tokens without one.
const longest = 10 * time.Minute

// Options are whom to ask.
type Options struct {
	Model    string // such as claude-sonnet-5-5
	Key      string
	Endpoint string           // empty is Anthropic's own
	HTTP     *http.Client     // nil is the default
	Now      func() time.Time // for a Retry-After that is a date; nil is time.Now
}

// New is a model by o. It reads nothing from the environment, tries each call
// once and records no spans.
func New(o Options) llm.Client {
	if o.Endpoint == "" {
		o.Endpoint = Endpoint
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &client{model: o.Model, now: o.Now, messages: anthropic.NewMessageService(
		option.WithBaseURL(o.Endpoint), option.WithHTTPClient(llm.HTTPClient(o.HTTP)), option.WithAPIKey(o.Key),
		option.WithMaxRetries(0), option.WithRequestTimeout(longest),
		option.WithoutOpenTelemetry(), option.WithOpenTelemetryPropagation(false), // llm.Limited sends our own span
	)}
}

type client struct {
	model    string
	now      func() time.Time
	messages anthropic.MessageService
}

func (c *client) Model() string { return "anthropic:" + c.model }

// Complete asks once; once more, without making the model call a tool, where
// it cannot be made to because it thinks first.
func (c *client) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	params := c.params(r)
	response, refused, err := c.ask(ctx, r, params)
	if refused {
		params.ToolChoice = anthropic.ToolChoiceUnionParam{}
		response, _, err = c.ask(ctx, r, params)
	}
	return response, err
}

// ask makes one call. Refused says that the model cannot be made to call a
// tool. The body comes as bytes, so that a connection that broke and a document
// that is none are told apart.
func (c *client) ask(ctx context.Context, r llm.Request, p anthropic.MessageNewParams) (response llm.Response, refused bool, err error) {
	watched, first := llm.Watch(ctx)
	var body []byte
	if _, err := c.messages.New(watched, p, option.WithResponseBodyInto(&body)); err != nil {
		message, err := c.failed(ctx, err)
		forced := r.Answer != nil && r.Answer.Forced
		return llm.Response{}, forced && llm.KindOf(err) == llm.Rejected && llm.AboutChoice(message), err
	}
	var message anthropic.Message
	if json.Unmarshal(body, &message) != nil {
		return llm.Response{}, false, &llm.Fault{Kind: llm.Malformed, Detail: "no JSON"}
	}
	response, err = said(message).Response(r)
	response.Latency = first()
	return response, false, err
}

// failed is what err means, and the message of the service, which is never
// shown.
func (c *client) failed(ctx context.Context, err error) (string, error) {
	refusal, ok := errors.AsType[*anthropic.Error](err)
	if !ok || ctx.Err() != nil {
		return "", llm.Broken(ctx, err)
	}
	message := messageOf(refusal.RawJSON())
	return message, llm.Reply{
		Status: refusal.StatusCode, Header: refusal.Response.Header, Code: string(refusal.Type()), Message: message,
	}.Fault(c.now())
}

func messageOf(body string) string {
	var envelope struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	_ = json.Unmarshal([]byte(body), &envelope)
	return envelope.Error.Message
}

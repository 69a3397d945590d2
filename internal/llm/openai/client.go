package openai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"alex/internal/llm"
)

// Endpoint is OpenAI's own.
const Endpoint = "https://api.openai.com/v1"

// Options are whom to ask.
type Options struct {
	Model    string           // as the endpoint names it
	Key      string           // empty where the endpoint asks for none
	Endpoint string           // of OPENAI_BASE_URL; empty is OpenAI's own
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
	options := []option.RequestOption{
		option.WithBaseURL(o.Endpoint), option.WithHTTPClient(llm.HTTPClient(o.HTTP)), option.WithMaxRetries(0),
	}
	if o.Key != "" {
		options = append(options, option.WithAPIKey(o.Key))
	}
	return &client{
		model: o.Model, own: strings.Contains(o.Endpoint, "api.openai.com"), now: o.Now,
		completions: openai.NewChatCompletionService(options...),
	}
}

type client struct {
	model       string
	own         bool // OpenAI itself, where max_tokens has another name
	now         func() time.Time
	completions openai.ChatCompletionService
}

func (c *client) Model() string { return "openai:" + c.model }

// Complete asks once. The body comes as bytes, so that a connection that broke
// and a document that is none are told apart.
func (c *client) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	watched, first := llm.Watch(ctx)
	var body []byte
	var answer *http.Response
	_, err := c.completions.New(watched, c.params(r), option.WithResponseBodyInto(&body), option.WithResponseInto(&answer))
	if err != nil {
		return llm.Response{}, c.failed(ctx, err, answer)
	}
	said, err := c.read(body)
	if err != nil {
		return llm.Response{}, err
	}
	response, err := said.Response(r)
	response.Latency = first()
	return response, err
}

// failed is what err means. A refusal without JSON, of a proxy perhaps, comes
// as an error of the decoder; its status is on answer.
func (c *client) failed(ctx context.Context, err error, answer *http.Response) error {
	if ctx.Err() != nil || answer == nil || answer.StatusCode < http.StatusBadRequest || llm.KindOf(err) != "" {
		return llm.Broken(ctx, err)
	}
	reply := llm.Reply{Status: answer.StatusCode, Header: answer.Header}
	if refusal, ok := errors.AsType[*openai.Error](err); ok {
		reply.Code, reply.Message = cmp.Or(refusal.Code, refusal.Type), refusal.Message
	}
	return reply.Fault(c.now())
}

// read is what a body says. OpenRouter tells some refusals with status 200.
func (c *client) read(body []byte) (llm.Said, error) {
	var completion openai.ChatCompletion
	if err := json.Unmarshal(body, &completion); err != nil {
		return llm.Said{}, &llm.Fault{Kind: llm.Malformed, Detail: "no JSON"}
	}
	if len(completion.Choices) == 0 {
		var late struct {
			Error struct {
				Code    json.Number `json:"code"`
				Message string      `json:"message"`
			} `json:"error"`
		}
		if json.Unmarshal(body, &late) == nil {
			if status, err := late.Error.Code.Int64(); err == nil && status >= http.StatusBadRequest {
				return llm.Said{}, llm.Reply{Status: int(status), Message: late.Error.Message}.Fault(c.now())
			}
		}
		return llm.Said{}, &llm.Fault{Kind: llm.Malformed, Detail: "no choices"}
	}
	return said(completion), nil
}

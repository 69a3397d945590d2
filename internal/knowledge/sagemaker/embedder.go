package sagemaker

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemakerruntime"

	"alex/internal/awshttp"
	"alex/internal/knowledge"
)

const (
	atOnce  = 4  // calls of one text
	inBatch = 32 // texts of one call; what Hugging Face's own server takes
)

// Options are whom to ask.
type Options struct {
	Endpoint  string // the endpoint's name
	Model     string // what runs there; empty is all-MiniLM-L6-v2
	Dimension int    // of its vectors; 0 is 384
	// Batch sends lists of texts. A container that does not pool its vectors
	// itself then answers with too many bytes for SageMaker, so the default is one
	// text a call.
	Batch bool
	AWS   aws.Config       // region and credentials
	URL   string           // empty is that of the region
	HTTP  *http.Client     // nil is the default
	Now   func() time.Time // for a Retry-After that is a date; nil is time.Now
}

// Embedder is a knowledge.Embedder.
type Embedder struct {
	model    knowledge.Model
	endpoint string
	batch    bool
	now      func() time.Time
	runtime  *sagemakerruntime.Client
}

// New is an embedder by o. It tries each call once. Its vectors are named after
// the model and not after the endpoint: another endpoint of the same model makes
// the same ones.
func New(o Options) *Embedder {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AWS.Credentials == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none)
	}
	return &Embedder{
		model:    knowledge.Model{Name: "sagemaker:" + cmp.Or(o.Model, "all-MiniLM-L6-v2"), Dimension: cmp.Or(o.Dimension, 384)},
		endpoint: o.Endpoint, batch: o.Batch, now: o.Now,
		runtime: sagemakerruntime.NewFromConfig(o.AWS, func(r *sagemakerruntime.Options) {
			r.Retryer = aws.NopRetryer{}
			r.HTTPClient = awshttp.Steady(knowledge.HTTPClient(o.HTTP))
			if o.URL != "" {
				r.BaseEndpoint = aws.String(o.URL)
			}
		}),
	}
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

// Model is named after what runs behind the endpoint.
func (e *Embedder) Model() knowledge.Model { return e.model }

// Embed asks for texts one by one, four at once, or in batches of 32.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	if !e.batch {
		return e.alone(ctx, texts)
	}
	return knowledge.Batched(ctx, texts, inBatch, e.together)
}

func (e *Embedder) alone(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	return knowledge.Each(ctx, texts, atOnce, func(ctx context.Context, text string) (knowledge.Vector, error) {
		body, err := e.invoke(ctx, text)
		if err != nil {
			return nil, err
		}
		vectors, err := e.read(body, 1)
		if err != nil {
			return nil, err
		}
		return vectors[0], nil
	})
}

// together asks for several texts in one call. Where the answer may hold what a
// model says of padding, nobody can tell it from words: each goes alone then.
func (e *Embedder) together(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	body, err := e.invoke(ctx, texts)
	if err != nil {
		return nil, err
	}
	vectors, err := e.read(body, len(texts))
	if errors.Is(err, errPadded) {
		return e.alone(ctx, texts)
	}
	return vectors, err
}

// invoke sends a text, or a list of them. What is longer than the model reads is
// cut, and is no error.
func (e *Embedder) invoke(ctx context.Context, inputs any) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"inputs": inputs, "parameters": map[string]bool{"truncation": true}})
	if err != nil {
		return nil, err
	}
	output, err := e.runtime.InvokeEndpoint(ctx, &sagemakerruntime.InvokeEndpointInput{
		EndpointName: aws.String(e.endpoint), ContentType: aws.String("application/json"), Accept: aws.String("application/json"), Body: body,
	})
	if err != nil {
		return nil, e.failed(ctx, err)
	}
	return output.Body, nil
}

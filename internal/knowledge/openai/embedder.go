package openai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"alex"
	"alex/internal/knowledge"
)

// Endpoint is OpenAI's own.
const Endpoint = "https://api.openai.com/v1"

// atOnce is how many texts go in one call; OpenAI takes 2,048, others fewer.
const atOnce = 64

// Options are whom to ask.
type Options struct {
	BaseURL   string // empty is OpenAI's own; http only to this machine and its own network
	Key       string // empty where the endpoint asks for none
	Model     string // as the endpoint names it
	Dimension int    // of its vectors; 0 is what OpenAI's own models have
	// Shorten asks for vectors of Dimension numbers. Models that have one length
	// only refuse that.
	Shorten bool
	HTTP    *http.Client     // nil is the default
	Now     func() time.Time // for a Retry-After that is a date; nil is time.Now
}

// Embedder is a knowledge.Embedder.
type Embedder struct {
	model   knowledge.Model
	id      string
	shorten bool
	now     func() time.Time
	service openai.EmbeddingService
}

// New is an embedder by o. It reads nothing from the environment and tries each
// call once. It refuses, by the field's name, an address that texts and keys
// would go to in the clear, and a model of whose vectors nobody says the length.
func New(o Options) (*Embedder, error) {
	o.BaseURL = cmp.Or(o.BaseURL, Endpoint)
	o.Dimension = cmp.Or(o.Dimension, dimensions(o.Model))
	switch {
	case !covered(o.BaseURL):
		return nil, alex.Invalid("BaseURL", "is no address that begins with https://, or with http:// and names a host of this machine or of its own network")
	case o.Model == "":
		return nil, alex.Invalid("Model", "is empty")
	case o.Dimension < 1:
		return nil, alex.Invalid("Dimension", "is not given, and %s is no model whose vectors are known", o.Model)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	options := []option.RequestOption{
		option.WithBaseURL(o.BaseURL), option.WithHTTPClient(knowledge.HTTPClient(o.HTTP)), option.WithMaxRetries(0),
	}
	if o.Key != "" {
		options = append(options, option.WithAPIKey(o.Key))
	}
	return &Embedder{
		model: knowledge.Model{Name: "openai:" + o.Model, Dimension: o.Dimension},
		id:    o.Model, shorten: o.Shorten, now: o.Now, service: openai.NewEmbeddingService(options...),
	}, nil
}

// dimensions are those of OpenAI's models, 0 for others.
func dimensions(model string) int {
	switch model {
	case openai.EmbeddingModelTextEmbedding3Small, openai.EmbeddingModelTextEmbeddingAda002:
		return 1536
	case openai.EmbeddingModelTextEmbedding3Large:
		return 3072
	}
	return 0
}

// Model is named after the endpoint's model.
func (e *Embedder) Model() knowledge.Model { return e.model }

// Embed asks for 64 texts at a time.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	return knowledge.Batched(ctx, texts, atOnce, e.ask)
}

func (e *Embedder) ask(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	params := openai.EmbeddingNewParams{Model: e.id, Input: openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: texts}}
	if e.shorten {
		params.Dimensions = openai.Int(int64(e.model.Dimension))
	}
	var body []byte
	var answer *http.Response
	_, err := e.service.New(ctx, params, option.WithResponseBodyInto(&body), option.WithResponseInto(&answer))
	if err != nil || answer.StatusCode >= http.StatusMultipleChoices {
		return nil, e.failed(ctx, err, answer)
	}
	return e.read(body, len(texts))
}

// failed is what err means. A refusal without JSON, of a proxy perhaps, comes as
// an error of the decoder; its status is on answer.
func (e *Embedder) failed(ctx context.Context, err error, answer *http.Response) error {
	if ctx.Err() != nil || answer == nil || answer.StatusCode < http.StatusMultipleChoices {
		return knowledge.Unanswered(ctx, e.model.Name, err)
	}
	refusal := knowledge.Refusal{Who: e.model.Name, Status: answer.StatusCode, Header: answer.Header}
	if said, ok := errors.AsType[*openai.Error](err); ok {
		refusal.Code = cmp.Or(said.Code, said.Type)
	}
	return refusal.Err(e.now())
}

// read puts the vectors of a body where their index says.
func (e *Embedder) read(body []byte, texts int) ([]knowledge.Vector, error) {
	var answer struct {
		Data []struct {
			Index     *int             `json:"index"`
			Embedding knowledge.Vector `json:"embedding"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, knowledge.Unreadable(e.model.Name, "no JSON of embeddings")
	}
	if len(answer.Data) != texts {
		return nil, knowledge.Unreadable(e.model.Name, "%d vectors for %d texts", len(answer.Data), texts)
	}
	vectors := make([]knowledge.Vector, texts)
	for _, d := range answer.Data {
		switch {
		case d.Index == nil || *d.Index < 0 || *d.Index >= texts || vectors[*d.Index] != nil:
			return nil, knowledge.Unreadable(e.model.Name, "vectors whose index does not say which text each is of")
		case len(d.Embedding) != e.model.Dimension:
			return nil, knowledge.Unreadable(e.model.Name, "vectors of %d numbers, and not of %d", len(d.Embedding), e.model.Dimension)
		}
		vectors[*d.Index] = d.Embedding
	}
	return vectors, nil
}

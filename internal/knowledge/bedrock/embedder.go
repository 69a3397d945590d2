package bedrock

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"

	"alex"
	"alex/internal/awshttp"
	"alex/internal/knowledge"
)

const (
	atOnce  = 4  // calls of Titan, which takes one text each
	inBatch = 96 // texts of a call of Cohere's
)

// Options are whom to ask.
type Options struct {
	Model string // a model's or an inference profile's id, or an ARN
	// Base is the model's own id, where Model is an ARN that does not name it.
	Base      string
	Dimension int              // 256, 512 or 1,024 of Titan's; 0 is 1,024
	AWS       aws.Config       // region and credentials
	Endpoint  string           // empty is that of the region
	HTTP      *http.Client     // nil is the default
	Now       func() time.Time // for a Retry-After that is a date; nil is time.Now
}

// Embedder is a knowledge.Embedder, and a knowledge.Asker.
type Embedder struct {
	model   knowledge.Model
	id      string
	titan   bool
	now     func() time.Time
	runtime *bedrockruntime.Client
}

// known finds the id of a model that this package speaks to in that of a
// profile (eu.cohere.embed-…) or in an ARN.
var known = regexp.MustCompile(`(amazon\.titan-embed-text-v2|cohere\.embed-(english|multilingual)-v3)(:[0-9]+)?$`)

// New is an embedder by o. It tries each call once. Its vectors are named after
// the model, so that a profile of another region makes the same ones. It refuses,
// by the field's name, models that it does not know and lengths they do not have.
func New(o Options) (*Embedder, error) {
	base := known.FindString(cmp.Or(o.Base, o.Model))
	titan := strings.HasPrefix(base, "amazon.")
	o.Dimension = cmp.Or(o.Dimension, 1024)
	switch {
	case base == "" && o.Base != "":
		return nil, alex.Invalid("Base", "is not amazon.titan-embed-text-v2:0, cohere.embed-english-v3 or cohere.embed-multilingual-v3")
	case base == "":
		return nil, alex.Invalid("Model", "names neither amazon.titan-embed-text-v2:0 nor cohere.embed-english-v3 or cohere.embed-multilingual-v3")
	case titan && !slices.Contains([]int{256, 512, 1024}, o.Dimension):
		return nil, alex.Invalid("Dimension", "%d is not 256, 512 or 1024", o.Dimension)
	case !titan && o.Dimension != 1024:
		return nil, alex.Invalid("Dimension", "%d is not 1024, which all vectors of %s have", o.Dimension, base)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AWS.Credentials == nil && o.AWS.BearerAuthTokenProvider == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none) // the SDK panics without any
	}
	return &Embedder{
		model: knowledge.Model{Name: "bedrock:" + base, Dimension: o.Dimension},
		id:    o.Model, titan: titan, now: o.Now,
		runtime: bedrockruntime.NewFromConfig(o.AWS, func(b *bedrockruntime.Options) {
			b.Retryer = aws.NopRetryer{}
			b.HTTPClient = awshttp.Steady(knowledge.HTTPClient(o.HTTP))
			if o.Endpoint != "" {
				b.BaseEndpoint = aws.String(o.Endpoint)
			}
		}),
	}, nil
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

// Model is named after the model, wherever it runs.
func (e *Embedder) Model() knowledge.Model { return e.model }

// Embed asks Titan for texts one by one, four at once, and Cohere's models for 96
// at a time.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	if e.titan {
		return knowledge.Each(ctx, texts, atOnce, e.titanVector)
	}
	return knowledge.Batched(ctx, texts, inBatch, func(ctx context.Context, batch []string) ([]knowledge.Vector, error) {
		return e.cohereVectors(ctx, "search_document", batch)
	})
}

// Ask places a question: Cohere's models place it otherwise than what answers it.
func (e *Embedder) Ask(ctx context.Context, question string) (knowledge.Vector, error) {
	if e.titan {
		return e.titanVector(ctx, question)
	}
	list, err := e.cohereVectors(ctx, "search_query", []string{question})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func (e *Embedder) titanVector(ctx context.Context, text string) (knowledge.Vector, error) {
	var answer struct {
		Embedding knowledge.Vector `json:"embedding"`
	}
	err := e.invoke(ctx, map[string]any{"inputText": text, "dimensions": e.model.Dimension, "normalize": true}, &answer)
	if err == nil && len(answer.Embedding) != e.model.Dimension {
		err = e.length(answer.Embedding)
	}
	return answer.Embedding, err
}

// cohereVectors cuts what is longer than the model reads: a passage's end, of
// which it has 512 tokens.
func (e *Embedder) cohereVectors(ctx context.Context, purpose string, texts []string) ([]knowledge.Vector, error) {
	var answer struct {
		Embeddings []knowledge.Vector `json:"embeddings"`
	}
	if err := e.invoke(ctx, map[string]any{"texts": texts, "input_type": purpose, "truncate": "END"}, &answer); err != nil {
		return nil, err
	}
	if len(answer.Embeddings) != len(texts) {
		return nil, knowledge.Unreadable(e.model.Name, "%d vectors for %d texts", len(answer.Embeddings), len(texts))
	}
	for _, v := range answer.Embeddings {
		if len(v) != e.model.Dimension {
			return nil, e.length(v)
		}
	}
	return answer.Embeddings, nil
}

func (e *Embedder) length(v knowledge.Vector) error {
	return knowledge.Unreadable(e.model.Name, "vectors of %d numbers, and not of %d", len(v), e.model.Dimension)
}

func (e *Embedder) invoke(ctx context.Context, input, answer any) error {
	body, err := json.Marshal(input)
	if err != nil {
		return err
	}
	output, err := e.runtime.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{
		ModelId: aws.String(e.id), ContentType: aws.String("application/json"), Accept: aws.String("application/json"), Body: body,
	})
	if err != nil {
		return e.failed(ctx, err)
	}
	if json.Unmarshal(output.Body, answer) != nil {
		return knowledge.Unreadable(e.model.Name, "no JSON of embeddings")
	}
	return nil
}

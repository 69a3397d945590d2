package app

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"alex"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/knowledge/bedrock"
	"alex/internal/knowledge/lexical"
	"alex/internal/knowledge/openai"
	"alex/internal/knowledge/s3vectors"
	"alex/internal/knowledge/sagemaker"
	"alex/internal/knowledge/sqlindex"
	models "alex/internal/llm/bedrock"
	writers "alex/internal/llm/openai"
	"alex/internal/store"
)

// texts is where texts are kept and found, as it is configured, with what
// embeds them.
type texts struct {
	library  *knowledge.Library
	embedder knowledge.Embedder
	index    knowledge.Index
	at       string // where what is embedded goes; empty: nowhere
}

// newTexts builds it over a store, and asks nobody. A nil client is the default.
func newTexts(ctx context.Context, cfg config.Config, s *store.Store, client *http.Client) (t texts, err error) {
	if t.embedder, t.at, err = embedderOf(ctx, cfg, client); err != nil {
		return t, err
	}
	if t.index, err = indexOf(ctx, cfg, s, t.embedder.Model(), client); err != nil {
		return t, err
	}
	t.library = knowledge.New(sqlindex.Keeper(s), t.index, t.embedder).Within(permitOf(s, t.at))
	return t, nil
}

// embedderOf is who makes vectors, and where what it is sent goes, as people know
// it. Its errors name ALEX_EMBEDDINGS, never its value.
func embedderOf(ctx context.Context, cfg config.Config, client *http.Client) (e knowledge.Embedder, at string, err error) {
	const name = "ALEX_EMBEDDINGS"
	set, _ := cfg.Embedder()
	switch set.Kind {
	case "lexical":
		e, err = lexical.New()
		return e, "", err
	case "openai":
		e, err = openai.New(openai.Options{
			BaseURL: cfg.OpenAIBaseURL, Key: cfg.OpenAIAPIKey.Reveal(), Model: set.Name, Dimension: set.Dimension, HTTP: client,
			Shorten: set.Dimension > 0 && strings.HasPrefix(set.Name, "text-embedding-3-"), // models of OpenAI's that can
		})
		if err != nil {
			return nil, "", alex.Invalid(name, "names a model of which Alex does not know how many numbers its vectors have: write openai:MODEL@NUMBERS")
		}
		return e, hostOf(cmp.Or(cfg.OpenAIBaseURL, writers.Endpoint)), nil
	case "sagemaker":
		settings, err := models.Default(ctx, "")
		if err != nil {
			return nil, "", err
		}
		return sagemaker.New(sagemaker.Options{Endpoint: set.Name, AWS: settings, HTTP: client}), "Amazon SageMaker in " + cmp.Or(settings.Region, "no region"), nil
	case "bedrock":
		settings, err := models.Default(ctx, cfg.BedrockRegion)
		if err != nil {
			return nil, "", err
		}
		e, err := bedrock.New(bedrock.Options{Model: set.Name, AWS: settings, HTTP: client})
		if err != nil {
			return nil, "", alex.Invalid(name, "names no model for vectors that Alex knows: amazon.titan-embed-text-v2:0, cohere.embed-english-v3 or cohere.embed-multilingual-v3, or a profile whose id ends in one")
		}
		return e, "Amazon Bedrock in " + cmp.Or(settings.Region, "no region"), nil
	}
	return nil, "", alex.Invalid(name, "cannot be read")
}

// indexOf is where the vectors of a model lie.
func indexOf(ctx context.Context, cfg config.Config, s *store.Store, model knowledge.Model, client *http.Client) (knowledge.Index, error) {
	bucket, index, ok := cfg.VectorIndex()
	switch {
	case !ok:
		return nil, alex.Invalid("ALEX_INDEX", "cannot be read")
	case bucket == "":
		return sqlindex.New(s, model), nil
	}
	settings, err := models.Default(ctx, "")
	if err != nil {
		return nil, err
	}
	return s3vectors.New(s3vectors.Options{Bucket: bucket, Name: index, Model: model, AWS: settings, HTTP: client}), nil
}

package app

import (
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
	"alex/internal/store"
)

// texts is where texts are kept and found, as it is configured, with what
// embeds them.
type texts struct {
	library  *knowledge.Library
	embedder knowledge.Embedder
	index    knowledge.Index
}

// newTexts builds it over a store, and asks nobody. A nil client is the default.
func newTexts(ctx context.Context, cfg config.Config, s *store.Store, client *http.Client) (t texts, err error) {
	if t.embedder, err = embedderOf(ctx, cfg, client); err != nil {
		return t, err
	}
	if t.index, err = indexOf(ctx, cfg, s, t.embedder.Model(), client); err != nil {
		return t, err
	}
	t.library = knowledge.New(sqlindex.Keeper(s), t.index, t.embedder)
	return t, nil
}

// embedderOf is who makes vectors. Its errors name ALEX_EMBEDDINGS, never its
// value.
func embedderOf(ctx context.Context, cfg config.Config, client *http.Client) (knowledge.Embedder, error) {
	const name = "ALEX_EMBEDDINGS"
	set, _ := cfg.Embedder()
	switch set.Kind {
	case "lexical":
		return lexical.New()
	case "openai":
		e, err := openai.New(openai.Options{
			BaseURL: cfg.OpenAIBaseURL, Key: cfg.OpenAIAPIKey.Reveal(), Model: set.Name, Dimension: set.Dimension, HTTP: client,
			Shorten: set.Dimension > 0 && strings.HasPrefix(set.Name, "text-embedding-3-"), // models of OpenAI's that can
		})
		if err != nil {
			return nil, alex.Invalid(name, "names a model of which Alex does not know how many numbers its vectors have: write openai:MODEL@NUMBERS")
		}
		return e, nil
	case "sagemaker":
		settings, err := models.Default(ctx, "")
		if err != nil {
			return nil, err
		}
		return sagemaker.New(sagemaker.Options{Endpoint: set.Name, AWS: settings, HTTP: client}), nil
	case "bedrock":
		settings, err := models.Default(ctx, cfg.BedrockRegion)
		if err != nil {
			return nil, err
		}
		e, err := bedrock.New(bedrock.Options{Model: set.Name, AWS: settings, HTTP: client})
		if err != nil {
			return nil, alex.Invalid(name, "names no model for vectors that Alex knows: amazon.titan-embed-text-v2:0, cohere.embed-english-v3 or cohere.embed-multilingual-v3, or a profile whose id ends in one")
		}
		return e, nil
	}
	return nil, alex.Invalid(name, "cannot be read")
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

package config_test

import (
	"strings"
	"testing"

	"alex/internal/config"
)

// TestWhoEmbeds reads ALEX_EMBEDDINGS, and refuses what it cannot read.
func TestWhoEmbeds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]config.Embedder{
		"":                                     {Kind: "lexical"},
		"lexical":                              {Kind: "lexical"},
		"openai:text-embedding-3-small":        {Kind: "openai", Name: "text-embedding-3-small"},
		"openai:nomic-embed-text:latest@768":   {Kind: "openai", Name: "nomic-embed-text:latest", Dimension: 768},
		"openai:a@b@16384":                     {Kind: "openai", Name: "a@b", Dimension: 16384},
		"sagemaker:alex-embeddings":            {Kind: "sagemaker", Name: "alex-embeddings"},
		"bedrock:amazon.titan-embed-text-v2:0": {Kind: "bedrock", Name: "amazon.titan-embed-text-v2:0"},
		"openai":                               {},
		"openai:":                              {},
		"openai:m@":                            {},
		"openai:m@0":                           {},
		"openai:m@16385":                       {},
		"openai:m@many":                        {},
		"sagemaker":                            {},
		"sagemaker:-a":                         {},
		"sagemaker:a/b":                        {},
		"sagemaker:" + strings.Repeat("a", 64): {},
		"bedrock:":                             {},
		"lexical:x":                            {},
		"Lexical":                              {},
		"anthropic:m":                          {},
		"http://localhost:11434/nomic-embed-text":  {},
		"openai:" + strings.Repeat("m", 3) + "@-1": {},
	} {
		got, ok := config.Config{Embeddings: text}.Embedder()
		if ok != (want.Kind != "") || ok && got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, ok, want)
		}
		if _, err := config.Load(map[string]string{"ALEX_EMBEDDINGS": text, "OPENAI_API_KEY": "k"}); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhereVectorsLie(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"": {}, "s3vectors:alex/texts.1": {"alex", "texts.1"},
		"s3vectors": {"-"}, "s3vectors:alex": {"-"}, "s3vectors:alex/": {"-"}, "s3vectors:/texts": {"-"}, "s3vectors:alex/a/b": {"-"},
		"s3vectors:Alex/texts": {"-"}, "s3vectors:al.ex/texts": {"-"}, "s3vectors:ab/texts": {"-"}, "pgvector:alex/texts": {"-"}, "database": {"-"},
	} {
		bucket, index, ok := config.Config{Index: text}.VectorIndex()
		if ok != (want[0] != "-") || ok && [2]string{bucket, index} != want {
			t.Errorf("%q is %q, %q, %v", text, bucket, index, ok)
		}
		if _, err := config.Load(map[string]string{"ALEX_INDEX": text}); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestResearchIsOffOrSeldom: shorter pauses than a quarter of an hour are refused.
func TestResearchIsOffOrSeldom(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{"": true, "0": true, "0s": true, "15m": true, "2h": true, "1s": false, "14m59s": false, "-15m": false} {
		if _, err := config.Load(map[string]string{"ALEX_RESEARCH_EVERY": text}); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

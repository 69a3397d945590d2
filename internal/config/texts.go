package config

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Embedder is what ALEX_EMBEDDINGS says.
type Embedder struct {
	Kind      string // lexical, openai, sagemaker or bedrock
	Name      string // of a model, or of an endpoint of SageMaker; empty for lexical
	Dimension int    // of its vectors; 0 where that is not said
}

// mostDimension is what the largest embedding models come near to.
const mostDimension = 16_384

// Names as Amazon takes them.
var (
	endpointName = regexp.MustCompile(`^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$`)
	bucketName   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)
	indexName    = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
)

// Embedder reads ALEX_EMBEDDINGS; false where it cannot be read.
func (c Config) Embedder() (e Embedder, ok bool) {
	if c.Embeddings == "" || c.Embeddings == "lexical" {
		return Embedder{Kind: "lexical"}, true
	}
	e.Kind, e.Name, _ = strings.Cut(c.Embeddings, ":")
	switch e.Kind {
	case "openai":
		if at := strings.LastIndexByte(e.Name, '@'); at >= 0 {
			n, err := strconv.Atoi(e.Name[at+1:])
			if err != nil || n < 1 || n > mostDimension {
				return e, false
			}
			e.Name, e.Dimension = e.Name[:at], n
		}
		return e, e.Name != ""
	case "sagemaker":
		return e, endpointName.MatchString(e.Name)
	case "bedrock":
		return e, e.Name != ""
	}
	return e, false
}

// VectorIndex reads ALEX_INDEX: a bucket and an index of S3 Vectors, both empty
// where vectors lie in the database; false where it cannot be read.
func (c Config) VectorIndex() (bucket, index string, ok bool) {
	if c.Index == "" {
		return "", "", true
	}
	place, found := strings.CutPrefix(c.Index, "s3vectors:")
	bucket, index, _ = strings.Cut(place, "/")
	return bucket, index, found && bucketName.MatchString(bucket) && indexName.MatchString(index)
}

// leastResearchPause keeps the sites that are asked from being asked too often.
const leastResearchPause = 15 * time.Minute

// texts checks how texts by others are found and looked for.
func (p *problems) texts(c Config) {
	embedder, ok := c.Embedder()
	switch {
	case !ok:
		p.Addf("ALEX_EMBEDDINGS", "is not lexical, openai:MODEL or openai:MODEL@NUMBERS, sagemaker:ENDPOINT or bedrock:MODEL")
	case embedder.Kind == "openai" && c.OpenAIAPIKey == "" && c.OpenAIBaseURL == "":
		p.Addf("OPENAI_API_KEY", "is empty, and ALEX_EMBEDDINGS is openai")
	}
	if _, _, ok := c.VectorIndex(); !ok {
		p.Addf("ALEX_INDEX", "is not s3vectors:BUCKET/INDEX")
	}
	p.notNegative("ALEX_RESEARCH_EVERY", int64(c.ResearchEvery))
	if c.ResearchEvery > 0 && c.ResearchEvery < leastResearchPause {
		p.Addf("ALEX_RESEARCH_EVERY", "is shorter than %d minutes, and not 0", int(leastResearchPause/time.Minute))
	}
}

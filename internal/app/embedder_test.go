package app

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/research"
	"alex/internal/store/sqlite/sqlitetest"
)

// standIn stands in for every host; it notes what is asked for.
type standIn struct {
	status int
	answer func(r *http.Request) any
	asked  []string
	bodies []string
}

func (e *standIn) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	e.asked = append(e.asked, r.Method+" "+r.URL.Scheme+"://"+r.URL.Host+r.URL.EscapedPath())
	e.bodies = append(e.bodies, string(body))
	text, err := json.Marshal(e.answer(r))
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: e.status, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(string(text))), ContentLength: int64(len(text)),
	}, nil
}

func vectorOf(numbers int) []float32 {
	v := make([]float32, numbers)
	v[numbers-1] = 2
	return v
}

func openaiAnswer(numbers int) func(*http.Request) any {
	return func(*http.Request) any {
		return map[string]any{"data": []any{map[string]any{"index": 0, "embedding": vectorOf(numbers)}}}
	}
}

// vectorIndex is an empty one of S3 Vectors.
func vectorIndex(numbers int) func(*http.Request) any {
	return func(r *http.Request) any {
		if r.URL.Path == "/GetIndex" {
			return map[string]any{"index": map[string]any{"dimension": numbers, "distanceMetric": "cosine", "dataType": "float32"}}
		}
		return map[string]any{"distanceMetric": "cosine", "vectors": []any{}}
	}
}

// awsSettings are those of a machine that has a role of AWS's.
func awsSettings(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "hunter2", "AWS_REGION": "eu-central-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
	} {
		t.Setenv(name, value)
	}
}

// TestEmbeddersOfTheSettings makes one vector by each, and looks at whom it asks.
func TestEmbeddersOfTheSettings(t *testing.T) {
	awsSettings(t)
	for _, c := range []struct {
		name    string
		environ []string
		answer  func(*http.Request) any
		model   knowledge.Model
		asked   string // empty: nobody
		body    string
	}{
		{"nothing said", nil, nil, knowledge.Model{Name: "words-1", Dimension: 384}, "", ""},
		{"lexical", []string{"ALEX_EMBEDDINGS=lexical"}, nil, knowledge.Model{Name: "words-1", Dimension: 384}, "", ""},
		{
			"openai",
			[]string{"ALEX_EMBEDDINGS=openai:text-embedding-3-small", "OPENAI_API_KEY=hunter2"},
			openaiAnswer(1536),
			knowledge.Model{Name: "openai:text-embedding-3-small", Dimension: 1536},
			"POST https://api.openai.com/v1/embeddings", `"text-embedding-3-small"`,
		},
		{
			"openai, shortened",
			[]string{"ALEX_EMBEDDINGS=openai:text-embedding-3-large@256", "OPENAI_API_KEY=hunter2"},
			openaiAnswer(256),
			knowledge.Model{Name: "openai:text-embedding-3-large", Dimension: 256},
			"POST https://api.openai.com/v1/embeddings", `"dimensions":256`,
		},
		{
			"ollama",
			[]string{"ALEX_EMBEDDINGS=openai:nomic-embed-text:latest@768", "OPENAI_BASE_URL=http://localhost:11434/v1"},
			openaiAnswer(768),
			knowledge.Model{Name: "openai:nomic-embed-text:latest", Dimension: 768},
			"POST http://localhost:11434/v1/embeddings", `"nomic-embed-text:latest"`,
		},
		{
			"sagemaker",
			[]string{"ALEX_EMBEDDINGS=sagemaker:alex-embeddings", "BEDROCK_REGION=us-west-2"},
			func(*http.Request) any { return [][][]float32{{vectorOf(384)}} },
			knowledge.Model{Name: "sagemaker:all-MiniLM-L6-v2", Dimension: 384},
			"POST https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/alex-embeddings/invocations", `"inputs"`,
		},
		{
			"bedrock",
			[]string{"ALEX_EMBEDDINGS=bedrock:amazon.titan-embed-text-v2:0", "BEDROCK_REGION=us-west-2"},
			func(*http.Request) any { return map[string]any{"embedding": vectorOf(1024)} },
			knowledge.Model{Name: "bedrock:amazon.titan-embed-text-v2:0", Dimension: 1024},
			"POST https://bedrock-runtime.us-west-2.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke", `"inputText"`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			outside := &standIn{status: http.StatusOK, answer: c.answer}
			e, at, err := embedderOf(t.Context(), settings(t, c.environ...), &http.Client{Transport: outside})
			if err != nil {
				t.Fatal(err)
			}
			if elsewhere := c.name != "lexical" && c.name != "nothing said"; (at != "") != elsewhere {
				t.Errorf("what it is sent goes to %q", at)
			}
			if len(outside.asked) != 0 {
				t.Errorf("before any text it asks %q", outside.asked)
			}
			got, err := e.Embed(t.Context(), []string{"bonds"})
			if err != nil || len(got) != 1 || len(got[0]) != c.model.Dimension {
				t.Fatalf("%d vectors: %v", len(got), err)
			}
			if e.Model() != c.model && c.asked != "" || e.Model().Dimension != c.model.Dimension {
				t.Errorf("it is %+v, want %+v", e.Model(), c.model)
			}
			if asked := strings.Join(outside.asked, " "); asked != c.asked || !strings.Contains(strings.Join(outside.bodies, " "), c.body) {
				t.Errorf("it asks %q with %q", asked, outside.bodies)
			}
		})
	}
}

// TestIndexOfTheSettings is the database, or an index of S3 Vectors.
func TestIndexOfTheSettings(t *testing.T) {
	awsSettings(t)
	outside := &standIn{status: http.StatusOK, answer: vectorIndex(384)}
	client, s := &http.Client{Transport: outside}, sqlitetest.Seeded(t)
	for _, environ := range [][]string{nil, {"ALEX_INDEX=s3vectors:alex-vectors/texts"}} {
		found, err := newTexts(t.Context(), settings(t, environ...), s, client)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := found.library.Find(t.Context(), "", "bonds", 3); err != nil || len(list) != 0 {
			t.Errorf("%v: %v, %v", environ, list, err)
		}
		if (len(outside.asked) > 0) != (environ != nil) {
			t.Errorf("%v asks %q", environ, outside.asked)
		}
	}
	if want := "POST https://s3vectors.eu-central-1.api.aws/GetIndex POST https://s3vectors.eu-central-1.api.aws/QueryVectors"; strings.Join(outside.asked, " ") != want {
		t.Errorf("it asks %q, want %q", outside.asked, want)
	}
	if !strings.Contains(outside.bodies[1], `"vectorBucketName":"alex-vectors"`) || !strings.Contains(outside.bodies[1], `"indexName":"texts"`) {
		t.Errorf("it asks with %s", outside.bodies[1])
	}
}

// TestEmbeddersThatAreNone are refused at the start, by the variable's name and
// without its value.
func TestEmbeddersThatAreNone(t *testing.T) {
	t.Parallel()
	for environ, want := range map[string]string{
		"ALEX_EMBEDDINGS=openai:c4n4ry": "openai:MODEL@NUMBERS", "ALEX_EMBEDDINGS=bedrock:c4n4ry": "amazon.titan-embed-text-v2:0",
	} {
		_, err := Open(t.Context(), settings(t, environ, "OPENAI_API_KEY=k"), slog.New(slog.DiscardHandler))
		if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "ALEX_EMBEDDINGS") || strings.Contains(err.Error(), "c4n4ry") {
			t.Errorf("%s: %v", environ, err)
		}
		examine(t, "texts", nil, environ, "OPENAI_API_KEY=k").wants(t, FindingFail, want)
	}
}

// TestTheResearchersModel is one of its own, that of all, or none.
func TestTheResearchersModel(t *testing.T) {
	t.Parallel()
	for environ, want := range map[string]string{
		"ALEX_MODEL=offline": "offline", "ALEX_MODEL=openai:a": "openai:a", "ALEX_MODEL=openai:a ALEX_MODEL_RESEARCHER=offline": "offline",
		"ALEX_MODEL_RESEARCHER=openai:b": "openai:b",
	} {
		cfg := settings(t, append(strings.Fields(environ), "OPENAI_API_KEY=k")...)
		if got := researcherModel(cfg); got != want {
			t.Errorf("%s: %s", environ, got)
		}
		chooser, err := chooserOf(t.Context(), cfg, nil)
		if err != nil || (chooser == nil) != (want == "offline") {
			t.Errorf("%s: %v, %v", environ, chooser, err)
		}
		if chooser != nil {
			c, err := chooserOf(t.Context(), cfg, &http.Client{Transport: &standIn{status: http.StatusOK, answer: pointing}})
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Choose(t.Context(), research.Question{Topic: "bonds", Title: "T", Sentences: []string{"One.", "Two."}})
			if err != nil || !slices.Equal(got.Sentences, []int{2}) {
				t.Errorf("%s points at %+v: %v", environ, got, err)
			}
		}
		models, err := NewModels(t.Context(), cfg, nil)
		if err != nil || models.Any() != strings.Contains(environ, "ALEX_MODEL=openai") {
			t.Errorf("%s: what people are asked about is %v, %v", environ, models.Told(), err)
		}
	}
}

// pointing is what a model of OpenAI's answers that points at the second sentence.
func pointing(*http.Request) any {
	return map[string]any{"choices": []any{map[string]any{
		"finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": `{"sentences":[2],"subjects":["bonds"]}`},
	}}, "usage": map[string]any{"prompt_tokens": 10, "completion_tokens": 5}}
}

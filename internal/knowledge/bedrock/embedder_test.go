package bedrock_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/bedrock"
)

const (
	key     = "secret-key"
	titan   = "amazon.titan-embed-text-v2:0"
	english = "cohere.embed-english-v3"
)

func now() time.Time { return time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC) }

func config() aws.Config {
	return aws.Config{
		Region: "eu-central-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "secret-id", SecretAccessKey: key}, nil
		}),
	}
}

func open(t *testing.T, o bedrock.Options, handler http.HandlerFunc) *bedrock.Embedder {
	t.Helper()
	api := httptest.NewServer(handler)
	t.Cleanup(api.Close)
	o.AWS, o.Endpoint, o.Now = config(), api.URL, now
	e, err := bedrock.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// numbers is a vector in JSON whose first number says which it is.
func numbers(first, length int) string {
	return fmt.Sprintf("[%d%s]", first, strings.Repeat(",0", length-1))
}

// sent reads a request, and holds it to what all of this API's have.
func sent(t *testing.T, r *http.Request, path string, into any) {
	t.Helper()
	signed := r.Header.Get("Authorization")
	if !strings.HasPrefix(signed, "AWS4-HMAC-SHA256 Credential=secret-id/") || !strings.Contains(signed, "/eu-central-1/bedrock/aws4_request") {
		t.Errorf("it is signed %q", signed)
	}
	if r.Method != http.MethodPost || r.URL.Path != path || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Accept") != "application/json" {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		t.Error(err)
	}
}

// TestTitan sends one text a call, four at once.
func TestTitan(t *testing.T) {
	t.Parallel()
	var inside, crowd atomic.Int32
	e := open(t, bedrock.Options{Model: titan, Dimension: 256}, func(w http.ResponseWriter, r *http.Request) {
		crowd.Store(max(crowd.Load(), inside.Add(1)))
		defer inside.Add(-1)
		var got map[string]any
		sent(t, r, "/model/"+titan+"/invoke", &got)
		text, _ := got["inputText"].(string)
		if diff := cmp.Diff(map[string]any{"inputText": text, "dimensions": 256.0, "normalize": true}, got); diff != "" {
			t.Error(diff)
		}
		_, _ = fmt.Fprintf(w, `{"embedding":%s,"inputTextTokenCount":3}`, numbers(len(text), 256))
	})
	texts := make([]string, 30)
	for i := range texts {
		texts[i] = strings.Repeat("x", i+1)
	}
	got, err := e.Embed(t.Context(), texts)
	if err != nil || len(got) != 30 || crowd.Load() > 4 {
		t.Fatalf("%d vectors, %d calls at once: %v", len(got), crowd.Load(), err)
	}
	for i, v := range got {
		if len(v) != 256 || v[0] != float32(i+1) {
			t.Errorf("vector %d is %v", i, v)
		}
	}
	if v, err := e.Ask(t.Context(), "why"); err != nil || v[0] != 3 {
		t.Errorf("%v %v", v, err)
	}
	if m := e.Model(); m != (knowledge.Model{Name: "bedrock:" + titan, Dimension: 256}) {
		t.Errorf("%+v", m)
	}
}

// TestCohere sends texts together, and says of a question that it is one.
func TestCohere(t *testing.T) {
	t.Parallel()
	var calls []string
	e := open(t, bedrock.Options{Model: english}, func(w http.ResponseWriter, r *http.Request) {
		var got struct {
			Texts    []string
			Type     string `json:"input_type"`
			Truncate string
		}
		sent(t, r, "/model/"+english+"/invoke", &got)
		calls = append(calls, fmt.Sprintf("%s %d %s", got.Type, len(got.Texts), got.Truncate))
		var list []string
		for _, text := range got.Texts {
			list = append(list, numbers(len(text), 1024))
		}
		_, _ = fmt.Fprintf(w, `{"id":"1","response_type":"embeddings_floats","embeddings":[%s],"texts":[]}`, strings.Join(list, ","))
	})
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = strings.Repeat("x", i)
	}
	got, err := e.Embed(t.Context(), texts)
	if err != nil || len(got) != 100 {
		t.Fatalf("%d vectors: %v", len(got), err)
	}
	for i, v := range got {
		if v[0] != float32(i) {
			t.Errorf("vector %d is of text %v", i, v[0])
		}
	}
	if v, err := e.Ask(t.Context(), "why"); err != nil || v[0] != 3 {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]string{"search_document 96 END", "search_document 4 END", "search_query 1 END"}, calls); diff != "" {
		t.Error(diff)
	}
}

// TestModelsByOtherNames are asked by the name that was given, and make vectors of
// the same name.
func TestModelsByOtherNames(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123"
	for _, c := range []struct{ model, base, path, name string }{
		{"eu.cohere.embed-multilingual-v3", "", "eu.cohere.embed-multilingual-v3", "bedrock:cohere.embed-multilingual-v3"},
		{"us.amazon.titan-embed-text-v2:0", "", "us.amazon.titan-embed-text-v2:0", "bedrock:" + titan},
		{"arn:aws:bedrock:eu-central-1::foundation-model/" + titan, "", "arn:aws:bedrock:eu-central-1::foundation-model/" + titan, "bedrock:" + titan},
		{arn, titan, arn, "bedrock:" + titan},
	} {
		path := ""
		e := open(t, bedrock.Options{Model: c.model, Base: c.base}, func(w http.ResponseWriter, r *http.Request) {
			path = r.URL.Path
			_, _ = fmt.Fprintf(w, `{"embedding":%s,"embeddings":[%s]}`, numbers(1, 1024), numbers(1, 1024))
		})
		if _, err := e.Embed(t.Context(), []string{"x"}); err != nil || path != "/model/"+c.path+"/invoke" || e.Model().Name != c.name {
			t.Errorf("%s: %s of %s: %v", c.model, path, e.Model().Name, err)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		o     bedrock.Options
		field string
	}{
		{bedrock.Options{Model: "amazon.titan-embed-text-v1"}, "Model"},
		{bedrock.Options{Model: "cohere.embed-v4:0"}, "Model"},
		{bedrock.Options{}, "Model"},
		{bedrock.Options{Model: titan, Base: "anthropic.claude"}, "Base"},
		{bedrock.Options{Model: titan, Dimension: 384}, "Dimension"},
		{bedrock.Options{Model: english, Dimension: 512}, "Dimension"},
	} {
		if _, err := bedrock.New(c.o); alex.CodeOf(err) != alex.CodeInvalid || !strings.HasPrefix(err.Error(), c.field+": ") {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
}

// TestFailures: which may pass by themselves, and that none tells what was sent.
func TestFailures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		kind   string
		header string
		body   string
		code   alex.Code
		wait   time.Duration
		says   string
	}{
		"throttled":        {429, "ThrottlingException", "7", `{"message":"the words"}`, alex.CodeUnavailable, 7 * time.Second, "ThrottlingException"},
		"not ready":        {429, "ModelNotReadyException", "", `{}`, alex.CodeUnavailable, 10 * time.Second, "ModelNotReadyException"},
		"too slow":         {408, "ModelTimeoutException", "", `{}`, alex.CodeUnavailable, 10 * time.Second, ""},
		"broke down":       {424, "ModelErrorException", "", `{}`, alex.CodeUnavailable, 10 * time.Second, ""},
		"away":             {503, "ServiceUnavailableException", "", `<html>`, alex.CodeUnavailable, 10 * time.Second, ""},
		"refused":          {400, "ValidationException", "", `{"message":"` + key + ` the words"}`, alex.CodeInternal, 0, "ValidationException"},
		"no permission":    {403, "AccessDeniedException", "", `{"message":"the words"}`, alex.CodeInternal, 0, "may not be asked"},
		"no such model":    {404, "ResourceNotFoundException", "", `{}`, alex.CodeInternal, 0, "is not there"},
		"no JSON":          {200, "", "", `the words`, alex.CodeInternal, 0, "no JSON"},
		"another length":   {200, "", "", `{"embedding":[1,2]}`, alex.CodeInternal, 0, "2 numbers, and not of 1024"},
		"no vector":        {200, "", "", `{}`, alex.CodeInternal, 0, "0 numbers"},
		"numbers too long": {200, "", "", `{"embedding":[1e99]}`, alex.CodeInternal, 0, "no JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			e := open(t, bedrock.Options{Model: titan}, func(w http.ResponseWriter, _ *http.Request) {
				calls.Add(1)
				w.Header().Set("X-Amzn-Errortype", c.kind)
				if c.header != "" {
					w.Header().Set("Retry-After", c.header)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			})
			_, err := e.Embed(t.Context(), []string{"the words"})
			found, ok := errors.AsType[*alex.Error](err)
			if !ok || found.Code != c.code || found.RetryAfter != c.wait || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%#v", err)
			}
			if strings.Contains(fmt.Sprint(err), key) || strings.Contains(fmt.Sprint(err), "words") {
				t.Errorf("it tells what was sent: %v", err)
			}
			if calls.Load() != 1 {
				t.Errorf("%d calls; whoever wants more tries again", calls.Load())
			}
		})
	}
}

// TestCohereIsChecked: vectors of other texts or lengths are refused.
func TestCohereIsChecked(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{"embeddings":[]}`: "0 vectors for 1 texts", `{"embeddings":[[1]]}`: "1 numbers, and not of 1024",
		`{"embeddings":{"float":[[1]]}}`: "no JSON of embeddings",
	} {
		e := open(t, bedrock.Options{Model: english}, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
		if _, err := e.Ask(t.Context(), "x"); alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestUnanswered: a connection that fails may be back, and credentials that
// cannot be had are not.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	e := open(t, bedrock.Options{Model: titan}, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if _, err := e.Embed(t.Context(), []string{"x"}); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("reset: %v", err)
	}
	ctx, give := context.WithCancel(t.Context())
	give()
	if _, err := e.Embed(ctx, []string{"x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	for name, c := range map[string]aws.Config{"no region": {Credentials: config().Credentials}, "no credentials": {Region: "us-east-1"}} {
		e, err := bedrock.New(bedrock.Options{Model: titan, AWS: c})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Ask(t.Context(), "x"); alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(err.Error(), "no credentials of AWS") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

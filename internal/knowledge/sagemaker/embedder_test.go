package sagemaker_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sagemaker"
)

const key = "secret-key"

func now() time.Time { return time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC) }

func config() aws.Config {
	return aws.Config{
		Region: "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "secret-id", SecretAccessKey: key}, nil
		}),
	}
}

// open is an embedder of vectors of two numbers at a local endpoint.
func open(t *testing.T, batch bool, handler http.HandlerFunc) *sagemaker.Embedder {
	t.Helper()
	api := httptest.NewServer(handler)
	t.Cleanup(api.Close)
	return sagemaker.New(sagemaker.Options{Endpoint: "alex-embed", Dimension: 2, Batch: batch, AWS: config(), URL: api.URL, Now: now})
}

func inputs(t *testing.T, r *http.Request) any {
	t.Helper()
	var sent map[string]any
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]any{"truncation": true}, sent["parameters"]); diff != "" || len(sent) != 2 {
		t.Errorf("%v %s", sent, diff)
	}
	return sent["inputs"]
}

func TestWire(t *testing.T) {
	t.Parallel()
	e := open(t, false, func(w http.ResponseWriter, r *http.Request) {
		signed := r.Header.Get("Authorization")
		if !strings.HasPrefix(signed, "AWS4-HMAC-SHA256 Credential=secret-id/") || !strings.Contains(signed, "/us-east-1/sagemaker/aws4_request") {
			t.Errorf("it is signed %q", signed)
		}
		if r.Method != http.MethodPost || r.URL.Path != "/endpoints/alex-embed/invocations" ||
			r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Accept") != "application/json" {
			t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
		}
		if text := inputs(t, r); text != "a text" {
			t.Errorf("%v is sent", text)
		}
		_, _ = io.WriteString(w, `[[[1,2],[3,4],[5,9]]]`)
	})
	got, err := e.Embed(t.Context(), []string{"a text"})
	if diff := cmp.Diff([]knowledge.Vector{{3, 5}}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if m := sagemaker.New(sagemaker.Options{Endpoint: "alex-embed"}).Model(); m != (knowledge.Model{Name: "sagemaker:all-MiniLM-L6-v2", Dimension: 384}) {
		t.Errorf("%+v", m)
	}
}

// TestShapes of answers that are vectors.
func TestShapes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		batch bool
		texts int
		body  string
		want  []knowledge.Vector
	}{
		"pooled":                      {false, 1, `[1,2]`, []knowledge.Vector{{1, 2}}},
		"pooled, in a batch of one":   {false, 1, `[[1,2]]`, []knowledge.Vector{{1, 2}}},
		"tokens":                      {false, 1, ` [[1,2],[3,4]]`, []knowledge.Vector{{2, 3}}},
		"a batch of tokens":           {false, 1, `[[[1,2],[3,4]]]`, []knowledge.Vector{{2, 3}}},
		"a batch of batches":          {false, 1, `[[[[1,2],[3,4]]]]`, []knowledge.Vector{{2, 3}}},
		"pooled texts":                {true, 2, `[[1,2],[3,4]]`, []knowledge.Vector{{1, 2}, {3, 4}}},
		"tokens of texts":             {true, 2, `[[[1,2],[3,4]],[[5,6]]]`, []knowledge.Vector{{2, 3}, {5, 6}}},
		"batches of tokens":           {true, 2, `[[[[1,2],[3,4]]],[[[5,6],[7,8]]]]`, []knowledge.Vector{{2, 3}, {6, 7}}},
		"one text where lists may be": {true, 1, `[[[1,2],[3,4]]]`, []knowledge.Vector{{2, 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t, c.batch, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, c.body) })
			got, err := e.Embed(t.Context(), make([]string, c.texts))
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

// TestOtherShapes are errors that say which shape came.
func TestOtherShapes(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`[]`: " 0 for", `[1,2,3]`: " 3 for", `[[1,2,3]]`: " 1×3 for", `[[[1,2,3]]]`: " 1×1×3 for", `[[1,2],[3]]`: " 2×2 for",
		`[[[1,2]],[[1,2]]]`: " 2×1×2 for", `[[[[1,2]],[[1,2]]]]`: " 1×2×1×2 for", `[[[[[1,2]]]]]`: " 1×1×1×1×2 for",
		`{"vectors":[1,2]}`: "an object", `[{"embedding":[1,2]}]`: " 1×an object", `"the words"`: "a text", `<html>`: "no JSON", `null`: "nothing", `3`: "a number",
	} {
		e := open(t, false, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
		_, err := e.Embed(t.Context(), []string{"the words"})
		if alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(fmt.Sprint(err), says) || strings.Contains(fmt.Sprint(err), "words") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestPaddingIsNoText: where texts come with as many tokens each, which may be
// padding, they go alone.
func TestPaddingIsNoText(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	e := open(t, true, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		switch text := inputs(t, r).(type) {
		case string:
			_, _ = fmt.Fprintf(w, `[[[%d,1]]]`, len(text))
		default:
			_, _ = io.WriteString(w, `[[[1,1],[3,1]],[[2,1],[0,0]]]`)
		}
	})
	got, err := e.Embed(t.Context(), []string{"1", "22"})
	if diff := cmp.Diff([]knowledge.Vector{{1, 1}, {2, 1}}, got); err != nil || diff != "" || calls.Load() != 3 {
		t.Errorf("%d calls: %v %s", calls.Load(), err, diff)
	}
}

// TestManyTexts go four at once, or in batches, and come back in order.
func TestManyTexts(t *testing.T) {
	t.Parallel()
	var texts []string
	var want []knowledge.Vector
	for n := range 70 {
		texts, want = append(texts, fmt.Sprint(n)), append(want, knowledge.Vector{float32(n), 1})
	}
	for batch, most := range map[bool]int32{false: 4, true: 1} {
		var calls, inside, crowd atomic.Int32
		e := open(t, batch, func(w http.ResponseWriter, r *http.Request) {
			calls.Add(1)
			crowd.Store(max(crowd.Load(), inside.Add(1)))
			defer inside.Add(-1)
			time.Sleep(time.Millisecond)
			switch sent := inputs(t, r).(type) {
			case string:
				_, _ = fmt.Fprintf(w, `[%s,1]`, sent)
			case []any:
				var rows []string
				for _, text := range sent {
					rows = append(rows, fmt.Sprintf("[%s,1]", text))
				}
				_, _ = fmt.Fprintf(w, `[%s]`, strings.Join(rows, ","))
			}
		})
		got, err := e.Embed(t.Context(), texts)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if n := calls.Load(); crowd.Load() > most || batch && n != 3 || !batch && n != 70 {
			t.Errorf("batch %v: %d calls, %d at once", batch, n, crowd.Load())
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
		"a cold start":              {429, "ModelNotReadyException", "", `{"Message":"the words"}`, alex.CodeUnavailable, 10 * time.Second, "ModelNotReadyException"},
		"a model that broke down":   {424, "ModelError", "", `{"OriginalStatusCode":500,"OriginalMessage":"the words"}`, alex.CodeUnavailable, 10 * time.Second, "ModelError"},
		"a model that is not ready": {424, "ModelError", "", `{"OriginalStatusCode":503}`, alex.CodeUnavailable, 10 * time.Second, "status 424"},
		"a model that does not say": {424, "ModelError", "", `{}`, alex.CodeUnavailable, 10 * time.Second, "status 424"},
		"a model that has to wait":  {424, "ModelError", "", `{"OriginalStatusCode":429}`, alex.CodeUnavailable, 10 * time.Second, "status 424"},
		"a refused text":            {424, "ModelError", "", `{"OriginalStatusCode":400,"OriginalMessage":"the words"}`, alex.CodeInternal, 0, "status 400, ModelError"},
		"throttled":                 {400, "ThrottlingException", "3", `{"message":"Rate exceeded"}`, alex.CodeUnavailable, 3 * time.Second, "ThrottlingException"},
		"away":                      {503, "ServiceUnavailable", "", `{}`, alex.CodeUnavailable, 10 * time.Second, "ServiceUnavailable"},
		"a page":                    {502, "", "", `<html>the words</html>`, alex.CodeUnavailable, 10 * time.Second, "status 502"},
		"a dependency":              {530, "InternalDependencyException", "", `{}`, alex.CodeUnavailable, 10 * time.Second, ""},
		"no such endpoint":          {400, "ValidationError", "", `{"Message":"Endpoint alex-embed not found: ` + key + `"}`, alex.CodeInternal, 0, "ValidationError"},
		"no permission":             {403, "AccessDeniedException", "", `{"Message":"the words"}`, alex.CodeInternal, 0, "may not be asked"},
		"a code that is none":       {403, "AKIASECRETKEYOFSOMEBODY", "", `{}`, alex.CodeInternal, 0, "(status 403)"},
		"elsewhere":                 {302, "", "", ``, alex.CodeInternal, 0, "status 302"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			e := open(t, false, func(w http.ResponseWriter, _ *http.Request) {
				calls.Add(1)
				w.Header().Set("X-Amzn-Errortype", c.kind)
				w.Header().Set("Location", "https://example.org/")
				w.Header().Set("Content-Type", "application/json")
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

// TestUnanswered: a connection that fails may be back, and credentials that
// cannot be had are not.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // before that a server does not see that the client is gone
		<-r.Context().Done()
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	t.Cleanup(cancel)
	if _, err := open(t, false, hang).Embed(short, []string{"x"}); alex.CodeOf(err) != alex.CodeUnavailable || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no answer in time: %v", err)
	}
	ctx, give := context.WithCancel(t.Context())
	e := open(t, false, func(w http.ResponseWriter, r *http.Request) { give(); hang(w, r) })
	if _, err := e.Embed(ctx, []string{"x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	e = open(t, false, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if _, err := e.Embed(t.Context(), []string{"x"}); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("reset: %v", err)
	}
	e = open(t, false, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `[1`)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	if _, err := e.Embed(t.Context(), []string{"x"}); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("broken off: %v", err)
	}
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(tls.Close)
	e = sagemaker.New(sagemaker.Options{Endpoint: "e", AWS: config(), URL: tls.URL})
	if _, err := e.Embed(t.Context(), []string{"x"}); alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(err.Error(), "TLS") {
		t.Errorf("untrusted: %v", err)
	}
	for name, c := range map[string]aws.Config{
		"no region": {Credentials: config().Credentials}, "no credentials": {Region: "us-east-1"},
		"credentials that cannot be had": {Region: "us-east-1", Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, errors.New("secret-role cannot be assumed")
		})},
	} {
		_, err := sagemaker.New(sagemaker.Options{Endpoint: "e", AWS: c}).Embed(t.Context(), []string{"x"})
		if alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(err.Error(), "no credentials of AWS") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOneFailureEndsTheOthers: the first is told, and few are asked after it.
func TestOneFailureEndsTheOthers(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := 0
	e := open(t, false, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked++
		mu.Unlock()
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	_, err := e.Embed(t.Context(), make([]string, 1000))
	mu.Lock()
	defer mu.Unlock()
	if alex.CodeOf(err) != alex.CodeUnavailable || asked > 20 {
		t.Errorf("%d calls: %v", asked, err)
	}
}

func TestMeanOfManyTokens(t *testing.T) {
	t.Parallel()
	row := `[` + strings.Repeat(`0.125,`, 383) + `-0.5]`
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `[[`+strings.Repeat(row+`,`, 511)+row+`]]`)
	}))
	t.Cleanup(api.Close)
	got, err := sagemaker.New(sagemaker.Options{Endpoint: "e", AWS: config(), URL: api.URL}).Embed(t.Context(), []string{"x"})
	if err != nil || len(got) != 1 || len(got[0]) != 384 || got[0][0] != 0.125 || math.Abs(float64(got[0][383])+0.5) > 1e-6 {
		t.Errorf("%v %v", got, err)
	}
}

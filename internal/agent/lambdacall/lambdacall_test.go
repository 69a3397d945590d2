package lambdacall_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent/lambdacall"
)

const job = "7d0c9a51-6a0e-4f0a-9d1c-0d2a3a3a2a11"

// callerAt is a caller of functions at a stand-in.
func callerAt(t *testing.T, serve http.HandlerFunc) *lambdacall.Caller {
	t.Helper()
	amazon := httptest.NewServer(serve)
	t.Cleanup(amazon.Close)
	return lambdacall.New(lambdacall.Options{Prefix: "alex-test", AWS: aws.Config{
		Region: "eu-central-1", BaseEndpoint: &amazon.URL,
		Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
	}})
}

// TestAsk: the function of the agent is invoked and waited for, by name, with the
// job, the attempt and the trace.
func TestAsk(t *testing.T) {
	t.Parallel()
	const trace = "00-7d0c9a516a0e4f0a9d1c0d2a3a3a2a11-00f067aa0ba902b7-01"
	c := callerAt(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got := []string{r.Method, r.URL.Path, r.Header.Get("X-Amz-Invocation-Type"), string(body)}
		want := []string{"POST", "/2015-03-31/functions/alex-test-reporter/invocations", "RequestResponse", `{"jobId":"` + job + `","attempt":3,"traceparent":"` + trace + `"}`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		_, _ = io.WriteString(w, `{"part":1}`)
	})
	answer, err := c.Ask(t.Context(), alex.Reporter, lambdacall.Call{Job: job, Attempt: 3, Trace: trace})
	if err != nil || string(answer) != `{"part":1}` {
		t.Error(string(answer), err)
	}
}

// refusal is an answer of the service instead of the function's.
func refusal(status int, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amzn-Errortype", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"Message":"secret words of the service"}`)
	}
}

// ended is what the service answers where the function ended with an error.
func ended(message, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
		_ = json.NewEncoder(w).Encode(map[string]string{"errorMessage": message, "errorType": kind})
	}
}

// TestFaults: each failure has its code, and how often the function was asked.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		code  alex.Code
		says  string
		times int32
	}{
		"throttled":      {refusal(429, "TooManyRequestsException"), alex.CodeThrottled, "too often", 4},
		"no permission":  {refusal(403, "AccessDeniedException"), alex.CodeForbidden, "lambda:InvokeFunction", 1},
		"no function":    {refusal(404, "ResourceNotFoundException"), alex.CodeNotFound, "there is no function alex-test-charter", 1},
		"service fails":  {refusal(500, "ServiceException"), alex.CodeUnavailable, "status 500", 1},
		"fenced":         {ended("another worker", "Alex.fenced"), alex.CodeFenced, "another worker has taken over", 1},
		"another facts":  {ended("the facts are not those", "Alex.conflict"), alex.CodeConflict, "the facts are not those", 1},
		"out of time":    {ended("Task timed out after 300.00 seconds", "Sandbox.Timedout"), alex.CodeUnavailable, "did not end by itself", 1},
		"out of memory":  {ended("RequestId: x Error: signal: killed", "Runtime.ExitError"), alex.CodeUnavailable, "did not end by itself", 1},
		"speaks nothing": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Amz-Function-Error", "Unhandled") }, alex.CodeInternal, "without saying why", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var times atomic.Int32
			caller := callerAt(t, func(w http.ResponseWriter, r *http.Request) {
				times.Add(1)
				c.serve(w, r)
			})
			_, err := caller.Ask(t.Context(), alex.Charter, lambdacall.Call{Job: job, Attempt: 1})
			if err == nil || alex.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret words") {
				t.Errorf("%v", err)
			}
			if n := times.Load(); n != c.times {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// TestThrottledOnce: a function that was not begun is asked again.
func TestThrottledOnce(t *testing.T) {
	t.Parallel()
	var times atomic.Int32
	c := callerAt(t, func(w http.ResponseWriter, r *http.Request) {
		if times.Add(1) == 1 {
			refusal(429, "TooManyRequestsException")(w, r)
			return
		}
		_, _ = io.WriteString(w, `{}`)
	})
	if answer, err := c.Ask(t.Context(), alex.Tagger, lambdacall.Call{Job: job}); err != nil || string(answer) != "{}" || times.Load() != 2 {
		t.Error(string(answer), err, times.Load())
	}
}

// TestGivenUp: who stops waiting is told so.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := callerAt(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else nobody notices that the caller has gone
		cancel()
		<-r.Context().Done()
	})
	if _, err := c.Ask(ctx, alex.Tagger, lambdacall.Call{Job: job}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

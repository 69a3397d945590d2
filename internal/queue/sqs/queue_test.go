package sqs_test

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"alex"
	"alex/internal/queue"
	"alex/internal/queue/sqs"
	"alex/internal/queue/sqs/sqstest"
)

var _ queue.Queue = (*sqs.Queue)(nil)

// refusing refuses the first n calls of an operation.
func refusing(operation string, n int64, status int, code string, h http.Header) func(string) (int, string, http.Header) {
	var calls atomic.Int64
	return func(asked string) (int, string, http.Header) {
		if asked != operation || calls.Add(1) > n {
			return 0, "", nil
		}
		return status, code, h
	}
}

// TestSendIsTriedAgain as long as what fails may pass.
func TestSendIsTriedAgain(t *testing.T) {
	t.Parallel()
	later := http.Header{"Retry-After": {"7"}}
	for name, c := range map[string]struct {
		refused int64
		status  int
		code    string
		header  http.Header
		want    alex.Code
		calls   int
		wait    time.Duration // that the error says
	}{
		"at once":                    {0, 0, "", nil, "", 1, 0},
		"throttled twice":            {2, 400, "ThrottlingException", nil, "", 3, 0},
		"throttled, in SQS's words":  {2, 403, "RequestThrottled", nil, "", 3, 0},
		"throttled by its key":       {1, 400, "KmsThrottled", nil, "", 2, 0},
		"away for a moment":          {1, 503, "ServiceUnavailable", nil, "", 2, 0},
		"away":                       {9, 500, "InternalFailure", nil, alex.CodeUnavailable, 3, 0},
		"away, and says how long":    {9, 503, "ServiceUnavailable", later, alex.CodeUnavailable, 1, 7 * time.Second},
		"no such queue":              {9, 400, "QueueDoesNotExist", nil, alex.CodeInternal, 1, 0},
		"not allowed":                {9, 403, "AccessDenied", nil, alex.CodeInternal, 1, 0},
		"refused":                    {9, 400, "InvalidMessageContents", nil, alex.CodeInternal, 1, 0},
		"a redirect":                 {9, 302, "", http.Header{"Location": {"https://example.org/"}}, alex.CodeInternal, 1, 0},
		"too many in hand, they say": {1, 403, "OverLimit", nil, "", 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := standIn()
				service.Refuse = refusing("SendMessage", c.refused, c.status, c.code, c.header)
				began, requests := time.Now(), 0
				err := over(direct{handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					requests++
					service.ServeHTTP(w, r)
				})}).Send(t.Context(), message(1))
				if alex.CodeOf(err) != c.want || service.Count("SendMessage") != c.calls || requests != c.calls {
					t.Errorf("Send() = %v after %d requests", err, requests)
				}
				if e, ok := errors.AsType[*alex.Error](err); ok && e.RetryAfter != c.wait {
					t.Errorf("it says to wait %v", e.RetryAfter)
				}
				if err != nil && (strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "alex-jobs")) {
					t.Errorf("it says %v", err)
				}
				if took := time.Since(began); c.calls > 1 && took == 0 || took > time.Second {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

// TestSendEndsInTime: with its context, and after five seconds by itself.
func TestSendEndsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		q := over(direct{handler: silent})
		began := time.Now()
		err := q.Send(t.Context(), message(1))
		if alex.CodeOf(err) != alex.CodeUnavailable || time.Since(began) != 5*time.Second {
			t.Errorf("Send() = %v after %v", err, time.Since(began))
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began = time.Now()
		if err := q.Send(ctx, message(1)); !errors.Is(err, context.Canceled) || alex.CodeOf(err) != alex.CodeInternal || time.Since(began) != time.Second {
			t.Errorf("Send() = %v after %v", err, time.Since(began))
		}
	})
}

// TestWhatIsNoAnswer tells what an operator has to know.
func TestWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>hunter2")) })
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("{"))
	}))
	defer cut.Close()
	for name, c := range map[string]struct {
		o    sqs.Options
		code alex.Code
		says string
	}{
		"a broken line":  {sqs.Options{AWS: settings(), HTTP: &http.Client{Transport: direct{broken: func() bool { return true }}}}, alex.CodeUnavailable, "cannot be reached"},
		"a page":         {sqs.Options{AWS: settings(), HTTP: &http.Client{Transport: direct{handler: page}}}, alex.CodeInternal, "no document"},
		"half an answer": {sqs.Options{AWS: settings(), URL: cut.URL + sqstest.Path}, alex.CodeInternal, "no document"},
		"no credentials": {sqs.Options{AWS: aws.Config{Region: "eu-central-1"}, HTTP: &http.Client{Transport: direct{handler: standIn()}}}, alex.CodeInternal, "no credentials"},
	} {
		c.o.URL = cmp.Or(c.o.URL, "https://sqs.eu-central-1.amazonaws.com"+sqstest.Path)
		err := sqs.New(c.o).Send(t.Context(), message(1))
		if alex.CodeOf(err) != c.code || err != nil && (!strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

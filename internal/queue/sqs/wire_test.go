package sqs_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/uuid"

	"alex"
	"alex/internal/queue"
	"alex/internal/queue/sqs"
	"alex/internal/queue/sqs/sqstest"
)

const (
	visibility = 90 * time.Minute // 6 × the timeout of 15 minutes
	receives   = 5
	parent     = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
)

// errLine is what a broken network says.
var errLine = errors.New("hunter2: connection reset")

// direct serves requests without a network, so that time may be a test's own.
type direct struct {
	handler http.Handler
	broken  func() bool // may be nil
}

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.broken != nil && d.broken() {
		return nil, errLine
	}
	answer, done := httptest.NewRecorder(), make(chan struct{})
	go func() {
		defer close(done)
		d.handler.ServeHTTP(answer, r)
	}()
	select {
	case <-done:
		return answer.Result(), nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func standIn() *sqstest.Queue {
	return &sqstest.Queue{Now: time.Now, Visibility: visibility, Receives: receives}
}

func settings() aws.Config {
	return aws.Config{Region: "eu-central-1", Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "secret-id", SecretAccessKey: "hunter2"}, nil
	})}
}

// over is a queue over a stand-in, by no network.
func over(d direct) *sqs.Queue {
	return sqs.New(sqs.Options{
		URL: "https://sqs.eu-central-1.amazonaws.com" + sqstest.Path, AWS: settings(), HTTP: &http.Client{Transport: d}, Log: slog.New(slog.DiscardHandler),
	})
}

// running runs q until the test ends.
func running(t *testing.T, q *sqs.Queue) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { q.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		group.Wait()
	})
}

func message(n byte) queue.Message {
	return queue.Message{Job: alex.ID(uuid.UUID{15: n}.String()), Trace: parent}
}

func mustSend(t *testing.T, q *sqs.Queue, m queue.Message) {
	t.Helper()
	if err := q.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
}

// receive is what a worker does that looks for rows each second.
func receive(t *testing.T, q *sqs.Queue, longest time.Duration) (queue.Message, bool) {
	t.Helper()
	for end := time.Now().Add(longest); time.Now().Before(end); {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		m, err := q.Receive(ctx)
		cancel()
		if err == nil {
			return m, true
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
	}
	return queue.Message{}, false
}

// TestMessageOnTheWire sends and receives one over a network.
func TestMessageOnTheWire(t *testing.T) {
	t.Parallel()
	service := standIn()
	server := httptest.NewServer(service)
	defer server.Close()
	q := sqs.New(sqs.Options{URL: server.URL + sqstest.Path, AWS: settings()})
	running(t, q)
	mustSend(t, q, message(1))
	if got, want := service.Bodies(), `{"version":1,"jobId":"00000000-0000-0000-0000-000000000001","traceparent":"`+parent+`"}`; len(got) != 1 || got[0] != want {
		t.Fatalf("the queue holds %q, want %q", got, want)
	}
	if m, ok := receive(t, q, 20*time.Second); !ok || m != message(1) {
		t.Fatalf("received %+v, %v", m, ok)
	}
	for deadline := time.Now().Add(20 * time.Second); len(service.Bodies()) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the message was not deleted")
		}
	}
	calls := map[string]sqstest.Call{}
	for _, c := range service.Calls() {
		calls[c.Operation] = c
		if !strings.HasPrefix(c.Signed, "AWS4-HMAC-SHA256 Credential=secret-id/") || !strings.Contains(c.Signed, "/eu-central-1/sqs/aws4_request") {
			t.Errorf("%s is signed %q", c.Operation, c.Signed)
		}
	}
	in := calls["ReceiveMessage"].Input
	if in.QueueURL != server.URL+sqstest.Path || in.WaitTimeSeconds != 20 || in.MaxNumberOfMessages != 1 || in.VisibilityTimeout == nil || *in.VisibilityTimeout != 30 {
		t.Errorf("it was asked for messages by %+v", in)
	}
}

package drill

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"net"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"alex/internal/queue/sqs/sqstest"
)

// What `make aws-test` drills with instead of what the tests have by themselves: the
// program that `alex package` made, and moto's server in the place of our own
// stand-in for SQS.
var (
	packed = flag.String("bootstrap", "", "the program of the functions; empty builds one")
	moto   = flag.String("moto", "", "the program moto_server; empty: our own stand-in")
)

func bootstrap(t testing.TB) string {
	t.Helper()
	if *packed != "" {
		return *packed
	}
	return built(t)
}

const (
	visibility = 2 // seconds that a message in hand is hidden; at AWS it is as long as the longest job
	receives   = 5
)

// messages are a queue with its dead-letter queue.
type messages struct {
	t       testing.TB
	client  *sqs.Client
	url     string
	standIn *sqstest.Queue // nil: moto has it
	deadURL string         // of moto's

	mu     *sync.Mutex
	buried map[string]string // of moto's, by their ids
}

func newMessages(t testing.TB) messages {
	t.Helper()
	m := messages{t: t, mu: &sync.Mutex{}, buried: map[string]string{}}
	if *moto == "" {
		m.standIn = &sqstest.Queue{Now: time.Now, Visibility: visibility * time.Second, Receives: receives}
		server := httptest.NewServer(m.standIn)
		t.Cleanup(server.Close)
		m.client, m.url = clientOf(server.URL), server.URL+sqstest.Path
		return m
	}
	at := startMoto(t)
	m.client = clientOf(at)
	name := "alex-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	dead, err := m.client.CreateQueue(t.Context(), &sqs.CreateQueueInput{QueueName: aws.String(name + "-dead")})
	if err != nil {
		t.Fatal(err)
	}
	m.deadURL = *dead.QueueUrl
	policy, err := json.Marshal(map[string]any{"deadLetterTargetArn": "arn:aws:sqs:eu-central-1:123456789012:" + name + "-dead", "maxReceiveCount": receives})
	if err != nil {
		t.Fatal(err)
	}
	live, err := m.client.CreateQueue(t.Context(), &sqs.CreateQueueInput{
		QueueName:  &name,
		Attributes: map[string]string{"VisibilityTimeout": strconv.Itoa(visibility), "RedrivePolicy": string(policy)},
	})
	if err != nil {
		t.Fatal(err)
	}
	m.url = *live.QueueUrl
	return m
}

func clientOf(url string) *sqs.Client {
	return sqs.New(sqs.Options{Region: "eu-central-1", BaseEndpoint: &url, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", "")})
}

// startMoto starts moto's server on a free port of this machine, until the test
// ends.
func startMoto(t testing.TB) (url string) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil || listener.Close() != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(context.WithoutCancel(t.Context()), *moto, "-H", "127.0.0.1", "-p", port)
	said, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // it was killed
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Running on http://127.0.0.1:"+port) {
			go func() {
				for lines.Scan() { // or it would be held up
				}
			}()
			return "http://127.0.0.1:" + port
		}
	}
	t.Fatal("moto's server does not begin")
	return ""
}

func (m messages) receive(ctx context.Context) []types.Message {
	answer, err := m.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: &m.url, MaxNumberOfMessages: 1, WaitTimeSeconds: 1,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameApproximateReceiveCount},
	})
	if err != nil {
		return nil // the test has ended
	}
	return answer.Messages
}

func (m messages) remove(ctx context.Context, message types.Message) {
	if _, err := m.client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &m.url, ReceiptHandle: message.ReceiptHandle}); err != nil && ctx.Err() == nil {
		m.t.Error(err)
	}
}

// put sends a message of any body.
func (m messages) put(body string) {
	m.t.Helper()
	if _, err := m.client.SendMessage(m.t.Context(), &sqs.SendMessageInput{QueueUrl: &m.url, MessageBody: &body}); err != nil {
		m.t.Fatal(err)
	}
}

// dead are the bodies in the dead-letter queue.
func (m messages) dead() (bodies []string) {
	m.t.Helper()
	if m.standIn != nil {
		return m.standIn.Dead()
	}
	answer, err := m.client.ReceiveMessage(m.t.Context(), &sqs.ReceiveMessageInput{QueueUrl: &m.deadURL, MaxNumberOfMessages: 10, VisibilityTimeout: 1})
	if err != nil {
		m.t.Fatal(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range answer.Messages {
		m.buried[*one.MessageId] = *one.Body
	}
	for _, body := range m.buried {
		bodies = append(bodies, body)
	}
	return bodies
}

// redrive moves what is dead back, as an operator does.
func (m messages) redrive() {
	m.t.Helper()
	if m.standIn != nil {
		m.standIn.Redrive()
		return
	}
	for _, body := range m.dead() {
		m.put(body)
	}
	if _, err := m.client.PurgeQueue(m.t.Context(), &sqs.PurgeQueueInput{QueueUrl: &m.deadURL}); err != nil {
		m.t.Fatal(err)
	}
}

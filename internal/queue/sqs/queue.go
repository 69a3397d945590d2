package sqs

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/cenkalti/backoff/v5"

	"alex"
	"alex/internal/awshttp"
	"alex/internal/queue"
)

const (
	sends     = 3                      // times at most that a message is tried to be sent
	firstSend = 100 * time.Millisecond // about the wait before the second
	sendTime  = 5 * time.Second        // that all of them may take

	longestCall = 30 * time.Second // of a client without a bound of its own; more than a long poll
	mostAnswer  = 16 << 20         // bytes; ten messages of 1 MiB are the most that SQS has in an answer
	jitter      = 0.5
)

// Options say which queue it is.
type Options struct {
	URL  string           // of a standard queue; its host is whom to ask
	AWS  aws.Config       // region and credentials
	HTTP *http.Client     // nil is the default
	Now  func() time.Time // for a Retry-After that is a date; nil is time.Now
	Log  *slog.Logger     // may be nil
}

// Queue is a queue.Queue whose Receive needs Run. It is safe for concurrent use.
type Queue struct {
	url, who string
	now      func() time.Time
	log      *slog.Logger
	service  *sqs.Client

	waiting atomic.Int32       // calls of Receive
	asked   chan struct{}      // holds one where a call has begun
	handed  chan queue.Message // from Run to a call
}

var accountAndName = regexp.MustCompile(`/[^/]*/[^/]*$`)

// New is a queue by o, and asks nobody.
func New(o Options) *Queue {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AWS.Credentials == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none)
	}
	return &Queue{
		url: o.URL, who: "the SQS queue " + path.Base(o.URL), now: o.Now, log: o.Log,
		asked: make(chan struct{}, 1), handed: make(chan queue.Message),
		service: sqs.NewFromConfig(o.AWS, func(s *sqs.Options) {
			s.Retryer = aws.NopRetryer{}
			s.DisableMessageChecksumValidation = true // MD5 says no more than TLS
			s.HTTPClient = awshttp.Client(o.HTTP, longestCall, mostAnswer)
			s.BaseEndpoint = aws.String(strings.TrimSuffix(o.URL, accountAndName.FindString(o.URL)))
		}),
	}
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

// Send tries three times at most, as long as what fails may pass by itself. An
// error is alex.CodeUnavailable where coming again later may help; it may have
// been sent all the same.
func (q *Queue) Send(ctx context.Context, m queue.Message) error { return q.SendLater(ctx, m, 0) }

// SendLater is Send of a message that nobody sees before a while, in whole seconds, of
// 15 minutes at most.
func (q *Queue) SendLater(ctx context.Context, m queue.Message, after time.Duration) error {
	text, err := encode(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	var last error
	_, err = backoff.Retry(ctx, func() (struct{}, error) {
		_, err := q.service.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: &text, DelaySeconds: int32(min(after, longestDelay) / time.Second)})
		if last = q.failed(ctx, err); last != nil && !passing(last) {
			return struct{}{}, backoff.Permanent(last)
		}
		return struct{}{}, last
	}, backoff.WithBackOff(growing(firstSend, sendTime)), backoff.WithMaxTries(sends))
	if err != nil && last == nil {
		return q.failed(ctx, err)
	}
	return last
}

// passing reports what a moment may mend. Where the service says how long to
// wait, workers find the job sooner by themselves.
func passing(err error) bool {
	e, ok := errors.AsType[*alex.Error](err)
	return ok && e.Code == alex.CodeUnavailable && e.RetryAfter == 0
}

// growing are waits of about first, then about twice as long each time, and none
// longer than most.
func growing(first, most time.Duration) *backoff.ExponentialBackOff {
	b := &backoff.ExponentialBackOff{
		InitialInterval: first, Multiplier: 2, RandomizationFactor: jitter,
		MaxInterval: time.Duration(float64(most) / (1 + jitter)),
	}
	b.Reset()
	return b
}

package lambdacall

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/cenkalti/backoff/v5"

	"alex"
	"alex/internal/awshttp"
)

const (
	calls     = 4                      // times at most that a function is asked
	firstWait = 200 * time.Millisecond // about, before the second time
	jitter    = 0.5

	// longestCall is how long an answer is waited for: the planner's job has
	// 15 minutes, and an agent less than five.
	longestCall = 5 * time.Minute
	mostAnswer  = 8 << 20 // bytes; AWS Lambda carries 6 MB
)

// Options say whose functions they are.
type Options struct {
	Prefix string       // of the functions' names: PREFIX-tagger, PREFIX-reporter, …
	AWS    aws.Config   // region and credentials
	HTTP   *http.Client // nil is the default
}

// Caller invokes functions and waits for them. It is safe for concurrent use.
type Caller struct {
	prefix  string
	service *lambda.Client
}

// New is a caller by o, and asks nobody.
func New(o Options) *Caller {
	return &Caller{prefix: o.Prefix, service: lambda.NewFromConfig(o.AWS, func(s *lambda.Options) {
		s.Retryer = aws.NopRetryer{}
		s.HTTPClient = awshttp.Client(o.HTTP, longestCall, mostAnswer)
	})}
}

// Call is what a function is invoked with.
type Call struct {
	Job     alex.ID `json:"jobId"`
	Attempt int     `json:"attempt"`
	Trace   string  `json:"traceparent,omitempty"`
}

// Ask invokes the function of an agent and answers what it returns. It asks again
// where the service has not begun the function: four times at most, with waits that
// grow. Its errors are alex.CodeForbidden without the permission, alex.ErrFenced
// where the function says that the job is another's by now, alex.CodeUnavailable
// where it may be there later, and else as the function names them.
func (c *Caller) Ask(ctx context.Context, agent alex.Agent, call Call) (answer []byte, err error) {
	name := c.prefix + "-" + string(agent)
	payload, err := json.Marshal(call)
	if err != nil {
		return nil, err
	}
	waits := &backoff.ExponentialBackOff{
		InitialInterval: firstWait, Multiplier: 2, RandomizationFactor: jitter, MaxInterval: 2 * time.Second,
	}
	return backoff.Retry(ctx, func() ([]byte, error) {
		answer, err := c.invoke(ctx, name, payload)
		if err != nil && alex.CodeOf(err) != alex.CodeThrottled {
			return nil, backoff.Permanent(err)
		}
		return answer, err
	}, backoff.WithBackOff(waits), backoff.WithMaxTries(calls))
}

func (c *Caller) invoke(ctx context.Context, name string, payload []byte) ([]byte, error) {
	out, err := c.service.Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &name, InvocationType: types.InvocationTypeRequestResponse, Payload: payload,
	})
	if err != nil {
		return nil, failed(ctx, name, err)
	}
	if out.FunctionError != nil {
		return nil, fault(name, out.Payload)
	}
	return out.Payload, nil
}

package cloud_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
)

// clock is the time of a test: it goes on where somebody waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

type atOnce struct{}

func (atOnce) BackoffDelay(int, error) (time.Duration, error) { return 0, nil }

// over is an account at a stand-in: each call is tried three times, without a pause.
func over(t *testing.T, service *cloudtest.Account) (*cloud.Account, *clock) {
	t.Helper()
	at := httptest.NewServer(service)
	t.Cleanup(at.Close)
	c := &clock{now: time.Date(2026, 11, 29, 12, 5, 0, 0, time.UTC)}
	if service.Now == nil {
		service.Now = c.Now
	}
	return cloud.New(cloud.Options{
		AWS: aws.Config{
			Region: cloudtest.Region, BaseEndpoint: aws.String(at.URL), HTTPClient: &http.Client{},
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
			}),
			Retryer: func() aws.Retryer {
				return retry.NewStandard(func(o *retry.StandardOptions) {
					o.Backoff, o.RateLimiter = atOnce{}, ratelimit.None
				})
			},
		},
		Now: c.Now, Wait: c.Wait,
	}), c
}

// denying refuses one action as AWS does.
func denying(action, resource string) func(string, int) (int, string, string) {
	return func(asked string, _ int) (int, string, string) {
		if asked != action {
			return 0, "", ""
		}
		return cloudtest.Denied(action, resource)
	}
}

// failing refuses the first n calls of an action.
func failing(action string, n, status int, code string) func(string, int) (int, string, string) {
	return func(asked string, call int) (int, string, string) {
		if asked != action || call > n {
			return 0, "", ""
		}
		return status, code, "hunter2 was sent"
	}
}

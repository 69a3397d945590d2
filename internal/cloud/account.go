package cloud

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"alex/internal/awshttp"
)

// Account is AWS as the credentials at hand reach it. It is safe for concurrent use.
type Account struct {
	aws  aws.Config
	now  func() time.Time
	wait func(context.Context, time.Duration) error
}

// Options say which account it is.
type Options struct {
	AWS  aws.Config                                 // region, credentials, how often a call is tried
	Now  func() time.Time                           // nil is time.Now
	Wait func(context.Context, time.Duration) error // between looks; nil waits, or returns the context's error
}

// New is an account by o, and asks nobody.
func New(o Options) *Account {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.AWS.Credentials == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none) // the SDK panics without any
	}
	if o.AWS.HTTPClient == nil {
		o.AWS.HTTPClient = awshttp.Client(nil, longestCall, mostBody)
	}
	return &Account{aws: o.AWS, now: o.Now, wait: o.Wait}
}

// Default is the account that the environment, the shared files and the machine's
// role say. An empty region leaves it to them.
func Default(ctx context.Context, region string) (*Account, error) {
	settings, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	if err != nil {
		return nil, fmt.Errorf("the settings of AWS: %w", err)
	}
	settings.HTTPClient = nil // New sets one
	return New(Options{AWS: settings}), nil
}

const (
	longestCall = 10 * time.Minute // a package on a slow line
	mostBody    = 64 << 20         // bytes of an answer
)

// Region is where calls go, empty where no setting says.
func (a *Account) Region() string { return a.aws.Region }

// in is the settings for another region; empty is the account's own.
func (a *Account) in(region string) aws.Config {
	c := a.aws.Copy()
	if region != "" {
		c.Region = region
	}
	return c
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

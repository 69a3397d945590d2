package dataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"alex"
	"alex/internal/awshttp"
	"alex/internal/store"
)

const (
	// atOnce bounds the calls of a process; each transaction takes one of the
	// service's own connections.
	atOnce = 20
	// longestCall is more than the 45 seconds after which the service gives a
	// statement up.
	longestCall = time.Minute
	mostAnswer  = 16 << 20 // bytes; the service carries 1 MiB, before it is written as JSON
)

// Options say how the service is reached.
type Options struct {
	AWS  aws.Config   // credentials, and where the service is if not at AWS; the region is the cluster's
	HTTP *http.Client // nil is the default

	// Sleep waits between two tries; nil waits as long as it is told, or until
	// the context ends.
	Sleep func(context.Context, time.Duration) error
}

// Open opens the database that url names, such as
// rdsdata://alex?cluster=CLUSTER_ARN&secret=SECRET_ARN, and makes sure that it
// answers; one that is paused is waited for. The one login migrates and serves.
func Open(ctx context.Context, url string, o Options) (*store.Store, error) {
	connector, err := NewConnector(url, o)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(atOnce)
	db.SetMaxIdleConns(atOnce)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, unreachable(err)
	}
	return store.New(db, Engine{}), nil
}

// Connector makes connections, which are no more than a transaction's id.
type Connector struct {
	place
	service *rdsdata.Client
	sleep   func(context.Context, time.Duration) error

	mu     sync.Mutex
	parsed map[string]*statement
	large  map[string][]column // the queries that once answered too much; their columns, once those are known
}

// NewConnector is a database/sql connector for a URL, and asks nobody.
func NewConnector(url string, o Options) (*Connector, error) {
	at, err := parse(url)
	if err != nil {
		return nil, err
	}
	if o.Sleep == nil {
		o.Sleep = wait
	}
	if o.AWS.Credentials == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none)
	}
	o.AWS.Region = at.region
	return &Connector{
		place: at, sleep: o.Sleep, parsed: map[string]*statement{}, large: map[string][]column{},
		service: rdsdata.NewFromConfig(o.AWS, func(s *rdsdata.Options) {
			s.Retryer = aws.NopRetryer{} // what may be repeated is known here
			s.HTTPClient = awshttp.Client(o.HTTP, longestCall, mostAnswer)
		}),
	}, nil
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

// Connect makes a connection, which asks nobody.
func (c *Connector) Connect(context.Context) (driver.Conn, error) { return &conn{to: c}, nil }

// Driver is the driver behind.
func (c *Connector) Driver() driver.Driver { return opener{} }

// opener makes connections by a URL, with what the environment says of AWS.
type opener struct{}

// Open is refused: a URL alone does not say how AWS is reached.
func (opener) Open(string) (driver.Conn, error) {
	return nil, errors.New("the Data API is opened by a connector")
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// unreachable says what can be done about a database that does not answer.
func unreachable(err error) error {
	f, ok := errors.AsType[*Error](err)
	if !ok {
		return &alex.Error{Code: alex.CodeUnavailable, Message: "the Data API does not answer", Err: err}
	}
	code, text := alex.CodeInvalid, ""
	switch f.Code {
	case "AccessDeniedException", "ForbiddenException", "UnrecognizedClientException", "InvalidSignatureException", noCredentials:
		text = "the Data API may not be used with the credentials at hand"
	case "HttpEndpointNotEnabledException":
		text = "the cluster's Data API is off"
	case "NotFoundException", "DBClusterNotFoundException":
		text = "there is no such cluster"
	case "DatabaseNotFoundException":
		text = "the cluster has no such database"
	case "SecretsErrorException", "InvalidSecretException":
		text = "the secret cannot be read, or does not open the database"
	default:
		switch {
		case f.State == "3D000":
			text = "the cluster has no such database"
		case f.kind == noLogin:
			text = "the secret does not open the database"
		case f.kind == resuming:
			code, text = alex.CodeUnavailable, "the database is still resuming after a pause; try again"
		default:
			code, text = alex.CodeUnavailable, "the Data API does not answer"
		}
	}
	return &alex.Error{Code: code, Message: text, Err: err}
}

package dataapi_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"alex/internal/store"
	"alex/internal/store/dataapi"
	"alex/internal/store/dataapi/dataapitest"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/storetest"
)

const (
	cluster = "arn:aws:rds:eu-central-1:123456789012:cluster:alex-test"
	secret  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!cluster-0a1b-AbCdEf"
	address = "rdsdata://alex?cluster=" + cluster + "&secret=" + secret
)

// server is the one PostgreSQL behind every stand-in.
var server *postgrestest.Server

func TestMain(m *testing.M) { postgrestest.Main(m, &server) }

// standIn is the service over a database, which goes with the test.
func standIn(t testing.TB, url string) *dataapitest.Service {
	t.Helper()
	s := &dataapitest.Service{Cluster: cluster, Databases: map[string]string{"alex": url}}
	t.Cleanup(s.Close)
	return s
}

// errLine is what a broken network says.
var errLine = errors.New("hunter2: connection reset")

// direct asks a stand-in without a network.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	defer func() {
		if recover() != nil {
			answer, err = nil, errLine
		}
	}()
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w.Result(), nil
}

func settings() aws.Config {
	return aws.Config{Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "secret-id", SecretAccessKey: "hunter2"}, nil
	})}
}

// options reach a stand-in; nobody waits, and slept is told how long.
func options(s http.Handler, slept func(time.Duration)) dataapi.Options {
	return dataapi.Options{
		AWS: settings(), HTTP: &http.Client{Transport: direct{s}},
		Sleep: func(ctx context.Context, d time.Duration) error {
			if slept != nil {
				slept(d)
			}
			return ctx.Err()
		},
	}
}

func connector(t testing.TB, o dataapi.Options) driver.Connector {
	t.Helper()
	c, err := dataapi.NewConnector(address, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// open is a store over a stand-in.
func open(t testing.TB, s http.Handler) *store.Store {
	t.Helper()
	return openBy(t, options(s, nil))
}

func openBy(t testing.TB, o dataapi.Options) *store.Store {
	t.Helper()
	s, err := dataapi.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func openWrapped(t testing.TB, wrap func(driver.Connector) driver.Connector) *store.Store {
	t.Helper()
	s := store.New(sql.OpenDB(wrap(connector(t, options(watch(t, standIn(t, server.Database(t))), nil)))), dataapi.Engine{})
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// The suite that SQLite and PostgreSQL pass.
func TestConformance(t *testing.T) { storetest.Exercise(t, openWrapped) }

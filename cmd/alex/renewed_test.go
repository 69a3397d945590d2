package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"alex/internal/cloud"
	"alex/internal/config"
)

const keptKey = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:alex-account-key-AbCdEf"

// vault stands in for Secrets Manager, with one secret.
type vault struct {
	value  string // empty: it may not be read
	asked  int
	secret *cloud.Secrets
}

func newVault(t *testing.T, value string) *vault {
	t.Helper()
	v := &vault{value: value}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.asked++
		var in struct{ SecretID string }
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.SecretID != keptKey || r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" {
			t.Errorf("asked is %s of %s: %v", r.Header.Get("X-Amz-Target"), in.SecretID, err)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if v.value == "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"__type":"AccessDeniedException","Message":"hunter2"}`))
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"SecretString": v.value})
	}))
	t.Cleanup(server.Close)
	v.secret = cloud.NewSecrets(cloud.New(cloud.Options{AWS: aws.Config{
		Region: "eu-central-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
	}}))
	return v
}

// opened counts what a function was opened with, and what of it was ended.
type openings struct {
	keys  []string
	ended []string
	fails error
}

func (o *openings) open(_ context.Context, cfg config.Config) (answering, error) {
	if o.fails != nil {
		return answering{}, o.fails
	}
	key := cfg.AccountKey.Reveal()
	o.keys = append(o.keys, key)
	return answering{answersWith(key), func(context.Context) {}, func() error { o.ended = append(o.ended, key); return nil }}, nil
}

type answersWith string

func (a answersWith) Invoke(context.Context, []byte) ([]byte, error) { return []byte(a), nil }

const (
	firstKey  = "the first key, of more than 32 characters"
	secondKey = "the second key, of more than 32 characters"
	thirdKey  = "the third key, of more than 32 characters"
)

// TestSecretsAreReadAgain: a secret that is changed while the function runs is used
// after five minutes; while it cannot be read, or does not open the function, the one
// of before is. No line of the log has a value.
func TestSecretsAreReadAgain(t *testing.T) {
	t.Parallel()
	v, o := newVault(t, firstKey), &openings{}
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	var log bytes.Buffer
	r := &renewed{
		open: o.open, environ: map[string]string{"ALEX_ACCOUNT_KEY": keptKey}, secrets: v.secret,
		now: func() time.Time { return now }, log: slog.New(slog.NewJSONHandler(&log, nil)),
	}
	if err := r.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	answers := func(after time.Duration, want string, asked int) {
		t.Helper()
		now = now.Add(after)
		got, err := r.Invoke(t.Context(), nil)
		if err != nil || string(got) != want || v.asked != asked {
			t.Errorf("it answers with %s, %v, having asked %d times; want %s, %d", got, err, v.asked, want, asked)
		}
	}
	answers(0, firstKey, 1)
	v.value = secondKey
	answers(secretsEvery-time.Second, firstKey, 1)
	answers(time.Second, secondKey, 2)
	answers(secretsEvery, secondKey, 3) // as it was
	v.value = ""
	answers(secretsEvery, secondKey, 4)
	v.value, o.fails = thirdKey, errors.New("away")
	answers(secretsEvery, secondKey, 5)
	o.fails = nil
	answers(time.Minute, secondKey, 5)
	answers(secretsEvery, thirdKey, 6)
	if want := []string{firstKey, secondKey, thirdKey}; !slices.Equal(o.keys, want) || !slices.Equal(o.ended, want[:2]) {
		t.Errorf("opened with %q, ended %q", o.keys, o.ended)
	}
	if text := log.String(); strings.Count(text, "those of before are used") != 2 || strings.Count(text, "a secret has changed") != 2 || strings.Contains(text, "characters") || strings.Contains(text, "hunter2") {
		t.Errorf("the log is %s", text)
	}
}

// TestEventsDoNotWaitForSecrets: where Secrets Manager hangs, an event is answered with
// those of before.
func TestEventsDoNotWaitForSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, hangs := &openings{}, false
		secrets := cloud.NewSecrets(cloud.New(cloud.Options{AWS: aws.Config{
			Region: "eu-central-1", RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
			HTTPClient: asks(func(r *http.Request) (*http.Response, error) {
				if hangs {
					<-r.Context().Done()
					return nil, r.Context().Err()
				}
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"SecretString":"` + firstKey + `"}`))}, nil
			}),
		}}))
		r := &renewed{open: o.open, environ: map[string]string{"ALEX_ACCOUNT_KEY": keptKey}, secrets: secrets, now: time.Now, log: slog.New(slog.DiscardHandler)}
		if err := r.begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		hangs = true
		time.Sleep(secretsEvery)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		began := time.Now()
		got, err := r.Invoke(ctx, nil)
		if took := time.Since(began); err != nil || string(got) != firstKey || took > 5*time.Second {
			t.Errorf("%s %v after %v", got, err, took)
		}
	})
}

// asks is an HTTP client of the SDK.
type asks func(*http.Request) (*http.Response, error)

func (a asks) Do(r *http.Request) (*http.Response, error) { return a(r) }

// TestNoSecretsAskNobody: settings that name no secret are read once.
func TestNoSecretsAskNobody(t *testing.T) {
	t.Parallel()
	v, o := newVault(t, firstKey), &openings{}
	now := time.Now()
	r := &renewed{
		open: o.open, environ: map[string]string{"ALEX_ACCOUNT_KEY": secondKey}, secrets: v.secret,
		now: func() time.Time { now = now.Add(time.Hour); return now }, log: slog.New(slog.DiscardHandler),
	}
	if err := r.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got, err := r.Invoke(t.Context(), nil); err != nil || string(got) != secondKey {
			t.Error(string(got), err)
		}
	}
	if v.asked != 0 || len(o.keys) != 1 {
		t.Errorf("asked %d times, opened %d", v.asked, len(o.keys))
	}
}

// TestSettingsNameSecrets: a command too reads what its settings name, and says which
// setting and which permission where it may not.
func TestSettingsNameSecrets(t *testing.T) {
	t.Parallel()
	v := newVault(t, "")
	r := &renewed{open: (&openings{}).open, environ: map[string]string{"ALEX_ACCOUNT_KEY": keptKey}, secrets: v.secret, now: time.Now, log: slog.New(slog.DiscardHandler)}
	err := r.begin(t.Context())
	if err == nil || !strings.Contains(err.Error(), "ALEX_ACCOUNT_KEY") || !strings.Contains(err.Error(), "secretsmanager:GetSecretValue") || strings.Contains(err.Error(), "hunter2") {
		t.Error(err)
	}
}

package otlp

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"alex/internal/telemetry"
)

// SinkName is what metrics and logs call LangFuse.
const SinkName = "langfuse"

// Where LangFuse takes traces, and in which form (its documentation of
// OpenTelemetry, August 2026).
const (
	tracesPath    = "/api/public/otel/v1/traces"
	versionHeader = "x-langfuse-ingestion-version"
	version       = "4"
)

// Account is a LangFuse project.
type Account struct {
	Host      string // such as https://cloud.langfuse.com
	PublicKey string
	SecretKey string
}

// Address is where its traces are sent.
func (a Account) Address() string { return strings.TrimSuffix(a.Host, "/") + tracesPath }

// Credentials are those of Basic authentication: a secret, as the key is.
func (a Account) Credentials() string {
	return base64.StdEncoding.EncodeToString([]byte(a.PublicKey + ":" + a.SecretKey))
}

func (a Account) headers() map[string]string {
	return map[string]string{"Authorization": "Basic " + a.Credentials(), versionHeader: version}
}

const (
	callTime = 5 * time.Second  // of one request
	sendTime = 15 * time.Second // of one batch, with its retries
)

// Sink sends what ended to LangFuse.
func Sink(ctx context.Context, a Account) (telemetry.Sink, error) {
	e, err := newExporter(ctx, a, http.DefaultTransport, otlptracehttp.RetryConfig{
		Enabled: true, InitialInterval: time.Second, MaxInterval: 5 * time.Second, MaxElapsedTime: sendTime,
	})
	return telemetry.Sink{Name: SinkName, Exporter: e, Timeout: sendTime}, err
}

func newExporter(ctx context.Context, a Account, way http.RoundTripper, retry otlptracehttp.RetryConfig) (sdk.SpanExporter, error) {
	client := &http.Client{
		Transport:     way,
		Timeout:       callTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // keys go to no other host
	}
	inner, err := otlptrace.New(ctx, otlptracehttp.NewClient(
		otlptracehttp.WithEndpointURL(a.Address()), otlptracehttp.WithHeaders(a.headers()),
		otlptracehttp.WithCompression(otlptracehttp.GzipCompression), otlptracehttp.WithTimeout(callTime),
		otlptracehttp.WithRetry(retry), otlptracehttp.WithHTTPClient(client)))
	return exporter{inner}, err
}

// exporter sends no span with an invalid id: one of them has LangFuse refuse
// the whole batch.
type exporter struct{ sdk.SpanExporter }

// ExportSpans sends the valid ones.
func (e exporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	valid := make([]sdk.ReadOnlySpan, 0, len(spans))
	for _, s := range spans {
		if s.SpanContext().IsValid() {
			valid = append(valid, s)
		}
	}
	if len(valid) == 0 {
		return nil
	}
	return e.SpanExporter.ExportSpans(ctx, valid)
}
